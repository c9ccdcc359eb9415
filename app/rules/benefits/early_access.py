"""BEN-EXP-EARLY, TIER-T-EARLY: members may buy this many hours before the public."""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say

MOST_HOURS = 24 * 14


class EarlyAccess(Kind):
    category: ClassVar[Category] = "experience"

    kind: Literal["early_access"] = "early_access"
    hours: int = Field(ge=1, le=MOST_HOURS)

    def effect(self) -> str:
        return f"early {self.hours}"

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        return say("New products {hours} hours before everybody else", hours=self.hours)

    def said(self, _currency: str) -> Phrase:
        return saying(self.kind, count=self.hours)

    def entitlement(self) -> dict[str, object]:
        return {"hours": self.hours}

    def strength(self) -> Strength:
        return (self.kind,), (self.hours,)

    @property
    def early_hours(self) -> int:
        return self.hours
