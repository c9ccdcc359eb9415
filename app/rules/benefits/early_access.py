"""BEN-EXP-EARLY, TIER-T-EARLY: members may buy this many hours before the public."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field


class EarlyAccess(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    category: ClassVar[str] = "experience"

    kind: Literal["early_access"] = "early_access"
    hours: int = Field(ge=1, le=24 * 14)

    def effect(self) -> str:
        return f"early {self.hours}"

    def told(self, currency: str) -> str:  # noqa: ARG002 - every kind is asked the same way
        return f"New products {self.hours} hours before everybody else"
