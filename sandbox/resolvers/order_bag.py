"""MoneyBag of an amount of an order, and the pairs that lines, shipping and refunds are resolved from."""

from dataclasses import dataclass
from typing import Any

from sandbox.amounts import convert, graph_text
from sandbox.order import Line, Order, ShippingLine
from sandbox.refund import Refund, RefundLine
from sandbox.transaction import Transaction


@dataclass(frozen=True)
class LineOf:
    order: Order
    line: Line


@dataclass(frozen=True)
class ShippingOf:
    order: Order
    shipping: ShippingLine


@dataclass(frozen=True)
class RefundOf:
    order: Order
    refund: Refund


@dataclass(frozen=True)
class RefundLineOf:
    order: Order
    row: RefundLine


def bag(order: Order, amount: int) -> dict[str, Any]:
    shown = convert(amount, order.currency, order.presentment_rate, order.shown_currency)
    return {
        "shopMoney": money(amount, order.currency),
        "presentmentMoney": money(shown, order.shown_currency),
    }


def transaction_bag(order: Order, *rows: Transaction) -> dict[str, Any]:
    """The sum of movements; what was given in the customer's currency is shown as it was given."""
    rate, shown = order.presentment_rate, order.shown_currency
    amounts = [convert(t.amount, order.currency, rate, shown) if t.shown is None else t.shown for t in rows]
    return {
        "shopMoney": money(sum(t.amount for t in rows), order.currency),
        "presentmentMoney": money(sum(amounts), shown),
    }


def money(amount: int, currency: str) -> dict[str, str]:
    return {"amount": graph_text(amount, currency), "currencyCode": currency}


def line_of(order: Order, line_id: int | None) -> LineOf | None:
    return next((LineOf(order, line) for line in order.lines if line.id == line_id), None)
