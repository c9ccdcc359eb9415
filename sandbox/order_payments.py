"""Paying what is outstanding: a capture of what was authorized, or a sale."""

from dataclasses import replace
from datetime import datetime

from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.order_money import outstanding
from sandbox.refused import Refused
from sandbox.transaction import Transaction, capturable


def pay(ids: Ids, order: Order, at: datetime, amount: int | None = None) -> Order:
    """`amount` None pays all of it. Raises Refused when nothing is left to pay."""
    authorized = capturable(order.transactions)
    due = outstanding(order) + authorized
    if order.cancelled_at is not None or due <= 0:
        raise Refused("Order cannot be marked as paid.")
    paid = due if amount is None else amount
    if not 0 < paid <= due:
        raise Refused("The amount must be above nought and at most what is outstanding")
    opened = next((t for t in order.transactions if t.kind == "authorization"), None)
    if authorized and opened is not None:
        kind, gateway, parent = "capture", opened.gateway, opened.id
    else:
        kind, gateway, parent = "sale", "manual", None
    payment = Transaction(ids.take("OrderTransaction"), kind, paid, at, gateway, parent_id=parent)
    return replace(order, transactions=(*order.transactions, payment), told_status=None, updated_at=at)
