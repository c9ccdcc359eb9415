"""BEN-FIN-PCT, TIER-T-DISC: a percentage off, of everything or of some collections.

Applied by itself at the checkout, or by a code that works for members alone. The platform's automatic
discounts count nothing, and its codes count one use a customer: the first N orders are N codes.
"""

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.discount import USE, Discount, For
from app.rules.benefits.discount_titles import title
from app.rules.benefits.kind import Category, Kind, Strength
from app.rules.benefits.phrase import Phrase, how, only, saying
from app.rules.benefits.say import ENGLISH, Say
from app.rules.benefits.stacks import BESIDE, Stacks, by_itself_or_code
from app.rules.money import half_up, major

MOST_FIRST_ORDERS = 5
"""Each is a code that the shopper must apply."""


class Instead(BaseModel):
    """BEN-B-FIT, ID-M3-NODISCOUNT, GAP-DISCFIT: who pays the full price anyway is given an experience."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    experience: str = Field(min_length=1, max_length=200, description="what they are told")
    from_full_price_tenths: int = Field(
        default=800, ge=1, le=1000, description="of 1,000 spent, so much was at full price, or more"
    )


class PercentOff(Kind):
    category: ClassVar[Category] = "financial"

    kind: Literal["percent_off"] = "percent_off"
    percent: int = Field(ge=1, le=100)
    collections: tuple[int, ...] = Field(default=(), max_length=50, description="ids; empty: everything")
    first_orders: int | None = Field(default=None, ge=1, le=MOST_FIRST_ORDERS)
    minimum_minor: int = Field(default=0, ge=0, description="from which a purchase is discounted")
    stacks: Stacks = "with_shipping"
    by: Literal["itself", "code"] = "itself"
    instead: Instead | None = None

    def effect(self) -> str:
        unless = f"unless {self.instead.from_full_price_tenths}" if self.instead else ""
        parts = ("percent", str(self.percent), self.mark("percent", "instead"), unless)
        return " ".join(part for part in parts if part)

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        """Such as: 10 % off every order, applied by itself at the checkout."""
        words = self._off(say)
        words = say("{discount} in selected collections", discount=words) if self.collections else words
        if self.minimum_minor:
            least = say.money(self.minimum_minor, currency)
            words = say("{discount} of {amount} or more", discount=words, amount=least)
        if self.stacks == "alone":
            words = say.and_then(words, say("not together with other discounts"))
        return say.and_then(words, self._by(say))

    def _off(self, say: Say) -> str:
        match self.first_orders:
            case None:
                return say("{percent} % off every order", percent=self.percent)
            case 1:
                return say("{percent} % off your next order", percent=self.percent)
        return say("{percent} % off {orders} orders", percent=self.percent, orders=self.first_orders)

    def _by(self, say: Say) -> str:
        if self.first_orders is not None and self.first_orders > 1:
            return say("each with a code of its own that works once")
        if self.first_orders is not None:
            return say("with a code that works once")
        return by_itself_or_code(self.by, say)

    def said(self, currency: str) -> Phrase:
        notes = (
            only("note_collections", self.collections),
            only("note_minimum", self.minimum_minor, amount=major(self.minimum_minor, currency)),
            only("note_alone", self.stacks == "alone"),
            how(self.by) if self.first_orders is None else saying("note_codes_once"),
        )
        key = self.kind if self.first_orders is None else "percent_off_first"
        return saying(key, notes, percent=self.percent, count=self.first_orders)

    def entitlement(self) -> dict[str, object]:
        return {"percent": self.percent, "collections": list(self.collections)}

    def discounts(self, shared_by: For) -> tuple[Discount, ...]:
        one = Discount(
            shared_by.key,
            title(shared_by.language, "percent", names=shared_by.names, percent=self.percent),
            shared_by.audience,
            percent=self.percent,
            collections=self.collections,
            minimum=major(self.minimum_minor, shared_by.currency) if self.minimum_minor else None,
            beside=BESIDE[self.stacks],
            by_code=self.by == "code",
        )
        if self.first_orders is None:
            return (one,)
        each = replace(one, by_code=True, once=True)
        return tuple(
            replace(
                each,
                key=f"{one.key}{USE}{n}",
                title=title(shared_by.language, "of_order", title=one.title, number=n),
            )
            for n in range(1, self.first_orders + 1)
        )

    def cost(self, year: Year) -> Cost:
        """At most: as if all that is bought were of the collections and above the minimum."""
        if self.first_orders is None:
            return Cost(off_percent=self.percent)
        orders = min(self.first_orders * 100, year.orders_hundredths)
        if not orders:
            return Cost()
        part = year.spend_minor * orders * self.percent
        return Cost(a_year_minor=half_up(part, year.orders_hundredths * 100))

    def strength(self) -> Strength:
        which = (self.kind, *map(str, self.collections))
        return which, (self.percent, -self.minimum_minor, self.first_orders or 10**6)

    def at_most(self, percent: int) -> Self:
        return self.model_copy(update={"percent": min(self.percent, percent)})

    def told_instead(self) -> str:
        return self.instead.experience if self.instead else ""

    def with_code(self) -> Self:
        return self.model_copy(update={"by": "code"})

    @property
    def off_percent(self) -> int:
        return self.percent if self.first_orders is None else 0

    @property
    def unless_full_price_tenths(self) -> int | None:
        return self.instead.from_full_price_tenths if self.instead else None
