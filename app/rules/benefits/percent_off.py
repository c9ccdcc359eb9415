"""BEN-FIN-PCT, TIER-T-DISC: a percentage off every purchase, applied by itself at the checkout."""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field


class PercentOff(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    category: ClassVar[str] = "financial"

    kind: Literal["percent_off"] = "percent_off"
    percent: int = Field(ge=1, le=100)

    def effect(self) -> str:
        return f"percent {self.percent}"

    def told(self, currency: str) -> str:  # noqa: ARG002 - every kind is asked the same way
        return f"{self.percent} % off every order, applied by itself at the checkout"
