"""What a one-time benefit was for, in words and not by its key."""

from datetime import date

import pytest

from app.explain.grant_words import occasion_of
from app.models import Grant


@pytest.mark.parametrize(
    ("benefit", "period", "said"),
    [
        ("entry_reward", "Gold ever", "For reaching Gold on 2026-05-03"),
        ("entry_reward", "Gold 2026", "For reaching Gold on 2026-05-03"),
        ("birthday", "2026", "For Gold: 2026"),
        ("quarterly", "2026-Q2", "For Gold, quarter from 2026-05-03"),
        ("price_protection", "order 7 line 8", "For a price that fell after an order of Gold"),
    ],
)
def test_what_it_was_for_is_told_without_its_key(benefit: str, period: str, said: str) -> None:
    grant = Grant(benefit=benefit, period=period, tier="Gold", occasion_on=date(2026, 5, 3))

    assert occasion_of(grant) == said
