"""The money of an order: what its lines, its shipping and the whole are worth, at first and now.

The totals called original keep what edits added and what was taken back later; the current ones follow
(recorded: after an edit took one of two units, subtotalPriceSet kept 200.0 and currentSubtotalPriceSet
was 100.0; after an edit added a line, totalPriceSet rose with it).
"""

from dataclasses import dataclass
from decimal import Decimal

from sandbox.amounts import part, ratio
from sandbox.order import Line, Order, ShippingLine
from sandbox.transaction import capturable, received, refunded


@dataclass(frozen=True)
class Totals:
    line_items: int  # price × quantity
    discounts: int
    subtotal: int  # lines after discounts, without tips; holds tax where prices do
    shipping: int  # after discounts
    tax: int
    duties: int
    tips: int
    total: int


def discount(line: Line | ShippingLine) -> int:
    return sum(a.amount for a in line.allocations)


def net(line: Line) -> int:
    """All units after all discounts."""
    return line.price * line.quantity - discount(line)


def tax_in(amount: int, rate: Decimal, included: bool) -> int:
    """The tax on an amount, or the tax already inside it."""
    if not rate:
        return 0
    numerator, denominator = rate.as_integer_ratio()
    return ratio(amount, numerator, denominator + numerator if included else denominator)


def tax(line: Line, included: bool) -> int:
    return tax_in(net(line), line.tax_rate, included)


def units(total: int, line: Line, count: int) -> int:
    """The share of `total` that the next `count` units to go carry: all units together carry all of it."""
    return part(total, line.gone + count, line.quantity) - part(total, line.gone, line.quantity)


def shipping_net(shipping: ShippingLine | None) -> int:
    return shipping.price - discount(shipping) if shipping else 0


def shipping_tax(shipping: ShippingLine | None, included: bool, of: int | None = None) -> int:
    """The tax on the shipping, or on `of` minor units of it."""
    if shipping is None:
        return 0
    whole = shipping_net(shipping)
    full = tax_in(whole, shipping.tax_rate, included)
    return full if of is None else part(full, of, whole)


def original(order: Order) -> Totals:
    goods = [line for line in order.lines if not line.tip]
    included = order.taxes_included
    return _totals(
        order,
        line_items=sum(line.price * line.quantity for line in goods),
        discounts=sum(discount(line) for line in goods) + (discount(order.shipping) if order.shipping else 0),
        subtotal=sum(net(line) for line in goods),
        shipping=shipping_net(order.shipping),
        tax=sum(tax(line, included) for line in goods) + shipping_tax(order.shipping, included),
        duties=sum(duty.amount for duty in order.duties),
        tips=sum(net(line) for line in order.lines if line.tip),
    )


def current(order: Order) -> Totals:
    goods = [line for line in order.lines if not line.tip]
    included = order.taxes_included
    shipped = order.shipping.refunded if order.shipping else 0
    taxed_back = shipping_tax(order.shipping, included, of=shipped)
    return _totals(
        order,
        line_items=sum(line.price * line.current_quantity for line in goods),
        discounts=sum(_left(discount(line), line) for line in goods)
        + (discount(order.shipping) if order.shipping else 0),
        subtotal=sum(_left(net(line), line) for line in goods),
        shipping=shipping_net(order.shipping) - shipped,
        tax=sum(_left(tax(line, included), line) for line in goods)
        + shipping_tax(order.shipping, included)
        - taxed_back,
        duties=sum(duty.amount - duty.refunded for duty in order.duties),
        tips=sum(_left(net(line), line) for line in order.lines if line.tip),
    )


def net_payment(order: Order) -> int:
    return received(order.transactions) - refunded(order.transactions)


def discrepancy(order: Order) -> int:
    """Over all refunds: positive is the merchant's favour."""
    return sum(a.amount for r in order.refunds for a in r.adjustments)


def outstanding(order: Order) -> int:
    """Still to pay, or, below nought, owed to the customer."""
    if order.cancelled_at is not None and not received(order.transactions):
        return 0
    authorized = capturable(order.transactions)
    return current(order).total + discrepancy(order) - net_payment(order) - authorized


def financial_status(order: Order) -> str:
    if order.told_status is not None:
        return order.told_status
    got, back = received(order.transactions), refunded(order.transactions)
    if not got and order.cancelled_at is not None:
        return "voided"
    if not got and capturable(order.transactions):
        return "authorized"
    if not got:
        return "pending" if current(order).total > 0 else "paid"
    if back:
        return "refunded" if back >= got else "partially_refunded"
    return "partially_paid" if outstanding(order) > 0 else "paid"


def _left(total: int, line: Line) -> int:
    return total - part(total, line.gone, line.quantity)


def _totals(order: Order, **sums: int) -> Totals:
    total = sums["subtotal"] + sums["shipping"] + sums["duties"] + sums["tips"]
    return Totals(**sums, total=total if order.taxes_included else total + sums["tax"])
