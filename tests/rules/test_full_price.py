"""ID-M2-FULLPRICE: who buys at full price, and whose discounts count against it."""

from datetime import UTC, date, datetime

import pytest

from app.rules.applied_discounts import AppliedDiscount, as_text, from_text
from app.rules.full_price import full_price_tenths, is_reduced
from app.rules.order_spend import OrderSpend

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FIRST = date(2025, 11, 21)
OURS = {("automatic", "Gold member – 15 %"), ("code", "vip-abc")}


def spends(*amounts, day=date(2026, 3, 1)):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return [OrderSpend(order_id, day, at, amount) for order_id, amount in enumerate(amounts, start=1)]


def share(found, reduced=()):
    return full_price_tenths(found, set(reduced), NOW, FIRST)


@pytest.mark.parametrize(
    ("amounts", "reduced", "tenths"),
    [
        ((100, 100), (), None),
        ((100, 100, 100), (), 1000),
        ((100, 100, 100), (2,), 667),
        ((100, 100, 100), (1, 2, 3), 0),
        ((1_000, 1, 1), (1,), 2),
        ((100, 100, 100, 0), (4,), 1000),
    ],
    ids=["two orders say nothing", "three do", "one reduced", "all reduced", "by worth", "nothing stays"],
)
def test_the_share_is_of_the_goods_of_three_orders_or_more(amounts, reduced, tenths):
    assert share(spends(*amounts), reduced) == tenths


def test_only_what_counts_in_the_period_counts_here():
    before = spends(100, 100, 100, day=date(2025, 11, 20))
    inside = spends(100, 100, 100, day=date(2025, 11, 21))
    assert (share(before), share(inside)) == (None, 1000)


def test_what_is_given_back_is_no_goods():
    back = OrderSpend(2, date(2026, 3, 1), NOW, -100)
    assert share([*spends(100, 100, 100), back]) is None


@pytest.mark.parametrize(
    ("discount", "reduced"),
    [
        (AppliedDiscount("automatic", "Gold member – 15 %", 100), False),
        (AppliedDiscount("code", "VIP-ABC", 100), False),
        (AppliedDiscount("automatic", "Summer sale", 100), True),
        (AppliedDiscount("code", "Gold member – 15 %", 100), True),
        (AppliedDiscount("manual", "", 100), True),
        (AppliedDiscount("code", "SHIP", 100, shipping=True), False),
    ],
    ids=["our own", "our code in capitals", "a sale", "a code of that name", "by staff", "free shipping"],
)
def test_a_discount_of_somebody_else_on_the_goods_makes_an_order_a_reduced_one(discount, reduced):
    assert is_reduced([discount], OURS) is reduced


def test_an_order_with_ours_and_another_is_reduced():
    both = [AppliedDiscount("automatic", "Gold member – 15 %", 1), AppliedDiscount("code", "SALE", 1)]
    assert is_reduced(both, OURS)


def test_discounts_come_back_from_the_orders_row_as_they_went_in():
    given = (AppliedDiscount("code", 'Ω "é"', 7, shipping=True), AppliedDiscount("manual", "", 1))
    assert from_text(as_text(given)) == given
    assert (as_text(()), from_text("")) == ("", ())
