"""BEN-FIN-SHIP, TIER-T-SHIP: free shipping for every rate up to a price.

The platform cannot name a shipping method, so "expedited" and "next-day" are said by the price they cost.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.discount import Discount, For
from app.rules.benefits.discount_titles import amount, title
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, how, only, saying
from app.rules.benefits.say import ENGLISH, Say
from app.rules.benefits.stacks import by_itself_or_code
from app.rules.money import major

Country = Annotated[
    str, Field(pattern=r"^[A-Z]{2}$", description='a country by its two letters, such as "US"')
]


class FreeShipping(Kind):
    category: ClassVar[Category] = "financial"

    kind: Literal["free_shipping"] = "free_shipping"
    up_to_minor: int = Field(gt=0, description="dearest rate that becomes free, minor units of the shop")
    countries: tuple[Country, ...] = Field(default=(), description="where to; else everywhere")
    minimum_minor: int = Field(default=0, ge=0, description="from which an order is shipped free")
    stacks: Literal["alone", "with_everything"] = "with_everything"
    by: Literal["itself", "code"] = "itself"

    def effect(self) -> str:
        return f"ship {self.up_to_minor} {self.mark('up_to_minor')}".strip()

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        """Such as: Free shipping to CA, US, for rates up to 15.00 USD, on orders of 50.00 USD or more."""
        rate = say.money(self.up_to_minor, currency)
        words = say("Free shipping, for rates up to {amount}", amount=rate)
        if self.countries:
            to = ", ".join(self.countries)
            words = say("Free shipping to {countries}, for rates up to {amount}", countries=to, amount=rate)
        if self.minimum_minor:
            least = say.money(self.minimum_minor, currency)
            words = say.and_then(words, say("on orders of {amount} or more", amount=least))
        if self.stacks == "alone":
            words = say.and_then(words, say("not together with other discounts"))
        return words if self.by == "itself" else say.and_then(words, by_itself_or_code(self.by, say))

    def said(self, currency: str) -> Phrase:
        notes = (
            only("note_countries", self.countries, name=", ".join(self.countries)),
            only("note_minimum", self.minimum_minor, amount=major(self.minimum_minor, currency)),
            only("note_alone", self.stacks == "alone"),
            how(self.by),
        )
        return saying(self.kind, notes, amount=major(self.up_to_minor, currency))

    def discounts(self, shared_by: For) -> tuple[Discount, ...]:
        language, currency = shared_by.language, shared_by.currency
        rate = amount(language, self.up_to_minor, currency)
        return (
            Discount(
                shared_by.key,
                title(language, "shipping", names=shared_by.names, amount=rate),
                shared_by.audience,
                ship_up_to=major(self.up_to_minor, currency),
                minimum=major(self.minimum_minor, currency) if self.minimum_minor else None,
                countries=self.countries,
                beside=("order", "product") if self.stacks == "with_everything" else (),
                by_code=self.by == "code",
            ),
        )

    def cost(self, year: Year) -> Cost:
        """With no cost given, the dearest rate that becomes free."""
        known = year.shipping_minor
        return Cost(shipping_minor=self.up_to_minor if known is None else known)

    def strength(self) -> Strength:
        return (self.kind, *self.countries), (self.up_to_minor, -self.minimum_minor)

    def with_code(self) -> Self:
        return self.model_copy(update={"by": "code"})

    @property
    def ship_up_to_minor(self) -> int | None:
        return self.up_to_minor
