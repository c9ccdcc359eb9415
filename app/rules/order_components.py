"""The ledger entries that should exist for an order (GAP-LEDGER, GAP-REFUND-DATE; design 4, "Post").

An order is a `sale`, an `edit`, one `refund:<id>` per refund and a `cancel`; together they are what the
order is worth now. Amounts are minor units of the shop's currency, without tax except in `tax`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from app.rules.amounts import Amounts
from app.rules.order_facts import OrderFacts, Refund, Snapshot
from app.rules.product_lines import Vector, add_to, balanced, lines_at, negative, refund_lines, spread, summed
from app.rules.refund_share import explained, paid_back, taken_by, waterfall
from app.rules.value import value

Payment = Literal["paid", "partial", "unpaid", "test"]

_PAID = frozenset({"paid", "partially_refunded", "refunded"})

_ONE_ACT = timedelta(minutes=1)
"""Cancelling takes the lines out by a refund record of its own, made within this time."""


@value
class ProductLine:
    product: str | None
    goods: int
    tax: int


@value
class Component:
    """One entry that should exist. `occurred_at` is its own instant, `ordered_at` the order's."""

    component: str
    payment: Payment
    currency: str
    amounts: Amounts
    lines: tuple[ProductLine, ...]
    occurred_at: datetime
    ordered_at: datetime


def components(facts: OrderFacts) -> tuple[Component, ...]:
    """The entries of an order; none while only a refund or an edit of it is known, and none once deleted."""
    order = facts.snapshot
    if order is None or facts.deleted:
        return ()
    payment = payment_of(order)
    made: list[Component] = []

    def add(name: str, amounts: Amounts, lines: Vector, at: datetime) -> None:
        if amounts:
            rows = tuple(ProductLine(product, *lines[product]) for product in lines if any(lines[product]))
            made.append(Component(name, payment, order.currency, amounts, rows, at, order.occurred_at))

    sale_lines = _ordered_lines(order)
    add("sale", order.ordered, sale_lines, order.occurred_at)

    edit, edit_lines = _edit(order, facts.refunds.values(), sale_lines)
    add("edit", edit, edit_lines, order.occurred_at)

    cancelled = order.source != "csv" and _nothing_stays_paid(order)
    if not facts.refunds and not order.refunded and not cancelled:
        return tuple(made)  # as nearly every order is: nothing was given back

    left = order.ordered + edit
    left_lines = summed(sale_lines, edit_lines)
    owed = max(0, -edit.total)
    returned = (0, 0)
    for refund in sorted(facts.refunds.values(), key=lambda r: (r.occurred_at, r.refund_id)):
        money, returned = paid_back(order, refund, returned)
        taken, owed = taken_by(order, refund, money, left, owed)
        lines = spread(refund_lines(order, refund), left_lines, taken)
        add(f"refund:{refund.refund_id}", -taken, negative(lines), refund.occurred_at)
        left, left_lines = left - taken, summed(left_lines, negative(lines))
    if order.refunded:
        taken = waterfall(order.refunded, left)
        lines = spread({}, left_lines, taken)
        add("refund:csv", -taken, negative(lines), order.occurred_at)
        left, left_lines = left - taken, summed(left_lines, negative(lines))

    if cancelled:
        gone = replace(left, beyond=0)
        add("cancel", -gone, negative(left_lines), order.cancelled_at or order.occurred_at)
    return tuple(made)


def _nothing_stays_paid(order: Snapshot) -> bool:
    """An order export tells the sum of its refunds exactly; other sources say it by the state of payment."""
    return order.payment == "refunded" or (
        order.cancelled_at is not None and order.payment not in ("paid", "partially_refunded")
    )


def payment_of(order: Snapshot) -> Payment:
    if order.test:
        return "test"
    if order.payment in _PAID:
        return "paid"
    return "partial" if order.payment == "partially_paid" else "unpaid"


def _ordered_lines(order: Snapshot) -> Vector:
    """The lines of the sale; lines that an edit added have the highest ids and find no room in `ordered`."""
    vector: Vector = {}
    goods, tax = order.ordered.goods, order.ordered.tax
    for line in sorted(order.lines, key=lambda each: each.line_id):
        if not line.gift_card:
            take_goods, take_tax = min(line.goods, goods), min(line.tax, tax)
            add_to(vector, line.product, take_goods, take_tax)
            goods, tax = goods - take_goods, tax - take_tax
    return balanced(vector, order.ordered.goods)


def _edit(order: Snapshot, refunds: Iterable[Refund], sale_lines: Vector) -> tuple[Amounts, Vector]:
    """What edits changed: what is current, plus what known refunds returned, less what was ordered."""
    if order.current is None:
        return Amounts(), {}
    full = lines_at(order, {line.line_id: line.quantity for line in order.lines})
    added = Amounts(
        goods=max(0, sum(goods for goods, _ in full.values()) - order.ordered.goods),
        tax=max(0, sum(tax for _, tax in full.values()) - order.ordered.tax),
    )
    known = [refund for refund in refunds if refund.refund_id in order.refund_ids]
    if order.cancelled_at and not _emptied_by_refund(order.cancelled_at, known):
        # Cancelling emptied the current amounts, so only what was added can still be told from the lines.
        edit, lines = Amounts(goods=added.goods), full
    else:
        edit = order.current - order.ordered
        lines = lines_at(order, {line.line_id: line.current_quantity for line in order.lines})
        for refund in known:
            edit, lines = edit + explained(order, refund), summed(lines, refund_lines(order, refund))
        # An edit adds no more than its lines do, or a body that contradicts itself would raise a tier.
        # What is current says nothing of tips: they cannot be edited.
        goods = max(-order.ordered.goods, min(edit.goods, added.goods))
        edit = replace(edit, goods=goods, tax=min(edit.tax, added.tax), tips=0)
    if not edit:
        return edit, {}
    return edit, balanced(summed(lines, negative(sale_lines)), edit.goods)


def _emptied_by_refund(cancelled_at: datetime, known: list[Refund]) -> bool:
    return any(refund.lines and refund.occurred_at >= cancelled_at - _ONE_ACT for refund in known)
