"""What one refund of an order took back and paid back."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.transaction import Transaction


@dataclass(frozen=True)
class RefundLine:
    id: int
    line_id: int
    quantity: int
    subtotal: int  # after discounts; holds the tax where the order's prices do
    tax: int
    restock_type: str = "no_restock"


@dataclass(frozen=True)
class Adjustment:
    """What a refund paid apart from its lines: negative is more for the customer."""

    id: int
    amount: int
    reason: str = "REFUND_DISCREPANCY"  # OrderAdjustmentDiscrepancyReason


@dataclass(frozen=True)
class Refund:
    id: int
    created_at: datetime
    note: str | None = None
    lines: tuple[RefundLine, ...] = ()
    shipping_id: int = 0  # id of the refunded shipping line's row, 0 when no shipping was refunded
    shipping: int = 0
    shipping_tax: int = 0
    duties: int = 0
    adjustments: tuple[Adjustment, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    restock: bool = False
    adjustments_in_webhook: bool = True  # real bodies of amount-only refunds come with and without
