"""An order as webhooks show it → `OrderFacts`.

Only what is read is listed. Money stays the text it came as until it is minor units; no float on the way.
"""

import re
from collections.abc import Iterable

import msgspec

from app.errors import Unreadable
from app.ledger.people import Contact, contact
from app.rules.amounts import Amounts
from app.rules.applied_discounts import AppliedDiscount
from app.rules.money import currency_code
from app.rules.order_facts import Line, OrderFacts, Refund, Snapshot
from app.rules.order_labels import label, tags_of
from app.rules.said import said
from webhooks.bodies import Id, Instant, in_our_time, order_name, payment_state, why
from webhooks.body_discounts import ApplicationBody, CodeBody, from_codes, listed
from webhooks.body_money import NULL, MoneySet, amount, money, stands
from webhooks.buyer import full_name, guest
from webhooks.line_body import LineBody, ShippingLine, lines_of, shipping_of
from webhooks.order_money import Priced, Sums, left, ordered, own_rate, shipping_left
from webhooks.refund_body import RefundBody, refund_of

MAX_LINES = 10_000
STATUS_PAGE = re.compile(r"https://[^/]+/([0-9]{1,19})/orders/", re.ASCII)
"""The address of an order's status page holds the number of its shop."""


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
    order_status_url: str | None = None
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
    tags: str | None = None
    source_name: str | None = None
    total_discounts: msgspec.Raw = NULL
    discount_applications: list[ApplicationBody] | None = None
    discount_codes: list[CodeBody] = []
    line_items: list[LineBody] = []
    shipping_lines: list[ShippingLine] = []
    refunds: list[RefundBody] = []


_decoder = msgspec.json.Decoder(OrderBody, strict=False)


def read(raw: bytes, shop_number: int | None = None) -> tuple[OrderFacts, Contact | None]:
    """The facts of an order body, and whom it says the buyer is. Raises Unreadable.

    The shop stands in a header, and headers are not signed: the body of one store can be sent again under
    another's name. Where the body has another number than the shop's own, if that is known, nothing is
    taken from it: like an edit it only says that the order must be read, and the platform shows a store
    its own orders alone. No documentation promises the number, so the body is not refused for it.
    """
    try:
        body = _decoder.decode(raw)
        if _names_another(body, shop_number):
            return OrderFacts(body.id, edited_at=in_our_time(body.updated_at or body.created_at)), None
        return _facts(body), _contact(body)
    except (ValueError, OverflowError) as problem:
        raise Unreadable(
            said("The order cannot be understood: %(problem)s", problem=why(problem))
        ) from problem


def _names_another(body: OrderBody, shop_number: int | None) -> bool:
    named = STATUS_PAGE.match(body.order_status_url or "")
    return named is not None and shop_number is not None and int(named[1]) != shop_number


def _contact(body: OrderBody) -> Contact | None:
    customer = body.customer
    if customer is None or customer.id is None:
        return guest(body.email)
    return contact(customer.id, customer.email, full_name(customer.first_name, customer.last_name))


def _facts(body: OrderBody) -> OrderFacts:
    currency, inside = currency_code(body.currency), body.taxes_included
    if len(body.line_items) > MAX_LINES:
        raise Unreadable(said("The order has more than %(most)s lines", most=MAX_LINES))
    told = _told(body, currency)
    lines = lines_of(body.line_items, told.subtotal, currency, inside)
    refunds = {each.id: refund_of(each, currency) for each in body.refunds}
    shipping = shipping_of(body.shipping_lines, currency)
    snapshot = Snapshot(
        updated_at=body.updated_at or body.created_at,
        source="webhook",
        name=order_name(body.name or f"#{body.id}"),
        occurred_at=in_our_time(body.processed_at or body.created_at),
        currency=currency,
        payment=payment_state(body.financial_status),
        ordered=ordered(told, shipping, lines, inside),
        lines=lines,
        current=_current(body, shipping, lines, refunds.values(), currency),
        refund_ids=tuple(sorted(refunds)),
        customer=body.customer.id if body.customer else None,
        test=body.test,
        cancelled_at=body.cancelled_at,
        taxes_included=inside,
        presentment=body.presentment_currency or currency,
        rate=_rate(body, currency),
        tags=tags_of((body.tags or "").split(",")),
        channel=label(body.source_name),
        discounts=_discounts(body, currency),
    )
    return OrderFacts(body.id, snapshot, refunds)


def _discounts(body: OrderBody, currency: str) -> tuple[AppliedDiscount, ...]:
    if body.discount_applications is None:
        return from_codes(body.discount_codes, amount(body.total_discounts, currency), currency)
    carriers: list[LineBody | ShippingLine] = [*body.line_items, *body.shipping_lines]
    shares = [share for each in carriers for share in each.discount_allocations or ()]
    return listed(body.discount_applications, shares, currency)


def _told(body: OrderBody, currency: str) -> Sums:
    return Sums(
        subtotal=money(body.subtotal_price_set, body.subtotal_price, currency),
        tax=money(body.total_tax_set, body.total_tax, currency),
        duties=money(body.original_total_duties_set, NULL, currency),
        tips=amount(body.total_tip_received, currency),
    )


def _current(
    body: OrderBody, shipping: Priced, lines: tuple[Line, ...], refunds: Iterable[Refund], currency: str
) -> Amounts | None:
    """What returns and edits left. Bodies before 2021 do not say."""
    if not stands(body.current_subtotal_price) and body.current_subtotal_price_set is None:
        return None
    told = Sums(
        subtotal=money(body.current_subtotal_price_set, body.current_subtotal_price, currency),
        tax=money(body.current_total_tax_set, body.current_total_tax, currency),
        duties=money(body.current_total_duties_set, NULL, currency),
        tips=amount(body.total_tip_received, currency),
    )
    now = body.current_shipping_price_set
    kept = shipping_left(shipping, None if now is None else money(now, NULL, currency), refunds)
    return left(told, kept, lines, body.taxes_included)


def _rate(body: OrderBody, currency: str) -> tuple[int, int]:
    pair, presentment = body.total_price_set, body.presentment_currency
    if pair is None or not presentment or presentment == currency:
        return (1, 1)
    shop = amount(pair.shop_money.amount, currency)
    return own_rate(shop, amount(pair.presentment_money.amount, currency_code(presentment)))
