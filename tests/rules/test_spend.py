"""What counts as spend, why the rest does not, and on which day (design 4, ID-SPEND, GAP-REFUND-DATE)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.order_components import ProductLine
from app.rules.order_spend import OrderSpend
from app.rules.program import Counting
from app.rules.spend import Counted, Entry, by_order, counted, placed

fixed = settings(derandomize=True, max_examples=60, deadline=None)


def instant(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


JANUARY, MARCH = date(2026, 1, 10), date(2026, 3, 5)


def entry(goods=0, on=JANUARY, ordered_on=JANUARY, component="sale", **more):
    about = {"order_id": 1, "payment": "paid", "currency": "USD", "tax": 0, "shipping": 0, "lines": ()}
    about |= {"recorded_at": instant(on)} | more
    return Entry(
        component=component,
        goods=goods,
        counted_on=on,
        ordered_on=ordered_on,
        occurred_at=instant(on),
        ordered_at=instant(ordered_on),
        **about,
    )


def refunded(goods, on=MARCH, **more):
    return entry(-goods, on, component="refund:7", **more)


def spends(*entries, counting=None):
    found = by_order(entries, counting or Counting(), "USD")
    return [(each.day, each.amount) for each in found]


# What counts


def test_goods_count_and_neither_tax_nor_shipping():
    assert counted(entry(100, tax=10, shipping=5), Counting(), "USD") == Counted(100)


@pytest.mark.parametrize(
    ("counting", "amount"),
    [
        (Counting(tax=True), 110),
        (Counting(shipping=True), 105),
        (Counting(tax=True, shipping=True), 115),
    ],
)
def test_tax_and_shipping_count_where_the_merchant_says_so(counting, amount):
    assert counted(entry(100, tax=10, shipping=5), counting, "USD").amount == amount


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"payment": "unpaid"}, "unpaid"),
        ({"payment": "partial"}, "partially paid"),
        ({"payment": "test"}, "test order"),
        ({"currency": "EUR"}, "another currency"),
        ({"currency": "EUR", "payment": "test"}, "another currency"),
    ],
)
def test_what_does_not_count_says_why(more, why):
    """F33: unlike money is never added."""
    assert counted(
        entry(100, tax=10, shipping=5, **more), Counting(tax=True, shipping=True), "USD"
    ) == Counted(0, why)


@pytest.mark.parametrize(
    ("payment", "counting"),
    [
        ("unpaid", Counting(unpaid=True)),
        ("partial", Counting(unpaid=True)),
        ("test", Counting(test_orders=True)),
    ],
)
def test_unpaid_and_test_orders_count_where_the_merchant_says_so(payment, counting):
    assert counted(entry(100, payment=payment), counting, "USD") == Counted(100)


LINES = (ProductLine("a", 60, 6), ProductLine("b", 40, 4), ProductLine(None, 10, 1))


@pytest.mark.parametrize(
    ("left_out", "tax", "amount"),
    [(("b",), False, 70), (("b",), True, 77), (("a", "b"), False, 10), (("a",), True, 55)],
)
def test_a_product_can_be_left_out_with_its_tax(left_out, tax, amount):
    given = entry(110, tax=11, lines=LINES)
    counting = Counting(leave_out_products=left_out, tax=tax)
    assert counted(given, counting, "USD") == Counted(amount, "product left out")


def test_the_refund_of_a_product_left_out_takes_nothing():
    given = refunded(40, lines=(ProductLine("b", -40, -4),))
    assert counted(given, Counting(leave_out_products=("b",)), "USD") == Counted(0, "product left out")


def test_leaving_out_a_product_that_was_not_bought_changes_nothing():
    assert counted(entry(110, lines=LINES), Counting(leave_out_products=("z",)), "USD") == Counted(110)


# On which day


def test_a_refund_lowers_the_day_of_its_order():
    """GAP-REFUND-DATE"""
    assert spends(entry(100), refunded(30)) == [(JANUARY, 70)]


def test_a_refund_counts_on_its_own_day_where_the_merchant_says_so():
    own = Counting(refunds_on_their_own_day=True)
    assert spends(entry(100), refunded(30), counting=own) == [(JANUARY, 100), (MARCH, -30)]


@pytest.mark.parametrize("component", ["edit", "cancel"])
def test_edits_and_cancellations_always_count_on_the_day_of_the_order(component):
    own = Counting(refunds_on_their_own_day=True)
    assert spends(entry(100), entry(-30, MARCH, component=component), counting=own) == [(JANUARY, 70)]


def test_a_refund_that_is_dated_before_its_order_counts_with_it():
    """F45: imported orders may carry any dates; taken from nothing, the refund would be lost."""
    own = Counting(refunds_on_their_own_day=True)
    early = refunded(30, on=JANUARY, ordered_on=MARCH)
    assert spends(entry(100, MARCH, MARCH), early, counting=own) == [(MARCH, 70)]
    assert placed(early, own) == (MARCH, instant(MARCH))


def test_an_order_is_never_below_nought():
    """F36"""
    assert spends(entry(100), refunded(130)) == []
    assert spends(refunded(30)) == []


def test_an_order_is_never_below_nought_on_any_day():
    own = Counting(refunds_on_their_own_day=True)
    found = spends(entry(100), refunded(70), refunded(70, date(2026, 4, 1)), counting=own)
    assert found == [(JANUARY, 100), (MARCH, -70), (date(2026, 4, 1), -30)]


def test_one_order_below_nought_takes_nothing_from_another():
    assert spends(entry(100), refunded(130), entry(50, order_id=2)) == [(JANUARY, 50)]


def test_an_order_that_was_unpaid_first_counts_once_it_is_paid():
    """A change of state posts the difference to both: minus unpaid, plus paid."""
    before = entry(100, payment="unpaid")
    rows = (before, replace(before, goods=-100), entry(100))
    assert spends(*rows) == [(JANUARY, 100)]


def test_orders_count_in_the_order_of_their_days_then_instants_then_ids():
    later = replace(entry(3, order_id=1), ordered_at=instant(JANUARY).replace(hour=13))
    rows = [later, entry(2, order_id=9), entry(1, order_id=8), entry(4, MARCH, MARCH, order_id=3)]
    for arrived in permutations(rows):
        assert [each.order_id for each in by_order(arrived, Counting(), "USD")] == [8, 9, 1, 3]


def test_a_spend_knows_its_order_its_day_and_its_instant():
    assert by_order([entry(100)], Counting(), "USD") == [OrderSpend(1, JANUARY, instant(JANUARY), 100)]


# Whatever the entries

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 6))


@st.composite
def entries(draw):
    rows = []
    for order_id in range(1, draw(st.integers(1, 3)) + 1):
        ordered = draw(DAYS)
        rows.append(entry(draw(st.integers(0, 100)), ordered, ordered, order_id=order_id))
        for _ in range(draw(st.integers(0, 3))):
            name = draw(st.sampled_from(("refund:7", "refund:8", "edit", "cancel")))
            rows.append(entry(draw(st.integers(-90, 20)), draw(DAYS), ordered, name, order_id=order_id))
    return rows


@fixed
@given(entries(), st.booleans(), st.randoms())
def test_spend_does_not_depend_on_the_order_of_the_entries(rows, own, chance):
    """I-7"""
    counting = Counting(refunds_on_their_own_day=own)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert by_order(shuffled, counting, "USD") == by_order(rows, counting, "USD")


@fixed
@given(entries(), st.booleans())
def test_no_order_is_below_nought_on_any_day_or_in_all(rows, own):
    totals = {}
    for each in by_order(rows, Counting(refunds_on_their_own_day=own), "USD"):
        totals[each.order_id] = totals.get(each.order_id, 0) + each.amount
        assert totals[each.order_id] >= 0


@fixed
@given(entries())
def test_each_order_is_worth_the_sum_of_its_entries_or_nothing(rows):
    sums = {}
    for each in rows:
        sums[each.order_id] = sums.get(each.order_id, 0) + each.goods
    found = {each.order_id: each.amount for each in by_order(rows, Counting(), "USD")}
    assert found == {order_id: total for order_id, total in sums.items() if total > 0}


@fixed
@given(entries())
def test_with_refunds_on_their_own_day_no_refunded_money_is_lost(rows):
    """In all, an order is worth no more than its entries add up to."""
    own = by_order(rows, Counting(refunds_on_their_own_day=True), "USD")
    plain = by_order(rows, Counting(), "USD")
    for order_id in {each.order_id for each in rows}:
        of = [sum(s.amount for s in each if s.order_id == order_id) for each in (own, plain)]
        assert of[0] >= of[1] == max(0, sum(e.goods for e in rows if e.order_id == order_id))
