"""The platform's own ledger of an order: agreements and their sales. A row that was written never changes.

Over all agreements the totals add up to what the customer owes or has paid: the current total of the
order, plus what refunds paid apart from their lines (assumed; the schema names the parts and the signs).
"""

from collections.abc import Iterable
from datetime import datetime

from sandbox.ids import Ids
from sandbox.order import Edit, Line, Order
from sandbox.order_money import discount, net, shipping_net, shipping_tax, tax, units
from sandbox.refund import Refund
from sandbox.sale import Agreement, Sale


def of_order(ids: Ids, order: Order) -> Agreement:
    sales = [_sold(ids, order, line) for line in order.lines]
    if order.shipping is not None:
        taxed = shipping_tax(order.shipping, order.taxes_included)
        given = discount(order.shipping)
        sales.append(_sale(ids, order, "SHIPPING", 1, shipping_net(order.shipping), taxed, given))
    sales += [_sale(ids, order, "DUTY", None, duty.amount, 0, line_id=duty.line_id) for duty in order.duties]
    return _agreement(ids, "ORDER", order.processed_at, sales)


def of_edit(ids: Ids, before: Order, after: Order, edit: Edit) -> Agreement:
    added = {line_id for line_id, _ in edit.additions}
    sales = [_sold(ids, after, line) for line in after.lines if line.id in added]
    lines = {line.id: line for line in before.lines}
    sales += [_taken(ids, before, lines[line_id], count) for line_id, count in edit.removals]
    return _agreement(ids, "ORDER_EDIT", edit.committed_at, sales)


def of_refund(ids: Ids, before: Order, refund: Refund) -> Agreement:
    lines = {line.id: line for line in before.lines}
    sales = [_taken(ids, before, lines[row.line_id], row.quantity) for row in refund.lines]
    if refund.shipping_id:
        sales.append(_sale(ids, before, "SHIPPING", -1, -refund.shipping, -refund.shipping_tax))
    if refund.duties:
        duty = before.duties[0]
        sales.append(_sale(ids, before, "DUTY", None, -refund.duties, 0, line_id=duty.line_id))
    for row in refund.adjustments:
        sales.append(Sale(ids.take("Sale"), "ADJUSTMENT", "RETURN", None, row.amount, 0))
    return _agreement(ids, "REFUND", refund.created_at, sales, refund.id)


def _sold(ids: Ids, order: Order, line: Line) -> Sale:
    taxed = tax(line, order.taxes_included)
    return _sale(ids, order, _kind(line), line.quantity, net(line), taxed, discount(line), line.id)


def _taken(ids: Ids, order: Order, line: Line, count: int) -> Sale:
    worth = -units(net(line), line, count)
    taxed = -units(tax(line, order.taxes_included), line, count)
    given = -units(discount(line), line, count)
    return _sale(ids, order, _kind(line), -count, worth, taxed, given, line.id)


def _sale(
    ids: Ids,
    order: Order,
    kind: str,
    count: int | None,
    worth: int,
    taxed: int,
    given: int = 0,
    line_id: int | None = None,
) -> Sale:
    total = worth if order.taxes_included else worth + taxed
    action = "RETURN" if worth < 0 or (count or 0) < 0 else "ORDER"
    return Sale(ids.take("Sale"), kind, action, count, total, taxed, given, line_id)


def _kind(line: Line) -> str:
    return "TIP" if line.tip else "GIFT_CARD" if line.gift_card else "PRODUCT"


def _agreement(
    ids: Ids, reason: str, at: datetime, sales: Iterable[Sale], refund_id: int | None = None
) -> Agreement:
    return Agreement(ids.take("SalesAgreement"), reason, at, tuple(sales), refund_id)
