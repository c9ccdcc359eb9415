"""BEN-FIN-PRICE: what was bought becomes cheaper within some days, and the difference is given back."""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say


class PriceProtection(Kind):
    """Its cost depends on how prices move, which nobody knows beforehand: the economics leave it out."""

    category: ClassVar[Category] = "financial"

    kind: Literal["price_protection"] = "price_protection"
    days: int = Field(ge=1, le=90, description="after the day of the order")
    share_percent: int = Field(default=100, ge=1, le=100, description="of the difference")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        if self.share_percent == 100:
            return say("Cheaper within {days} days? You get the difference back", days=self.days)
        return say(
            "Cheaper within {days} days? You get {percent} % of the difference back",
            days=self.days,
            percent=self.share_percent,
        )

    def said(self, _currency: str) -> Phrase:
        key = self.kind if self.share_percent == 100 else f"{self.kind}_part"
        return saying(key, count=self.days, percent=self.share_percent)

    def entitlement(self) -> dict[str, object]:
        return {"days": self.days, "share_percent": self.share_percent}

    def of_order(self) -> OrderPromise:
        """The day of the order is the first of them."""
        return OrderPromise(protected_days=self.days - 1)

    def strength(self) -> Strength:
        return (self.kind,), (self.days, self.share_percent)
