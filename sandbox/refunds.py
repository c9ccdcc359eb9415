"""Refunds: by lines, of shipping, of duties, of a bare amount, of everything that is left."""

from dataclasses import dataclass, replace
from datetime import datetime

from sandbox.agreements import of_refund
from sandbox.amounts import text
from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.order_money import net, net_payment, outstanding, shipping_net, shipping_tax, tax, units
from sandbox.refund import Adjustment, Refund, RefundLine
from sandbox.refund_payments import PayBack, to_where_it_came_from, transaction
from sandbox.refused import Refused


@dataclass(frozen=True)
class RefundAsk:
    """`amount` is what is paid back; None means what the lines, the shipping and the duties are worth, as
    far as it was paid. With nothing but an amount the order's current totals stay as they are."""

    lines: tuple[tuple[int, int], ...] = ()  # (line id, units)
    shipping: int | None = None  # minor units without tax (with it, where prices hold it)
    shipping_in_full: bool = False
    duties_in_full: bool = False
    amount: int | None = None
    pay_back: tuple[PayBack, ...] = ()  # where the amount goes; empty: to where it came from
    note: str | None = None
    restock_type: str = "no_restock"
    adjustments_in_webhook: bool = True
    reason: str | None = None  # why more or less is paid back than the lines are worth
    allow_more: bool = False  # than was ever paid


def everything(order: Order, amount: int | None = None, note: str | None = None) -> RefundAsk:
    """All that is left of the order; with amount=0 it leaves the order and nothing is paid back."""
    left = tuple((line.id, line.current_quantity) for line in order.lines if line.current_quantity)
    return RefundAsk(left, shipping_in_full=True, duties_in_full=True, amount=amount, note=note)


def refund(ids: Ids, order: Order, ask: RefundAsk, at: datetime) -> Order:
    """Raises Refused for more units or more money than there are."""
    lines = tuple(_line(ids, order, line_id, count, ask) for line_id, count in ask.lines)
    shipping = _shipping(order, ask)
    duties = sum(duty.amount - duty.refunded for duty in order.duties) if ask.duties_in_full else 0
    record = Refund(
        id=ids.take("Refund"),
        created_at=at,
        note=ask.note,
        lines=lines,
        shipping_id=ids.take("RefundShippingLine") if shipping else 0,
        shipping=shipping,
        shipping_tax=_shipping_tax(order, shipping),
        duties=duties,
        restock=ask.restock_type != "no_restock",
        adjustments_in_webhook=ask.adjustments_in_webhook,
    )
    record = _with_payment(ids, order, _taken_from(order, record), record, ask)
    after = _taken_from(order, record)
    return replace(
        after,
        refunds=(*order.refunds, record),
        transactions=(*order.transactions, *record.transactions),
        agreements=(*order.agreements, of_refund(ids, order, record)),
        updated_at=at,
    )


def _line(ids: Ids, order: Order, line_id: int, count: int, ask: RefundAsk) -> RefundLine:
    line = next((row for row in order.lines if row.id == line_id), None)
    if line is None:
        raise Refused(f"The order has no line {line_id}")
    if not 1 <= count <= line.current_quantity:
        raise Refused(f"Of line {line_id} {line.current_quantity} units are left, not {count}")
    subtotal = units(net(line), line, count)
    taxed = units(tax(line, order.taxes_included), line, count)
    return RefundLine(ids.take("RefundLineItem"), line_id, count, subtotal, taxed, ask.restock_type)


def _shipping(order: Order, ask: RefundAsk) -> int:
    left = shipping_net(order.shipping) - (order.shipping.refunded if order.shipping else 0)
    if ask.shipping_in_full:
        return left
    if ask.shipping is not None and not 0 <= ask.shipping <= left:
        raise Refused(f"{text(left, order.currency)} of shipping is left to refund")
    return ask.shipping or 0


def _shipping_tax(order: Order, amount: int) -> int:
    if order.shipping is None:
        return 0
    done = order.shipping.refunded
    included = order.taxes_included
    return shipping_tax(order.shipping, included, done + amount) - shipping_tax(
        order.shipping, included, done
    )


def _taken_from(order: Order, record: Refund) -> Order:
    """The order without what the refund takes out of it; nothing is paid back yet."""
    counts = {row.line_id: row.quantity for row in record.lines}
    shipping = order.shipping
    if shipping is not None:
        shipping = replace(shipping, refunded=shipping.refunded + record.shipping)
    duties = order.duties
    if record.duties:
        duties = tuple(replace(duty, refunded=duty.amount) for duty in duties)
    lines = tuple(replace(row, refunded=row.refunded + counts.get(row.id, 0)) for row in order.lines)
    return replace(order, lines=lines, shipping=shipping, duties=duties)


def _with_payment(ids: Ids, before: Order, taken: Order, record: Refund, ask: RefundAsk) -> Refund:
    """What is paid back, and an adjustment for the part of it that the lines do not explain."""
    owed_before = max(0, -outstanding(before))
    expected = min(max(0, -outstanding(taken)), _worth(before, record))
    paid = net_payment(before)
    amount = min(expected, paid) if ask.amount is None else ask.amount
    if amount > paid and not ask.allow_more:
        shown = text(amount, before.currency), text(paid, before.currency)
        raise Refused(f"Refund amount ${shown[0]} is greater than net payment received ${shown[1]}")
    return replace(
        record,
        adjustments=_adjustments(ids, expected, amount, owed_before, paid, ask.reason),
        transactions=tuple(
            transaction(ids, row, record.created_at)
            for row in ask.pay_back or to_where_it_came_from(before, amount)
        ),
    )


def _adjustments(
    ids: Ids, expected: int, amount: int, owed_before: int, paid: int, given: str | None
) -> tuple[Adjustment, ...]:
    if amount <= expected:
        unexplained = expected - amount
    else:  # an edit may have left something owed already; beyond that it is a gift
        unexplained = -max(0, amount - expected - owed_before)
    if not unexplained:
        return ()
    # What earlier refunds gave away is balanced when the last money goes back.
    balancing = unexplained > 0 and amount == paid
    reason = given or ("FULL_RETURN_BALANCING_ADJUSTMENT" if balancing else "REFUND_DISCREPANCY")
    return (Adjustment(ids.take("OrderAdjustment"), unexplained, reason),)


def _worth(order: Order, record: Refund) -> int:
    goods = sum(row.subtotal for row in record.lines) + record.shipping + record.duties
    taxes = sum(row.tax for row in record.lines) + record.shipping_tax
    return goods if order.taxes_included else goods + taxes
