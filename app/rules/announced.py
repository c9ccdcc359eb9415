"""What was announced of an early access at an instant: the promise by which a purchase is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Announced:
    at: datetime
    """Since when it was so."""
    public_at: datetime
    opens_at: Mapping[str, datetime]
    """By tier."""

    def opens_to(self, tier: str | None) -> datetime:
        return self.opens_at.get(tier, self.public_at) if tier else self.public_at
