"""The rows of the platform's own ledger of an order."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Sale:
    """One row of the platform's own ledger; what leaves the order is negative."""

    id: int
    line_type: str  # SaleLineType
    action: str  # SaleActionType
    quantity: int | None
    total: int  # with tax, after discounts
    tax: int
    discount: int = 0  # before tax
    line_id: int | None = None


@dataclass(frozen=True)
class Agreement:
    id: int
    reason: str  # OrderActionType
    happened_at: datetime
    sales: tuple[Sale, ...]
    refund_id: int | None = None
