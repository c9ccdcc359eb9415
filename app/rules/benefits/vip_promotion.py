"""BEN-B-PROMO: a percentage off for members on some days of the store, from the first to the last of them."""

from datetime import date, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.discount import Discount, For
from app.rules.benefits.discount_titles import title
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, how, only, saying
from app.rules.benefits.say import ENGLISH, Say
from app.rules.benefits.stacks import BESIDE, Stacks, by_itself_or_code
from app.rules.money import half_up
from app.rules.periods import starts_at
from app.rules.said import said

DAYS_OF_A_YEAR = 365


class VipPromotion(Kind):
    category: ClassVar[Category] = "financial"

    kind: Literal["vip_promotion"] = "vip_promotion"
    percent: int = Field(ge=1, le=100)
    starts_on: date = Field(description="the first day, in the store's time")
    ends_on: date = Field(description="the last day")
    collections: tuple[int, ...] = Field(default=(), max_length=50, description="ids; empty: everything")
    stacks: Stacks = "with_shipping"
    by: Literal["itself", "code"] = "itself"

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.ends_on < self.starts_on:
            raise ValueError(said("a promotion cannot end before it starts"))
        return self

    def told(self, _currency: str, say: Say = ENGLISH) -> str:
        days = {"percent": self.percent, "first": self.starts_on, "last": self.ends_on}
        words = say("{percent} % off every order from {first} to {last}", **days)
        if self.collections:
            words = say("{percent} % off selected collections from {first} to {last}", **days)
        return say.and_then(words, by_itself_or_code(self.by, say))

    def said(self, _currency: str) -> Phrase:
        first, last = self.starts_on.isoformat(), self.ends_on.isoformat()
        notes = (only("note_collections", self.collections), how(self.by))
        return saying(self.kind, notes, percent=self.percent, first=first, last=last)

    def entitlement(self) -> dict[str, object]:
        days = {"starts_on": self.starts_on.isoformat(), "ends_on": self.ends_on.isoformat()}
        return {"percent": self.percent, "collections": list(self.collections), **days}

    def discounts(self, shared_by: For) -> tuple[Discount, ...]:
        return (
            Discount(
                shared_by.key,
                title(
                    shared_by.language,
                    "until",
                    names=shared_by.names,
                    percent=self.percent,
                    day=self.ends_on,
                ),
                shared_by.audience,
                percent=self.percent,
                collections=self.collections,
                beside=BESIDE[self.stacks],
                by_code=self.by == "code",
                starts_at=starts_at(self.starts_on, shared_by.zone),
                ends_at=starts_at(self._over_on, shared_by.zone),
            ),
        )

    def cost(self, year: Year) -> Cost:
        """As if the year's spend were spread evenly over its days."""
        days = (self._over_on - self.starts_on).days
        return Cost(a_year_minor=half_up(year.spend_minor * self.percent * days, 100 * DAYS_OF_A_YEAR))

    def strength(self) -> Strength:
        return (self.kind, self.starts_on.isoformat(), *map(str, self.collections)), (self.percent,)

    def on(self, day: date) -> Self | None:
        return self if self.starts_on <= day <= self.ends_on else None

    def turns_on(self) -> tuple[date, ...]:
        return self.starts_on, self._over_on

    def with_code(self) -> Self:
        return self.model_copy(update={"by": "code"})

    @property
    def _over_on(self) -> date:
        return self.ends_on + timedelta(days=1)
