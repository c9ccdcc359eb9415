"""An order as webhooks show it → `OrderFacts`.

Only what is read is listed. Money stays the text it came as until it is minor units; no float on the way.
"""

from collections.abc import Iterable
from dataclasses import astuple, replace

import msgspec

from app.errors import Unreadable
from app.ledger.people import Contact, contact
from app.rules.money import currency_code
from app.rules.order_facts import PAYMENT_RANK, Amounts, Line, OrderFacts, Refund, Snapshot, Source
from webhooks.bodies import Id, Instant, in_our_time, order_name
from webhooks.body_money import NULL, MoneySet, amount, keepable, money, stands
from webhooks.refund_body import RefundBody, refund_of
from webhooks.shipping_left import shipping_left

MAX_LINES = 10_000


class TaxLine(msgspec.Struct):
    price: msgspec.Raw = NULL
    price_set: MoneySet | None = None


class Allocation(msgspec.Struct):
    amount: msgspec.Raw = NULL
    amount_set: MoneySet | None = None


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
    tax_lines: list[TaxLine] = []


class CustomerBody(msgspec.Struct):
    id: Id | None = None
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None


class OrderBody(msgspec.Struct):
    id: Id
    created_at: Instant
    currency: str
    updated_at: Instant | None = None
    processed_at: Instant | None = None
    cancelled_at: Instant | None = None
    name: str | None = None
    email: str | None = None
    presentment_currency: str | None = None
    financial_status: str | None = None
    test: bool = False
    taxes_included: bool = False
    customer: CustomerBody | None = None
    subtotal_price: msgspec.Raw = NULL
    subtotal_price_set: MoneySet | None = None
    total_price_set: MoneySet | None = None
    total_tax: msgspec.Raw = NULL
    total_tax_set: MoneySet | None = None
    total_tip_received: msgspec.Raw = NULL
    original_total_duties_set: MoneySet | None = None
    current_subtotal_price: msgspec.Raw = NULL
    current_subtotal_price_set: MoneySet | None = None
    current_total_tax: msgspec.Raw = NULL
    current_total_tax_set: MoneySet | None = None
    current_shipping_price_set: MoneySet | None = None
    current_total_duties_set: MoneySet | None = None
    line_items: list[LineBody] = []
    shipping_lines: list[ShippingLine] = []
    refunds: list[RefundBody] = []


_decoder = msgspec.json.Decoder(OrderBody, strict=False)


def read(raw: bytes) -> tuple[OrderFacts, Contact | None]:
    """The facts of an order body, and whom it says the buyer is. Raises Unreadable."""
    try:
        body = _decoder.decode(raw)
        return facts_of(body, "webhook"), contact_of(body)
    except (ValueError, OverflowError) as problem:
        raise Unreadable(f"The order cannot be understood: {problem}") from problem


def contact_of(body: OrderBody) -> Contact | None:
    customer = body.customer
    if customer is None or customer.id is None:
        guest = contact(None, body.email)
        return guest if guest.email else None
    name = " ".join(filter(None, (customer.first_name, customer.last_name)))
    return contact(customer.id, customer.email, name)


def facts_of(body: OrderBody, source: Source) -> OrderFacts:
    currency = currency_code(body.currency)
    if body.financial_status and body.financial_status not in PAYMENT_RANK:
        raise Unreadable(f"The financial status {body.financial_status!r} is not known")
    if len(body.line_items) > MAX_LINES:
        raise Unreadable(f"The order has more than {MAX_LINES} lines")
    inside = body.taxes_included
    lines = tuple(_line(each, currency, inside) for each in body.line_items if not each.is_tip)
    if not any(each.discount_allocations is not None for each in body.line_items):
        lines = _with_order_discount(
            lines, money(body.subtotal_price_set, body.subtotal_price, currency), inside
        )
    refunds = {each.id: refund_of(each, currency, source) for each in body.refunds}
    ordered = _ordered(body, lines, currency)
    keepable(*astuple(ordered), *(each.goods for each in lines))
    snapshot = Snapshot(
        updated_at=body.updated_at or body.created_at,
        source=source,
        name=order_name(body.name or f"#{body.id}"),
        occurred_at=in_our_time(body.processed_at or body.created_at),
        currency=currency,
        payment=body.financial_status or "pending",
        ordered=ordered,
        lines=lines,
        current=_current(body, lines, refunds.values(), currency),
        refund_ids=tuple(sorted(refunds)),
        customer=body.customer.id if body.customer else None,
        test=body.test,
        cancelled_at=body.cancelled_at,
        taxes_included=inside,
        presentment=body.presentment_currency or currency,
        rate=_rate(body, currency),
    )
    return OrderFacts(body.id, snapshot, refunds)


