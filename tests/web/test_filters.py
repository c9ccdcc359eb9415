"""How figures read."""

from datetime import UTC, date, datetime

import pytest

from app.web import filters


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (1_205_000, "USD", "$12,050.00"),
        (-5, "USD", "−$0.05"),
        (200_000, "JPY", "¥200,000"),
        (1_234_567, "KWD", "KWD\N{NO-BREAK SPACE}1,234.567"),
        (0, "EUR", "€0.00"),
    ],
)
def test_money_shows_the_digits_of_its_currency(minor: int, currency: str, shown: str) -> None:
    assert filters.money(minor, currency) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (1, 3, "33.3 %"),
        (1, 8, "12.5 %"),
        (1, 2000, "0.1 %"),
        (1, 10_000, "< 0.1 %"),
        (0, 5, "0 %"),
        (0, 0, "0 %"),
    ],
)
def test_a_share_is_rounded_half_up_and_something_is_never_nothing(part: int, whole: int, shown: str) -> None:
    assert filters.share(part, whole).replace("\N{NO-BREAK SPACE}", " ") == shown


def test_an_instant_shows_the_day_of_the_shops_zone() -> None:
    late = datetime(2026, 5, 4, 2, 30, tzinfo=UTC)

    assert filters.day(late, "America/New_York") == "3\N{NO-BREAK SPACE}May 2026"
    assert filters.day(late, "Asia/Tokyo") == "4\N{NO-BREAK SPACE}May 2026"


def test_days_inside_a_sentence_read_like_days() -> None:
    told = filters.days_in_words("outside the window since 2026-03-01")

    assert told == f"outside the window since {filters.day(date(2026, 3, 1))}"
