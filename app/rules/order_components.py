"""The ledger entries that should exist for an order (GAP-LEDGER, GAP-REFUND-DATE; design 4, "Post").

An order is a `sale`, an `edit`, one `refund:<id>` per refund and a `cancel`; together they are what the
order is worth now. Amounts are minor units of the shop's currency, without tax except in `tax`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from app.rules.money import BadAmount, half_up, minor
from app.rules.order_facts import Amounts, OrderFacts, Refund, Snapshot

Payment = Literal["paid", "partial", "unpaid", "test"]

WATERFALL = ("goods", "shipping", "tax", "tips", "duties", "gift_card")
"""Where a refund that nobody split is taken from: goods first, never more of anything than is left."""

_PAID = frozenset({"paid", "partially_refunded", "refunded"})

_ONE_ACT = timedelta(minutes=1)
"""Cancelling takes the lines out by a refund record of its own, made within this time."""

Vector = dict[str | None, tuple[int, int]]
"""Goods and tax by product."""


@dataclass(frozen=True, slots=True)
class ProductLine:
    product: str | None
    goods: int
    tax: int


@dataclass(frozen=True, slots=True)
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

    left = order.ordered + edit
    left_lines = _sum(sale_lines, edit_lines)
    owed = max(0, -edit.total)
    returned = (0, 0)
    for refund in sorted(facts.refunds.values(), key=lambda r: (r.occurred_at, r.refund_id)):
        paid_back, returned = _paid_back(order, refund, returned)
        taken, owed = _taken(order, refund, paid_back, left, owed)
        lines = _spread(_refund_lines(order, refund), left_lines, taken)
        add(f"refund:{refund.refund_id}", -taken, _negative(lines), refund.occurred_at)
        left, left_lines = left - taken, _sum(left_lines, _negative(lines))
    if order.refunded:
        taken = _waterfall(order.refunded, left)
        lines = _spread({}, left_lines, taken)
        add("refund:csv", -taken, _negative(lines), order.occurred_at)
        left, left_lines = left - taken, _sum(left_lines, _negative(lines))

    if order.source != "csv" and _nothing_stays_paid(order):
        gone = replace(left, beyond=0)
        add("cancel", -gone, _negative(left_lines), order.cancelled_at or order.occurred_at)
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
            _add(vector, line.product, take_goods, take_tax)
            goods, tax = goods - take_goods, tax - take_tax
    return _balanced(vector, order.ordered.goods)


def _edit(order: Snapshot, refunds: Iterable[Refund], sale_lines: Vector) -> tuple[Amounts, Vector]:
    """What edits changed: what is current, plus what known refunds returned, less what was ordered."""
    if order.current is None:
        return Amounts(), {}
    full = _lines_at(order, {line.line_id: line.quantity for line in order.lines})
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
        lines = _lines_at(order, {line.line_id: line.current_quantity for line in order.lines})
        for refund in known:
            edit, lines = edit + _explained(order, refund), _sum(lines, _refund_lines(order, refund))
        # An edit adds no more than its lines do, or a body that contradicts itself would raise a tier.
        # What is current says nothing of tips: they cannot be edited.
        goods = max(-order.ordered.goods, min(edit.goods, added.goods))
        edit = replace(edit, goods=goods, tax=min(edit.tax, added.tax), tips=0)
    if not edit:
        return edit, {}
    return edit, _balanced(_sum(lines, _negative(sale_lines)), edit.goods)


def _emptied_by_refund(cancelled_at: datetime, known: list[Refund]) -> bool:
    return any(refund.lines and refund.occurred_at >= cancelled_at - _ONE_ACT for refund in known)


def _explained(order: Snapshot, refund: Refund) -> Amounts:
    """The part that a refund's lines, shipping, duties and tips explain; it lowers the current amounts."""
    gift_lines = {line.line_id for line in order.lines if line.gift_card}
    inside = order.taxes_included
    goods = sum(r.subtotal - (r.tax if inside else 0) for r in refund.lines if r.line_id not in gift_lines)
    return Amounts(
        goods=goods,
        tax=sum(r.tax for r in refund.lines) + refund.shipping_tax,
        shipping=refund.shipping - (refund.shipping_tax if inside else 0),
        duties=refund.duties,
        tips=refund.tips,
        gift_card=sum(r.subtotal for r in refund.lines if r.line_id in gift_lines),
    )


def _paid_back(
    order: Snapshot, refund: Refund, returned: tuple[int, int]
) -> tuple[int | None, tuple[int, int]]:
    """Money that went back, in the shop's currency; None where the refund names no payment we can read.

    Presentment money is converted cumulatively at the order's own rate, so that returning all of it is
    returning exactly what was paid (GAP-CURRENCY). `returned` is the presentment money of earlier refunds,
    and what it came to. It was rounded when it was paid: as long as it fits the parts that the refund names
    in the shop's own money, those are exact and it is not.
    """
    if refund.unsettled:
        return 0, returned
    if not refund.paid_back:
        # Cancelling lists every line as returned, paid back or not; what stays paid is what counts.
        return (0 if order.cancelled_at else None), returned
    same = [_same_money(code, amount, order.currency) for code, amount in refund.paid_back]
    shown = [
        minor(amount, code)
        for code, amount in refund.paid_back
        if code == order.presentment and code != order.currency
    ]
    total = sum(each for each in same if each is not None)
    if shown:
        shop_per, presentment_per = order.rate
        money, came_to = returned[0] + sum(shown), returned[1]
        total += half_up(money * shop_per, presentment_per) - came_to
        named = _explained(order, refund).total + _told(refund)
        if named and abs(total - named) <= shop_per // presentment_per + 2:
            total = named
        returned = (money, came_to + total)
    elif all(each is None for each in same):
        return None, returned
    return total, returned


