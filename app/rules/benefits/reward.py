"""What every one-time benefit gives: store credit, a code for one use, or a gift card (BEN-FIN-CREDIT).

Store credit and gift cards are money; a code may take a percentage off one order instead.
"""

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import Say
from app.rules.money import half_up, major
from app.rules.said import said


class Reward(Kind):
    category: ClassVar[Category] = "financial"
    times_a_year: ClassVar[int] = 1

    form: Literal["store_credit", "code", "gift_card"] = "store_credit"
    amount_minor: int | None = Field(default=None, gt=0, description="minor units of the shop")
    percent: int | None = Field(default=None, ge=1, le=100, description="instead of an amount; codes only")
    valid_days: int = Field(default=365, ge=0, le=1826, description="days to use it in; 0: it stays")

    @model_validator(mode="after")
    def _one_worth(self) -> Self:
        if (self.amount_minor is None) == (self.percent is None):
            raise ValueError(said("a one-time benefit needs either an amount or a percent"))
        if self.percent is not None and self.form != "code":
            raise ValueError(said("only a code can take a percentage off; give an amount"))
        return self

    def given(self, currency: str, say: Say) -> str:
        """In words: `50.00 USD store credit`."""
        if self.amount_minor is None:
            return say("{percent} % off one order, by code", percent=self.percent)
        amount = say.money(self.amount_minor, currency)
        match self.form:
            case "store_credit":
                return say("{amount} store credit", amount=amount)
            case "gift_card":
                return say("{amount} on a gift card", amount=amount)
        return say("{amount} off one order, by code", amount=amount)

    def said(self, currency: str) -> Phrase:
        """`given` is a phrase of its own, such as store credit of an amount."""
        amount = major(self.amount_minor, currency) if self.amount_minor is not None else None
        key = f"given_{self.form}" if amount is not None else "given_code_percent"
        return saying(self.kind, given=saying(key, amount=amount, percent=self.percent))

    def entitlement(self) -> dict[str, object]:
        return {"form": self.form, "amount_minor": self.amount_minor, "percent": self.percent}

    def cost(self, year: Year) -> Cost:
        """At most: as if every one of them were used, a percentage on an order of average size."""
        if self.amount_minor is not None:
            return Cost(gifts_minor=self.times_a_year * self.amount_minor)
        if not year.orders_hundredths or self.percent is None:
            return Cost()
        part = self.times_a_year * year.spend_minor * self.percent
        return Cost(gifts_minor=half_up(part, year.orders_hundredths))

    def strength(self) -> Strength:
        return (self.kind, self.form), (self.amount_minor or 0, self.percent or 0)
