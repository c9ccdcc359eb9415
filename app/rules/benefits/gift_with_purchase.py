"""BEN-EXP-GWP: a product for nothing with a purchase that others pay for in full.

The platform takes the price off a gift that lies in the cart and puts none in: the shopper does, or a theme
does it for them. It must be told which collections count. Source: platform 1.5, 7.
"""

from typing import ClassVar, Literal, Self

from pydantic import Field

from app.rules.benefits.cost import Cost, Year, by_orders
from app.rules.benefits.discount import Discount, For, Gift
from app.rules.benefits.discount_titles import title
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, how, saying
from app.rules.benefits.say import ENGLISH, Say
from app.rules.benefits.stacks import BESIDE, Stacks
from app.rules.money import major


class GiftWithPurchase(Kind):
    category: ClassVar[Category] = "experience"

    kind: Literal["gift_with_purchase"] = "gift_with_purchase"
    name: str = Field(min_length=1, max_length=60, description="what the shopper is told it is")
    product: int = Field(gt=0, description="the platform's id of the gift")
    quantity: int = Field(default=1, ge=1, le=10)
    buys_minor: int = Field(gt=0, description="from which a purchase brings it")
    collections: tuple[int, ...] = Field(min_length=1, max_length=50, description="of which must be bought")
    stacks: Stacks = "with_everything"
    by: Literal["itself", "code"] = "itself"
    cost_minor: int = Field(default=0, ge=0, description="what all of one gift costs you")

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        bought = say.money(self.buys_minor, currency)
        if self.by == "itself":
            return say(
                "A gift when you buy for {amount} in selected collections: put {name} in your cart, and it"
                " is free",
                amount=bought,
                name=self.name,
            )
        return say(
            "A gift when you buy for {amount} in selected collections: put {name} in your cart, and the code"
            " for members makes it free",
            amount=bought,
            name=self.name,
        )

    def said(self, currency: str) -> Phrase:
        notes = (saying("note_collections"), how(self.by))
        return saying(self.kind, notes, amount=major(self.buys_minor, currency), name=self.name)

    def entitlement(self) -> dict[str, object]:
        return {"name": self.name, "product": self.product, "quantity": self.quantity}

    def discounts(self, shared_by: For) -> tuple[Discount, ...]:
        return (
            Discount(
                shared_by.key,
                title(shared_by.language, "gift", names=shared_by.names, gift=self.name),
                shared_by.audience,
                gift=Gift(self.product, self.quantity, major(self.buys_minor, shared_by.currency)),
                collections=self.collections,
                beside=BESIDE[self.stacks],
                by_code=self.by == "code",
            ),
        )

    def cost(self, year: Year) -> Cost:
        """At most: as if every order brought one."""
        return Cost(a_year_minor=by_orders(year, self.cost_minor))

    def strength(self) -> Strength:
        return (self.kind, str(self.product)), (self.quantity, -self.buys_minor)

    def with_code(self) -> Self:
        return self.model_copy(update={"by": "code"})
