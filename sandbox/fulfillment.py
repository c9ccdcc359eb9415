"""Fulfillment orders: what of an order is still to be packed, by when, and what holds it back.

Frozen like the order they belong to. The status follows from what is left and from the holds.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Hold:
    id: int
    reason: str  # FulfillmentHoldReason
    handle: str = ""
    notes: str | None = None
    by_app: bool = True  # else the staff holds it


@dataclass(frozen=True)
class FulfillmentRow:
    id: int
    line_id: int
    total: int
    remaining: int


@dataclass(frozen=True)
class FulfillmentOrder:
    id: int
    created_at: datetime
    updated_at: datetime
    rows: tuple[FulfillmentRow, ...]
    holds: tuple[Hold, ...] = ()
    due: datetime | None = None

    @property
    def status(self) -> str:
        if not any(row.remaining for row in self.rows):
            return "CLOSED"
        return "ON_HOLD" if self.holds else "OPEN"


@dataclass(frozen=True)
class Fulfillment:
    """A parcel: which units of which lines have left."""

    id: int
    at: datetime
    units: tuple[tuple[int, int], ...]  # (line id, units)
