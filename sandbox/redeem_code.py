"""A code of a discount. One discount may have many, and each may be used up to the limit of the discount."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class RedeemCode:
    code: str
    id: int = 0
    used: int = 0


@dataclass(frozen=True)
class CodeImport:
    """One code of a bulk creation and what became of it."""

    code: str
    made: RedeemCode | None = None
    error: str | None = None  # in the words of the user error


@dataclass(frozen=True)
class BulkCreation:
    """Codes that are added to a discount in their own time."""

    id: int
    discount_id: int
    created_at: datetime
    imports: tuple[CodeImport, ...] = field(default_factory=tuple)
    done: bool = False
