"""What every kind of benefit answers. A kind says what is its own; for the rest it is as here."""

import hashlib
import json
from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict

from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.discount import Discount, For
from app.rules.benefits.of_orders import OrderPromise
from app.rules.benefits.phrase import Phrase, saying
from app.rules.benefits.say import ENGLISH, Say

Category = Literal["financial", "experience", "personal"]
"""BEN-3CAT."""

Strength = tuple[tuple[str, ...], tuple[int, ...]]


class Kind(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    category: ClassVar[Category] = "experience"

    kind: str

    def effect(self) -> str:
        """Its stable key. Equal effects share one audience and one discount in the store."""
        return f"{self.kind} {self.mark()}".strip()

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        """What the shopper reads, in the language of `say`."""
        raise NotImplementedError

    def said(self, currency: str) -> Phrase:
        """The same as a key and values, for every language of a storefront."""
        del currency
        return saying(self.kind)

    def entitlement(self) -> dict[str, object]:
        """What themes and helpdesks read of it in the customer's status, beside `kind` and `told`."""
        return {}

    def discounts(self, shared_by: For) -> tuple[Discount, ...]:
        """What it needs at the checkout."""
        del shared_by
        return ()

    def tags(self) -> tuple[str, ...]:
        """Tags of a member beside that of the tier."""
        return ()

    def of_order(self) -> OrderPromise:
        """What it promises of every order of a member."""
        return OrderPromise()

    def cost(self, year: Year) -> Cost:
        """What a member's year of it costs."""
        del year
        return Cost()

    def strength(self) -> Strength:
        """Which benefit it is, and its numbers, of which more is better: for comparing tiers."""
        return (self.kind,), ()

    def on(self, day: date) -> Self | None:
        """As it stands on a local day; None on days on which nobody is promised it."""
        del day
        return self

    def turns_on(self) -> tuple[date, ...]:
        """The local days on which `on` changes its answer."""
        return ()

    def at_most(self, percent: int) -> Self:
        """As it is for a member on a step of the soft landing."""
        del percent
        return self

    @property
    def off_percent(self) -> int:
        """What it takes off every purchase."""
        return 0

    @property
    def ship_up_to_minor(self) -> int | None:
        """The dearest rate that it makes free."""
        return None

    @property
    def early_hours(self) -> int:
        """How many hours before the public its members may buy."""
        return 0

    @property
    def unless_full_price_tenths(self) -> int | None:
        """From this part of their spend at full price on, members have something else in its place."""
        return None

    def told_instead(self) -> str:
        """What those members read in its place."""
        return ""

    def with_code(self) -> Self:
        """As it is told where a code stands for it, by choice or because the store had no room."""
        return self

    def mark(self, *besides: str) -> str:
        """A short mark of what is set beside these fields; empty where all of it is as usual."""
        unusual = self.model_dump(mode="json", exclude_defaults=True, exclude={"kind", *besides})
        if not unusual:
            return ""
        return hashlib.sha256(json.dumps(unusual, sort_keys=True).encode()).hexdigest()[:10]
