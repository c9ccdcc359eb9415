"""A discount that the store should have, as plain data; the platform's own words for it come later."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Class = Literal["order", "product", "shipping"]
Form = Literal["percent", "shipping", "gift"]
USE = " use "
"""Between an effect and a number, where each use of it is a discount of its own."""


@dataclass(frozen=True, slots=True)
class For:
    """Who shares an effect, and what must be known of the store to word it."""

    key: str
    """The effect's."""
    audience: str
    """The key of the segment."""
    names: str
    """The tiers: `Silver + Gold`."""
    currency: str
    zone: str
    language: str
    """In which titles are: see `discount_titles.py`."""


@dataclass(frozen=True, slots=True)
class Gift:
    """`quantity` of a product for nothing, for whoever buys enough of something."""

    product: int
    quantity: int
    buys: str
    """Major units of the shop's currency."""


@dataclass(frozen=True, slots=True)
class Discount:
    """One discount for one audience. Exactly one of `percent`, `ship_up_to` and `gift` is set.

    Amounts are major units of the shop's currency, collections and products ids of the platform.
    """

    key: str
    title: str
    audience: str
    percent: int | None = None
    ship_up_to: str | None = None
    gift: Gift | None = None
    collections: tuple[int, ...] = ()
    """Of which the goods must be; for a gift: of which must be bought. Empty: all."""
    minimum: str | None = None
    countries: tuple[str, ...] = ()
    """Empty: everywhere."""
    beside: tuple[Class, ...] = ("shipping",)
    """The classes of discounts that go together with it."""
    by_code: bool = False
    """By a code of the merchant's choice; else by itself, and by the code only where there is no room."""
    once: bool = False
    """Each customer can use it once. Only codes can count."""
    starts_at: datetime | None = None
    """None: from now on."""
    ends_at: datetime | None = None

    @property
    def effect(self) -> str:
        """The benefit's, which may need several discounts."""
        return self.key.partition(USE)[0]

    @property
    def form(self) -> Form:
        if self.gift is not None:
            return "gift"
        return "percent" if self.percent is not None else "shipping"

    @property
    def code(self) -> str:
        """The code of it, or that stands in for it where the shop has no automatic discount left."""
        return "VIP-" + hashlib.sha256(self.key.encode()).hexdigest()[:10].upper()
