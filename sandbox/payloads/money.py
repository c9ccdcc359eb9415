"""The forms of money in webhook bodies."""

from sandbox.amounts import convert, text
from sandbox.order import Order

MoneySet = dict[str, dict[str, str]]


def money_set(order: Order, amount: int) -> MoneySet:
    """An amount in the store's currency, and converted at the order's own rate."""
    shown = convert(amount, order.currency, order.presentment_rate, order.shown_currency)
    return {
        "shop_money": {"amount": text(amount, order.currency), "currency_code": order.currency},
        "presentment_money": {
            "amount": text(shown, order.shown_currency),
            "currency_code": order.shown_currency,
        },
    }


def number(amount: int, currency: str) -> int | float:
    """A bare JSON number, as refund lines write their subtotal (89.99, 20). Only ever written out."""
    shown = text(amount, currency)
    value = float(shown)
    return int(value) if value.is_integer() else value
