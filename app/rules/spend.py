"""What counts as spend, decided when reading (design 4, "What counts"; ids ID-SPEND, GAP-REFUND-DATE).

Entries are facts; `counted` judges one entry by the merchant's settings, `by_order` sums an order.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Literal

from app.rules.order_components import Payment, ProductLine
from app.rules.order_labels import Labels, label
from app.rules.order_spend import OrderSpend
from app.rules.program import Counting, Program
from app.rules.value import value

LeftOut = Literal[
    "unpaid",
    "partially paid",
    "test order",
    "another currency",
    "product left out",
    "before the history that counts",
    "a tag that does not count",
    "a sales channel that does not count",
    "an order below the minimum",
]
NO_LABELS = Labels()


@value
class Entry:
    """A ledger entry as the rules see it. Minor units of `currency`; goods are without tax."""

    order_id: int
    component: str
    payment: Payment
    currency: str
    goods: int
    tax: int
    shipping: int
    lines: tuple[ProductLine, ...]
    counted_on: date
    ordered_on: date
    occurred_at: datetime
    ordered_at: datetime
    recorded_at: datetime
    labels: Labels = NO_LABELS
    """The order's; read only where the program looks at them."""


@value
class Counted:
    amount: int
    left_out: LeftOut | None = None


def counted(entry: Entry, counting: Counting, currency: str) -> Counted:
    """The part of an entry that counts, and why the rest does not."""
    if entry.currency != currency:
        return Counted(0, "another currency")
    if counting.orders_from is not None and entry.ordered_on < counting.orders_from:
        return Counted(0, "before the history that counts")
    if counting.by_labels and (why := _by_label(entry.labels, counting)):
        return Counted(0, why)
    if entry.payment == "test" and not counting.test_orders:
        return Counted(0, "test order")
    if entry.payment == "unpaid" and not counting.unpaid:
        return Counted(0, "unpaid")
    if entry.payment == "partial" and not counting.unpaid:
        return Counted(0, "partially paid")
    goods, tax = entry.goods, entry.tax if counting.tax else 0
    left_out = [line for line in entry.lines if line.product in counting.leave_out_products]
    for line in left_out:
        goods -= line.goods
        tax -= line.tax if counting.tax else 0
    shipping = entry.shipping if counting.shipping else 0
    return Counted(goods + tax + shipping, "product left out" if left_out else None)


def _by_label(labels: Labels, counting: Counting) -> LeftOut | None:
    if any(label(tag) in labels.tags for tag in counting.leave_out_tags):
        return "a tag that does not count"
    if labels.channel in map(label, counting.leave_out_channels):
        return "a sales channel that does not count"
    return None


def too_small(rows: Iterable[Entry], counting: Counting, currency: str) -> bool:
    """Was the order, as it was placed, below the smallest that counts?"""
    if not counting.minimum_order_minor:
        return False
    placed_for = sum(counted(row, counting, currency).amount for row in rows if row.component == "sale")
    return placed_for < counting.minimum_order_minor


def placed(entry: Entry, counting: Counting) -> tuple[date, datetime]:
    """When an entry counts: on the day of its order; a refund on its own if the merchant chose so.

    Back-dated refunds count with their order: before it they would take from nothing.
    """
    ordered = entry.ordered_on, entry.ordered_at
    own = counting.refunds_on_their_own_day and entry.component.startswith("refund")
    return max(ordered, (entry.counted_on, entry.occurred_at)) if own else ordered


def contributions(entries: Iterable[Entry], program: Program, currency: str) -> Sequence[OrderSpend]:
    """What each order adds in the program's metric, in the order in which it counts."""
    return program.measure.contributions(by_order(entries, program.counting, currency))


def by_order(entries: Iterable[Entry], counting: Counting, currency: str) -> list[OrderSpend]:
    """The counted spend of each order, in the order in which it counts."""
    orders: dict[int, list[Entry]] = {}
    for entry in entries:
        orders.setdefault(entry.order_id, []).append(entry)
    spends: list[OrderSpend] = []
    for order_id, rows in orders.items():
        if too_small(rows, counting, currency):
            continue
        spends += _spends(order_id, rows, counting, currency)
    return sorted(spends, key=lambda spend: (spend.day, spend.at, spend.order_id))


def _spends(order_id: int, rows: list[Entry], counting: Counting, currency: str) -> list[OrderSpend]:
    days: dict[tuple[date, datetime], int] = {}
    for entry in rows:
        when = placed(entry, counting)
        days[when] = days.get(when, 0) + counted(entry, counting, currency).amount
    spends, total = [], 0
    for (day, at), amount in sorted(days.items()):
        floored = max(amount, -total)
        total += floored
        if floored:
            spends.append(OrderSpend(order_id, day, at, floored))
    return spends
