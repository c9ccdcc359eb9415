"""What counts: product, tag, channel, minimum and start of history, each on both sides (ID-SPEND)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.rules.order_labels import Labels, as_text, from_text, tags_of
from app.rules.program import Counting, Program, Tier
from app.rules.spend import Entry, by_order, contributions, counted

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SALE = Entry(
    order_id=1,
    component="sale",
    payment="paid",
    currency="USD",
    goods=10_000,
    tax=800,
    shipping=500,
    lines=(),
    counted_on=date(2026, 3, 1),
    ordered_on=date(2026, 3, 1),
    occurred_at=NOON,
    ordered_at=NOON,
    recorded_at=NOON,
    labels=Labels(("gift", "wholesale"), "pos"),
)
REFUND = replace(SALE, component="refund:7", goods=-4_000, tax=0, shipping=0)


@pytest.mark.parametrize(
    ("policy", "amount", "why"),
    [
        ({}, 10_000, None),
        ({"leave_out_tags": ("Wholesale",)}, 0, "a tag that does not count"),
        ({"leave_out_tags": ("whole",)}, 10_000, None),
        ({"leave_out_channels": ("POS",)}, 0, "a sales channel that does not count"),
        ({"leave_out_channels": ("web",)}, 10_000, None),
        ({"orders_from": date(2026, 3, 1)}, 10_000, None),
        ({"orders_from": date(2026, 3, 2)}, 0, "before the history that counts"),
    ],
)
def test_an_entry_counts_or_says_why_not(policy, amount, why):
    told = counted(SALE, Counting(**policy), "USD")
    assert (told.amount, told.left_out) == (amount, why)


@pytest.mark.parametrize(("minimum", "spent"), [(10_000, 6_000), (10_001, None), (0, 6_000)])
def test_the_minimum_is_asked_of_the_order_as_it_was_placed(minimum, spent):
    """A refund makes no order too small that was large enough."""
    found = by_order([SALE, REFUND], Counting(minimum_order_minor=minimum), "USD")
    assert [each.amount for each in found] == ([spent] if spent else [])


def test_orders_are_counted_until_nothing_of_them_is_left():
    """ID-M1-FREQ: the metric of orders."""
    program = Program(tiers=(Tier(name="Regular", entry=5),), metric="orders")
    assert [each.amount for each in contributions([SALE, REFUND], program, "USD")] == [1]
    whole = replace(REFUND, goods=-10_000)
    assert list(contributions([SALE, whole], program, "USD")) == []
    own_day = program.model_copy(update={"counting": Counting(refunds_on_their_own_day=True)})
    later = replace(whole, counted_on=date(2026, 4, 1), occurred_at=NOON.replace(month=4))
    assert [each.amount for each in contributions([SALE, later], own_day, "USD")] == [1, -1]


@pytest.mark.parametrize("tags", [("Gift ", "wholesale", "gift"), ("a,b",), ("x\0y",), ("",), ()])
def test_tags_survive_their_column(tags):
    clean = tags_of(tags)
    assert from_text(as_text(clean)) == clean
    assert all(tag == tag.strip().lower() and "\0" not in tag for tag in clean)