def _line(body: LineBody, currency: str, inside: bool) -> Line:
    price = money(body.price_set, body.price, currency) * body.quantity
    if body.discount_allocations is None:
        price -= amount(body.total_discount, currency)
    else:
        price -= sum(money(each.amount_set, each.amount, currency) for each in body.discount_allocations)
    tax = sum(money(each.price_set, each.price, currency) for each in body.tax_lines)
    current = body.quantity if body.current_quantity is None else body.current_quantity
    return Line(
        line_id=body.id,
        product=str(body.product_id) if body.product_id else None,
        quantity=body.quantity,
        current_quantity=current,
        goods=price - (tax if inside and not body.gift_card else 0),
        tax=tax,
        gift_card=body.gift_card,
    )


def _with_order_discount(lines: tuple[Line, ...], subtotal: int, inside: bool) -> tuple[Line, ...]:
    """Old bodies name no share of an order's discount: what the subtotal lacks comes off the largest line."""
    missing = (
        sum(line.goods + (line.tax if inside and not line.gift_card else 0) for line in lines) - subtotal
    )
    if missing <= 0 or not lines:
        return lines
    largest = max(lines, key=lambda line: (line.goods, -line.line_id))
    return tuple(replace(line, goods=line.goods - missing) if line is largest else line for line in lines)


def _ordered(body: OrderBody, lines: tuple[Line, ...], currency: str) -> Amounts:
    subtotal = money(body.subtotal_price_set, body.subtotal_price, currency)
    tax = money(body.total_tax_set, body.total_tax, currency)
    shipping_tax = _shipping_tax(body, currency)
    gift_cards = max(0, min(subtotal, sum(line.goods for line in lines if line.gift_card)))
    inside = body.taxes_included
    return Amounts(
        goods=subtotal - gift_cards - (tax - shipping_tax if inside else 0),
        tax=tax,
        shipping=_shipping(body, currency) - (shipping_tax if inside else 0),
        duties=money(body.original_total_duties_set, NULL, currency),
        tips=amount(body.total_tip_received, currency),
        gift_card=gift_cards,
    )


def _current(
    body: OrderBody, lines: tuple[Line, ...], refunds: Iterable[Refund], currency: str
) -> Amounts | None:
    """What returns and edits left. Bodies before 2021 do not say."""
    if not stands(body.current_subtotal_price) and body.current_subtotal_price_set is None:
        return None
    subtotal = money(body.current_subtotal_price_set, body.current_subtotal_price, currency)
    tax = money(body.current_total_tax_set, body.current_total_tax, currency)
    pair = body.current_shipping_price_set
    told = None if pair is None else money(pair, NULL, currency)
    full, full_tax = _shipping(body, currency), _shipping_tax(body, currency)
    shipping, shipping_tax = shipping_left(full, full_tax, told, refunds)
    left = [line for line in lines if line.gift_card and line.quantity]
    gift_cards = max(
        0, min(subtotal, sum(line.goods * line.current_quantity // line.quantity for line in left))
    )
    inside = body.taxes_included
    return Amounts(
        goods=subtotal - gift_cards - (tax - shipping_tax if inside else 0),
        tax=tax,
        shipping=shipping - (shipping_tax if inside else 0),
        duties=money(body.current_total_duties_set, NULL, currency),
        tips=amount(body.total_tip_received, currency),
        gift_card=gift_cards,
    )


def _shipping(body: OrderBody, currency: str) -> int:
    total = 0
    for line in body.shipping_lines:
        discounted = stands(line.discounted_price) or line.discounted_price_set is not None
        pair = line.discounted_price_set if discounted else line.price_set
        total += money(pair, line.discounted_price if discounted else line.price, currency)
    return total


def _shipping_tax(body: OrderBody, currency: str) -> int:
    taxes = [tax for line in body.shipping_lines for tax in line.tax_lines]
    return sum(money(tax.price_set, tax.price, currency) for tax in taxes)


def _rate(body: OrderBody, currency: str) -> tuple[int, int]:
    """The order's own rate: its total in the shop's money over its total in presentment money."""
    pair, presentment = body.total_price_set, body.presentment_currency
    if pair is None or not presentment or presentment == currency:
        return (1, 1)
    shop = amount(pair.shop_money.amount, currency)
    shown = amount(pair.presentment_money.amount, currency_code(presentment))
    return (shop, shown) if shop > 0 and shown > 0 else (1, 1)
