"""A refund as webhooks show it, alone or inside its order → `Refund`.

Signs follow the platform: an adjustment below zero is more money for the customer
(https://shopify.dev/docs/api/admin-rest/latest/resources/refund, `order_adjustments`).
"""

import msgspec

from app.errors import Unreadable
from app.rules.money import currency_code
from app.rules.order_facts import OrderFacts, Refund, RefundLine
from app.rules.said import said
from webhooks.bodies import Id, Instant, in_our_time, why
from webhooks.body_money import NULL, MoneySet, amount, money, plain_text, stands

SUCCEEDED = "success"
MOST_DIGITS = "KWD"
"""Stands in for a currency that is not named: no other has more digits after the point."""


class RefundedLine(msgspec.Struct):
    """The line as the order has it; the keys of a tip stand only on tips, whatever their value."""

    tip: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    tip_payment_gateway: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    @property
    def is_tip(self) -> bool:
        return self.tip is not msgspec.UNSET or self.tip_payment_gateway is not msgspec.UNSET


class RefundLineBody(msgspec.Struct):
    line_item_id: Id
    line_item: RefundedLine | None = None
    quantity: int = 0
    subtotal: msgspec.Raw = NULL
    subtotal_set: MoneySet | None = None
    total_tax: msgspec.Raw = NULL
    total_tax_set: MoneySet | None = None

    @property
    def is_tip(self) -> bool:
        return self.line_item is not None and self.line_item.is_tip


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
    id: Id
    created_at: Instant
    order_id: Id | None = None
    processed_at: Instant | None = None
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
            raise Unreadable(said("The refund names no order"))
        return OrderFacts(body.order_id, refunds={body.id: refund_of(body, _currency(body, shop_currency))})
    except (ValueError, OverflowError) as problem:
        raise Unreadable(
            said("The refund cannot be understood: %(problem)s", problem=why(problem))
        ) from problem


def refund_of(body: RefundBody, currency: str) -> Refund:
    """`currency` is the shop's, in which all parts but the payments are told."""
    payments = [each for each in body.transactions if each.kind == "refund"]
    succeeded = [each for each in payments if each.status == SUCCEEDED]
    shipping, shipping_tax = _shipping(body, currency)
    extra = [each for each in body.order_adjustments if each.kind != "shipping_refund"]
    tips = [each for each in body.refund_line_items if each.is_tip]
    return Refund(
        refund_id=body.id,
        occurred_at=in_our_time(body.processed_at or body.created_at),
        source="webhook",
        lines=tuple(_line(each, currency) for each in body.refund_line_items if not each.is_tip),
        shipping=shipping,
        shipping_tax=shipping_tax,
        duties=sum(money(each.amount_set, NULL, currency) for each in body.duties),
        tips=sum(money(each.subtotal_set, each.subtotal, currency) for each in tips),
        adjustment=-sum(money(each.amount_set, each.amount, currency) for each in extra) if extra else None,
        adjustment_tax=-sum(money(each.tax_amount_set, each.tax_amount, currency) for each in extra),
        paid_back=tuple((_code(each), plain_text(each.amount)) for each in succeeded if stands(each.amount)),
        unsettled=bool(payments) and not succeeded,
        in_part=0 < len(succeeded) < len(payments),
    )


def _currency(body: RefundBody, shop_currency: str) -> str:
    """The body's own word for the shop's currency, if it has one: the shop's may have changed since."""
    pairs = (
        *(each.subtotal_set for each in body.refund_line_items),
        *(each.subtotal_amount_set for each in body.refund_shipping_lines),
        *(each.amount_set for each in body.duties),
        *(each.amount_set for each in body.order_adjustments),
    )
    codes = (pair.shop_money.currency_code for pair in pairs if pair)
    return currency_code(next(filter(None, codes), shop_currency))


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
    code = "" if body.currency is None else currency_code(body.currency)
    amount(body.amount, code or MOST_DIGITS)
    return code
