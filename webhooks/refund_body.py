"""A refund as webhooks show it, alone or inside its order → `Refund`.

Signs follow the platform: an adjustment below zero is more money for the customer
(https://shopify.dev/docs/api/admin-rest/latest/resources/refund, `order_adjustments`).
"""

from datetime import datetime

import msgspec

from app.errors import Unreadable
from app.rules.money import BadAmount, currency_code
from app.rules.order_facts import OrderFacts, Refund, RefundLine, Source
from webhooks.body_money import NULL, MoneySet, amount, money, plain_text, stands

SUCCEEDED = "success"


class RefundLineBody(msgspec.Struct):
    line_item_id: int
    quantity: int = 0
    subtotal: msgspec.Raw = NULL
    subtotal_set: MoneySet | None = None
    total_tax: msgspec.Raw = NULL
    total_tax_set: MoneySet | None = None


class RefundedShipping(msgspec.Struct):
    subtotal_amount_set: MoneySet | None = None
    tax_amount_set: MoneySet | None = None


class RefundedDuty(msgspec.Struct):
    amount_set: MoneySet | None = None


class Adjustment(msgspec.Struct):
    kind: str | None = None
    amount: msgspec.Raw = NULL
    amount_set: MoneySet | None = None
    tax_amount: msgspec.Raw = NULL
    tax_amount_set: MoneySet | None = None


class TransactionBody(msgspec.Struct):
    kind: str = "refund"
    status: str = SUCCEEDED
    amount: msgspec.Raw = NULL
    currency: str | None = None


class RefundBody(msgspec.Struct):
    id: int
    created_at: datetime
    order_id: int | None = None
    processed_at: datetime | None = None
    refund_line_items: list[RefundLineBody] = []
    refund_shipping_lines: list[RefundedShipping] = []
    duties: list[RefundedDuty] = []
    order_adjustments: list[Adjustment] = []
    transactions: list[TransactionBody] = []


_decoder = msgspec.json.Decoder(RefundBody, strict=False)


def read(raw: bytes, shop_currency: str) -> OrderFacts:
    """The facts of a refunds/create body; its amounts are in the shop's currency. Raises Unreadable."""
    try:
        body = _decoder.decode(raw)
        if body.order_id is None:
            raise Unreadable("The refund names no order")
        return OrderFacts(
            body.order_id, refunds={body.id: refund_of(body, _currency(body, shop_currency), "webhook")}
        )
    except (msgspec.ValidationError, BadAmount, OverflowError) as problem:
        raise Unreadable(f"The refund cannot be understood: {problem}") from problem


def refund_of(body: RefundBody, currency: str, source: Source) -> Refund:
    """`currency` is the shop's, in which all parts but the payments are told."""
    payments = [each for each in body.transactions if each.kind == "refund"]
    succeeded = [each for each in payments if each.status == SUCCEEDED]
    shipping, shipping_tax = _shipping(body, currency)
    extra = [each for each in body.order_adjustments if each.kind != "shipping_refund"]
    return Refund(
        refund_id=body.id,
        occurred_at=body.processed_at or body.created_at,
        source=source,
        lines=tuple(_line(each, currency) for each in body.refund_line_items),
        shipping=shipping,
        shipping_tax=shipping_tax,
        duties=sum(money(each.amount_set, NULL, currency) for each in body.duties),
        adjustment=-sum(money(each.amount_set, each.amount, currency) for each in extra) if extra else None,
        adjustment_tax=-sum(money(each.tax_amount_set, each.tax_amount, currency) for each in extra),
        paid_back=tuple((_code(each), plain_text(each.amount)) for each in succeeded if stands(each.amount)),
        unsettled=bool(payments) and not succeeded,
    )


def _currency(body: RefundBody, shop_currency: str) -> str:
    """The body's own word for the shop's currency, if it has one: the shop's may have changed since."""
    for line in body.refund_line_items:
        if line.subtotal_set and line.subtotal_set.shop_money.currency_code:
            return currency_code(line.subtotal_set.shop_money.currency_code)
    return shop_currency


def _line(body: RefundLineBody, currency: str) -> RefundLine:
    subtotal = money(body.subtotal_set, body.subtotal, currency)
    return RefundLine(
        body.line_item_id, body.quantity, subtotal, money(body.total_tax_set, body.total_tax, currency)
    )


def _shipping(body: RefundBody, currency: str) -> tuple[int, int]:
    """Newer bodies list refunded shipping lines, older ones say it as an adjustment, some say both."""
    lines = body.refund_shipping_lines
    if lines:
        return (
            sum(money(each.subtotal_amount_set, NULL, currency) for each in lines),
            sum(money(each.tax_amount_set, NULL, currency) for each in lines),
        )
    told = [each for each in body.order_adjustments if each.kind == "shipping_refund"]
    return (
        -sum(money(each.amount_set, each.amount, currency) for each in told),
        -sum(money(each.tax_amount_set, each.tax_amount, currency) for each in told),
    )


def _code(body: TransactionBody) -> str:
    """Empty where the body does not say it: then the platform is asked."""
    if body.currency is None:
        return ""
    amount(body.amount, currency_code(body.currency))
    return body.currency
