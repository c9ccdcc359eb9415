"""The lines of an order as webhooks show them: what was bought, and its shipping."""

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from app.rules.order_facts import Line
from webhooks.bodies import Id
from webhooks.body_discounts import Allocation
from webhooks.body_money import NULL, MoneySet, amount, money, stands
from webhooks.order_money import Priced, line_goods


class TaxLine(msgspec.Struct):
    price: msgspec.Raw = NULL
    price_set: MoneySet | None = None


class LineBody(msgspec.Struct):
    id: Id
    quantity: int
    price: msgspec.Raw = NULL
    price_set: MoneySet | None = None
    current_quantity: int | None = None
    product_id: Id | None = None
    gift_card: bool = False
    total_discount: msgspec.Raw = NULL
    discount_allocations: list[Allocation] | None = None
    tax_lines: list[TaxLine] = []
    tip: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    """Present, whatever its value, on the lines that are tips."""
    tip_payment_gateway: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    @property
    def is_tip(self) -> bool:
        return self.tip is not msgspec.UNSET or self.tip_payment_gateway is not msgspec.UNSET


class ShippingLine(msgspec.Struct):
    price: msgspec.Raw = NULL
    price_set: MoneySet | None = None
    discounted_price: msgspec.Raw = NULL
    discounted_price_set: MoneySet | None = None
    discount_allocations: list[Allocation] = []
    tax_lines: list[TaxLine] = []


def lines_of(bodies: list[LineBody], subtotal: int, currency: str, inside: bool) -> tuple[Line, ...]:
    """What was bought. Old bodies name no share of an order's discount: what the subtotal lacks comes off
    the largest line."""
    lines = tuple(_line(each, currency, inside) for each in bodies if not each.is_tip)
    if any(each.discount_allocations is not None for each in bodies):
        return lines
    missing = (
        sum(line.goods + (line.tax if inside and not line.gift_card else 0) for line in lines) - subtotal
    )
    if missing <= 0 or not lines:
        return lines
    largest = max(lines, key=lambda line: (line.goods, -line.line_id))
    return tuple(replace(line, goods=line.goods - missing) if line is largest else line for line in lines)


def shipping_of(bodies: list[ShippingLine], currency: str) -> Priced:
    price = sum(_shipping_price(each, currency) for each in bodies)
    return Priced(price, sum(_tax(each.tax_lines, currency) for each in bodies))


def _line(body: LineBody, currency: str, inside: bool) -> Line:
    price = money(body.price_set, body.price, currency) * body.quantity
    if body.discount_allocations is None:
        price -= amount(body.total_discount, currency)
    else:
        price -= sum(money(each.amount_set, each.amount, currency) for each in body.discount_allocations)
    tax = _tax(body.tax_lines, currency)
    return Line(
        line_id=body.id,
        product=str(body.product_id) if body.product_id else None,
        quantity=body.quantity,
        current_quantity=body.quantity if body.current_quantity is None else body.current_quantity,
        goods=line_goods(price, tax, gift_card=body.gift_card, inside=inside),
        tax=tax,
        gift_card=body.gift_card,
    )


def _shipping_price(body: ShippingLine, currency: str) -> int:
    if stands(body.discounted_price) or body.discounted_price_set is not None:
        return money(body.discounted_price_set, body.discounted_price, currency)
    return money(body.price_set, body.price, currency)


def _tax(bodies: Iterable[TaxLine], currency: str) -> int:
    return sum(money(each.price_set, each.price, currency) for each in bodies)
