"""BEN-FIN-RETURNS: members may return what they bought for longer than others.

The platform has no window for single customers: the day stands on every order, where staff and the pages
for returns read it.
"""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say


class ExtendedReturns(Kind):
    category: ClassVar[Category] = "financial"

    kind: Literal["extended_returns"] = "extended_returns"
    days: int = Field(ge=1, le=365, description="from the day of the order")
    cost_minor: int = Field(default=0, ge=0, description="a member and year")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        return say("Returns within {days} days", days=self.days)

    def said(self, _currency: str) -> Phrase:
        return saying(self.kind, count=self.days)

    def entitlement(self) -> dict[str, object]:
        return {"days": self.days}

    def of_order(self) -> OrderPromise:
        return OrderPromise(return_days=self.days)

    def cost(self, _year: Year) -> Cost:
        return Cost(a_year_minor=self.cost_minor)

    def strength(self) -> Strength:
        return (self.kind,), (self.days,)
