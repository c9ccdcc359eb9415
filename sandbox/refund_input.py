"""Reads what refundCreate gives. The words of an amount that was never received are recorded, the others are
assumed: this mutation's errors have no codes by which anybody could tell them apart."""

from typing import Any

from sandbox.amounts import BadAmount, convert, minor, text
from sandbox.api_errors import NotSupported
from sandbox.clock import instant
from sandbox.context import Context
from sandbox.ids import parse_gid
from sandbox.money_input import money_given
from sandbox.order import Order
from sandbox.order_money import net_payment
from sandbox.refund_payments import PayBack, payments, refundable
from sandbox.refunds import RefundAsk
from sandbox.refused import Refused
from sandbox.resolvers.gids import number_of
from sandbox.tender import STORE_CREDIT


def refund_ask(order: Order, given: dict[str, Any], ctx: Context) -> RefundAsk:
    """Raises Refused in the words of the user error."""
    for name in ("refundDuties", "processedAt"):
        if given.get(name):
            raise NotSupported(f"refundCreate with {name}")
    _check_currency(order, given.get("currency"))
    by_payment = [_to_payment(order, row, order.shown_currency) for row in given.get("transactions") or ()]
    if not given.get("allowOverRefunding"):
        _check_parents(order, by_payment)
    as_credit = [_to_store_credit(order, row, ctx) for row in given.get("refundMethods") or ()]
    shipping = given.get("shipping") or {}
    return RefundAsk(
        lines=units(given.get("refundLineItems")),
        shipping=minor(shipping["amount"], order.currency) if shipping.get("amount") else None,
        shipping_in_full=bool(shipping.get("fullRefund")),
        pay_back=(*by_payment, *as_credit),
        amount=sum(row.amount for row in (*by_payment, *as_credit)),
        note=given.get("note"),
        restock_type=_restock(given.get("refundLineItems")),
        reason=None if given.get("discrepancyReason") == "OTHER" else given.get("discrepancyReason"),
        allow_more=bool(given.get("allowOverRefunding")),
    )


def units(given: list[dict[str, Any]] | None) -> tuple[tuple[int, int], ...]:
    return tuple((number_of(row["lineItemId"], "LineItem"), row["quantity"]) for row in given or ())


def _restock(given: list[dict[str, Any]] | None) -> str:
    kinds = {str(row.get("restockType") or "NO_RESTOCK").lower() for row in given or ()}
    if len(kinds) > 1:
        raise NotSupported("a refund whose lines are restocked in different ways")
    return kinds.pop() if kinds else "no_restock"


def _check_currency(order: Order, currency: str | None) -> None:
    if currency is None and order.shown_currency != order.currency:
        raise Refused("Currency is required for orders in several currencies")
    if currency not in (None, order.shown_currency):
        raise Refused(f"Currency must be the order's presentment currency {order.shown_currency}")


def _to_payment(order: Order, given: dict[str, Any], currency: str) -> PayBack:
    if given["kind"] != "REFUND" or number_of(given["orderId"], "Order") != order.id:
        raise Refused("Transactions must be refunds of this order")
    parent_id = (parse_gid(given["parentId"]) or ("", 0))[1] if given.get("parentId") else None
    parent = next((t for t in payments(order) if parent_id in (None, t.id)), None)
    if parent is None or parent.gateway != given["gateway"]:
        raise Refused("The parent transaction does not exist on this order")
    shown = _minor(given["amount"], currency)
    return PayBack(
        amount=_in_shop_money(order, shown, refundable(order, parent)),
        shown=shown,
        gateway=parent.gateway,
        parent_id=parent.id,
        source_id=parent.source_id,
    )


def _check_parents(order: Order, rows: list[PayBack]) -> None:
    for payment in payments(order):
        asked = sum(row.amount for row in rows if row.parent_id == payment.id)
        if asked > max(refundable(order, payment), 0) and sum(r.amount for r in rows) <= net_payment(order):
            left = text(refundable(order, payment), order.currency)
            raise Refused(f"Only ${left} of this payment can be refunded")


def _to_store_credit(order: Order, given: dict[str, Any], ctx: Context) -> PayBack:
    credit = given["storeCreditRefund"]
    shown, currency = money_given(credit["amount"])
    if currency != order.shown_currency:
        raise Refused(f"Currency must be the order's presentment currency {order.shown_currency}")
    if order.customer_id is None or order.customer_id not in ctx.store.customers:
        raise Refused("The order has no customer who could be given store credit")
    return PayBack(
        amount=_in_shop_money(order, shown, net_payment(order)),
        shown=shown,
        gateway=STORE_CREDIT,
        expires_at=instant(credit["expiresAt"]) if credit.get("expiresAt") else None,
    )


def _minor(text: str, currency: str) -> int:
    try:
        amount = minor(text, currency)
    except BadAmount as error:
        raise Refused(f"Amount {text} is not an amount of {currency}") from error
    if amount <= 0:
        raise Refused("Amount must be greater than 0")
    return amount


def _in_shop_money(order: Order, shown: int, left: int) -> int:
    """All that is left, seen in the customer's currency, is all that is left: nothing sticks to a rate."""
    if shown == convert(left, order.currency, order.presentment_rate, order.shown_currency):
        return left
    return convert(shown, order.shown_currency, 1 / order.presentment_rate, order.currency)
