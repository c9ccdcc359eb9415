"""A movement of money on an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Transaction:
    id: int
    kind: str  # sale, authorization, capture, void, refund
    amount: int
    created_at: datetime
    gateway: str = "shopify_payments"
    status: str = "success"
    parent_id: int | None = None
    source_id: int | None = None  # the store-credit account or the gift card that paid, or is paid
    expires_at: datetime | None = None  # of store credit that a refund gives
    shown: int | None = None  # in the customer's currency, where it was given in that


def received(transactions: Iterable[Transaction]) -> int:
    return sum(t.amount for t in transactions if t.kind in ("sale", "capture") and t.status == "success")


def refunded(transactions: Iterable[Transaction]) -> int:
    return sum(t.amount for t in transactions if t.kind == "refund" and t.status == "success")


def capturable(transactions: Iterable[Transaction]) -> int:
    """What is authorized and neither captured nor voided."""
    rows = [t for t in transactions if t.status == "success"]
    voided = {t.parent_id for t in rows if t.kind == "void"}
    open_ = sum(t.amount for t in rows if t.kind == "authorization" and t.id not in voided)
    return max(0, open_ - sum(t.amount for t in rows if t.kind == "capture"))
