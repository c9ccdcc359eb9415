"""Which credit on an account is ours (reliability 1c.2, 1c.4): what is not sure is a person's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.credit_matching import (
    CLOCKS_APART,
    Credit,
    Sought,
    after_sending,
    before_sending,
    expiry,
    fingerprint,
    mark_of,
)
from app.rules.periods import local_day
from tests.rules.windows import ZONES

SENT = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
MARK = 1234
SINCE = datetime(2026, 1, 1, tzinfo=UTC)
WANTED = Sought(5000, "USD", SINCE, MARK)
ENDLESS = Sought(5000, "USD", SINCE, None)


def credit(name="1", amount=5000, mark=MARK, at=SENT, event="ADJUSTMENT", currency="USD"):
    expires = None if mark is None else SENT.replace(minute=0) + timedelta(days=365, seconds=mark)
    return Credit(name, amount, currency, event, at, expires)


def after(*found, wanted=WANTED, claimed=()):
    return after_sending(found, wanted, claimed, SENT).kind


def before(*found, wanted=WANTED, claimed=()):
    return before_sending(found, wanted, claimed).kind


def test_one_credit_with_our_mark_and_amount_is_ours():
    assert after(credit()) == before(credit()) == "applied"


@pytest.mark.parametrize(
    "other",
    [
        credit(currency="EUR"),
        credit(event="ORDER_REFUND"),
        credit(at=SINCE - timedelta(seconds=1)),
        credit(amount=4999, mark=MARK + 1),
    ],
    ids=["currency", "event", "before the period", "amount"],
)
def test_a_credit_of_something_else_is_nothing(other):
    assert after(other) == before(other) == "nothing"


def test_what_stands_for_another_grant_is_nothing():
    assert after(credit("9"), claimed={"9"}) == before(credit("9"), claimed={"9"}) == "nothing"


@pytest.mark.parametrize(
    "found",
    [[credit(mark=MARK + 1)], [credit(mark=None)], [credit(amount=4999)], [credit("1"), credit("2")]],
    ids=["another mark", "no expiry", "another amount", "two of them"],
)
def test_what_is_nearly_ours_is_looked_at_by_a_person(found):
    assert after(*found) == before(*found) == "review"


def test_a_credit_from_before_it_was_sent_is_looked_at_by_a_person():
    assert after(credit(at=SENT - CLOCKS_APART)) == "applied"
    assert after(credit(at=SENT - CLOCKS_APART - timedelta(seconds=1))) == "review"


def test_credits_without_an_end_are_told_by_amount_and_only_after_sending():
    assert after(credit(mark=None), wanted=ENDLESS) == "applied"
    assert before(credit(mark=None), wanted=ENDLESS) == "review"
    assert after(credit(), wanted=ENDLESS) == "review"


def test_the_mark_depends_on_what_it_is_for_and_on_nothing_else():
    key = ("ada-shop.myshopify.com", 77, "birthday", "2026")
    assert fingerprint(*key) == fingerprint(*key)
    others = [
        fingerprint("cleo-shop.myshopify.com", *key[1:]),
        fingerprint(key[0], 78, *key[2:]),
        fingerprint(*key[:2], "anniversary", "2026"),
        fingerprint(*key[:3], "2027"),
    ]
    assert fingerprint(*key) not in others


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    day=st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    valid=st.integers(1, 1826),
    zone=st.sampled_from(sorted(ZONES)),
    mark=st.integers(0, 3599),
)
def test_the_end_of_a_credit_carries_its_mark_and_lies_on_its_last_day(day, valid, zone, mark):
    ends = expiry(day, valid, zone, mark)
    assert mark_of(ends) == mark
    assert local_day(ends, zone) == day + timedelta(days=valid)
