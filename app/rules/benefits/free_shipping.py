"""BEN-FIN-SHIP, TIER-T-SHIP: free shipping for every rate up to a price.

The platform cannot name a shipping method, so "expedited" and "next-day" are said by the price they cost.
"""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.rules.money import major


class FreeShipping(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    category: ClassVar[str] = "financial"

    kind: Literal["free_shipping"] = "free_shipping"
    up_to_minor: int = Field(gt=0, description="dearest rate that becomes free, minor units of the shop")

    def effect(self) -> str:
        return f"ship {self.up_to_minor}"

    def told(self, currency: str) -> str:
        return f"Free shipping, for rates up to {major(self.up_to_minor, currency)} {currency}"
