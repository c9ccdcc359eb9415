"""INT-SHIP, BEN-PER-PACK, REC-PHYSICAL: members' orders go first, and are packed as they should be.

What is written on an order stands with the orders of members; here is what the merchant wants for a tier.
"""

from typing import ClassVar, Literal

from pydantic import Field

from app.rules.benefits.cost import Cost, Year, by_orders
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.phrase import Phrase, only, saying, words
from app.rules.benefits.say import ENGLISH, Say


class PriorityOrders(Kind):
    category: ClassVar[Category] = "personal"

    kind: Literal["priority_orders"] = "priority_orders"
    tag: str = Field(
        default="VIP-Priority",
        max_length=40,
        pattern=r"^[^\s,'\"\\](?:[^,'\"\\]*[^\s,'\"\\])?$",
        description="a tag of up to 40 characters, without , ' \" \\",
    )
    within_hours: int | None = Field(default=None, ge=1, le=24 * 30, description="to be fulfilled by then")
    gift_note: str | None = Field(
        default=None, min_length=1, max_length=200, description="held until it is in"
    )
    packaging: str | None = Field(default=None, min_length=1, max_length=200, description="how it is packed")
    cost_minor: int = Field(default=0, ge=0, description="an order")

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        """Such as: Your orders go first, within 24 hours, packed in the gold box."""
        words = say("Your orders go first")
        if self.within_hours:
            words = say("Your orders go first, within {hours} hours", hours=self.within_hours)
        return say.and_then(words, self.packaging) if self.packaging else words

    def said(self, _currency: str) -> Phrase:
        within = only("note_within_hours", self.within_hours, count=self.within_hours)
        return saying(self.kind, (within, words(self.packaging) if self.packaging else None))

    def entitlement(self) -> dict[str, object]:
        return {"within_hours": self.within_hours, "packaging": self.packaging}

    def of_order(self) -> OrderPromise:
        return OrderPromise(
            tags=(self.tag,),
            hours_to_fulfil=self.within_hours,
            gift_note=self.gift_note or "",
            packaging=self.packaging or "",
        )

    def cost(self, year: Year) -> Cost:
        return Cost(a_year_minor=by_orders(year, self.cost_minor))

    def strength(self) -> Strength:
        return (self.kind,), (-(self.within_hours or 10**6), bool(self.gift_note), bool(self.packaging))
