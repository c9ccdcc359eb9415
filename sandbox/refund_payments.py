"""The payments of an order, what of each can still be paid back, and paying it back."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.ids import Ids
from sandbox.order import Order
from sandbox.transaction import Transaction


@dataclass(frozen=True)
class PayBack:
    """Where money of a refund goes: to the payment it came from, or to new store credit."""

    amount: int
    gateway: str
    parent_id: int | None = None
    source_id: int | None = None
    shown: int | None = None  # in the customer's currency, if it was asked for in that
    expires_at: datetime | None = None


def payments(order: Order) -> list[Transaction]:
    return [t for t in order.transactions if t.kind in ("sale", "capture") and t.status == "success"]


def refundable(order: Order, payment: Transaction) -> int:
    back = [t for t in order.transactions if t.kind == "refund" and t.parent_id == payment.id]
    return payment.amount - sum(t.amount for t in back)


def to_where_it_came_from(order: Order, amount: int) -> tuple[PayBack, ...]:
    """What was paid by card goes back first (assumed)."""
    rows = []
    for paid in sorted(payments(order), key=lambda t: t.source_id is not None):
        part = min(amount, refundable(order, paid))
        if part > 0:
            rows.append(PayBack(part, paid.gateway, paid.id, paid.source_id))
            amount -= part
    return tuple(rows)


def transaction(ids: Ids, row: PayBack, at: datetime) -> Transaction:
    return Transaction(
        id=ids.take("OrderTransaction"),
        kind="refund",
        amount=row.amount,
        created_at=at,
        gateway=row.gateway,
        parent_id=row.parent_id,
        source_id=row.source_id,
        expires_at=row.expires_at,
        shown=row.shown,
    )