def _same_money(code: str, amount: str, currency: str) -> int | None:
    """Minor units of an amount in the order's currency, or in none named; None for any other money."""
    if code not in ("", currency):
        return None
    try:
        return minor(amount, currency)
    except BadAmount:
        return None


def _told(refund: Refund) -> int:
    return (refund.adjustment or 0) + refund.adjustment_tax


def _taken(
    order: Snapshot, refund: Refund, paid_back: int | None, left: Amounts, owed: int
) -> tuple[Amounts, int]:
    """What the refund takes from the order: what its lines explain, corrected to the money that went back.

    `owed` is money that edits freed and nobody has paid back yet: paying it back takes nothing more.
    """
    explained = _explained(order, refund)
    told = _told(refund)
    rest = told if paid_back is None else paid_back - explained.total
    settled = min(owed, max(0, rest if refund.adjustment is None else rest - told))
    rest -= settled
    if rest < 0 and paid_back and refund.adjustment is None and not refund.in_part:
        # Less went back than the lines are worth, and nobody calls it a discrepancy: the rest was set off
        # against what the customer still had to pay for, such as a line that an edit added.
        rest = 0
    taken = _capped(explained, left)
    if rest <= 0:
        return taken - _given_back(-rest, taken), owed - settled
    extra_tax = max(0, min(refund.adjustment_tax, rest, left.tax - taken.tax))
    taken = taken + Amounts(tax=extra_tax)
    return taken + _waterfall(rest - extra_tax, left - taken), owed - settled


def _capped(wanted: Amounts, left: Amounts) -> Amounts:
    """No more of anything than the order still holds, and never less than nothing; the rest is `beyond`."""
    kept = {name: max(0, min(getattr(wanted, name), getattr(left, name))) for name in WATERFALL}
    return Amounts(**kept, beyond=wanted.total - sum(kept.values()))


def _given_back(amount: int, taken: Amounts) -> Amounts:
    """Money kept of what the lines were worth: first what the order did not hold any more."""
    beyond = max(0, min(amount, taken.beyond))
    return Amounts(beyond=beyond) + _waterfall(amount - beyond, taken)


def _waterfall(amount: int, left: Amounts) -> Amounts:
    parts = {}
    for name in WATERFALL:
        parts[name] = min(amount, max(0, getattr(left, name)))
        amount -= parts[name]
    return Amounts(**parts, beyond=amount)


def _lines_at(order: Snapshot, quantities: dict[int, int]) -> Vector:
    vector: Vector = {}
    for line in order.lines:
        if not line.gift_card and line.quantity:
            kept = quantities[line.line_id]
            goods, tax = half_up(line.goods * kept, line.quantity), half_up(line.tax * kept, line.quantity)
            _add(vector, line.product, goods, tax)
    return vector


def _refund_lines(order: Snapshot, refund: Refund) -> Vector:
    products = {line.line_id: line.product for line in order.lines if not line.gift_card}
    vector: Vector = {}
    for line in refund.lines:
        if line.line_id in products:
            goods = line.subtotal - (line.tax if order.taxes_included else 0)
            _add(vector, products[line.line_id], goods, line.tax)
    return vector


def _spread(named: Vector, left: Vector, taken: Amounts) -> Vector:
    """The goods taken by product: as the refund names them, the rest in proportion to what is left."""
    rest = taken.goods - sum(goods for goods, _ in named.values())
    open_goods = {p: goods - named.get(p, (0, 0))[0] for p, (goods, _) in left.items()}
    pool = sum(goods for goods in open_goods.values() if goods > 0)
    vector = dict(named)
    if rest > 0 and pool > 0:
        shares: Vector = {p: (half_up(rest * g, pool), 0) for p, g in open_goods.items() if g > 0}
        vector = _sum(vector, shares)
    return _balanced(vector, taken.goods)


def _balanced(vector: Vector, goods: int) -> Vector:
    """The same lines with their goods summing to `goods`: the difference goes to the largest line."""
    rest = goods - sum(each for each, _ in vector.values())
    if rest:
        largest = max(vector, key=lambda product: (vector[product][0], str(product)), default=None)
        vector = _sum(vector, {largest: (rest, 0)})
    return vector


def _sum(one: Vector, other: Vector) -> Vector:
    total = dict(one)
    for product, (goods, tax) in other.items():
        _add(total, product, goods, tax)
    return total


def _add(vector: Vector, product: str | None, goods: int, tax: int) -> None:
    """Changes a vector that is still being built."""
    known = vector.get(product, (0, 0))
    vector[product] = (known[0] + goods, known[1] + tax)


def _negative(vector: Vector) -> Vector:
    return {product: (-goods, -tax) for product, (goods, tax) in vector.items()}
