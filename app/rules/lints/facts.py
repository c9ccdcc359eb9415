"""What is known of a shop when its program is judged. All of it may be unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Payoff:
    """What the economics say about a tier."""

    verdict: Literal["loses", "pays_only_with_retention", "pays"]
    gain_minor: int
    """What a member brings in a year beyond what the same customers bring without the tier."""
    pays_from: int | None = None
    """The least that a member must hold so that the tier pays, in the metric's unit; None: not known."""


@dataclass(frozen=True, slots=True)
class Facts:
    counts: Mapping[int, int] = field(default_factory=dict)
    """Customers by the rank that the program would give them; 0: without a tier."""
    average_order_minor: int | None = None
    history_months: int | None = None
    """How far back orders are known."""
    best: Mapping[int, int] = field(default_factory=dict)
    """Percent of the customers, the best first -> the least that one of them holds, in the metric's unit."""
    payoffs: Mapping[int, Payoff] = field(default_factory=dict)
    """By rank."""
    full_price_tenths: Mapping[int, int] = field(default_factory=dict)
    """By rank: the part of the members' spend that was at full price, in tenths of a percent."""
    early_access_enforced: bool | None = None
    """Does the store keep the public from buying while members may?"""
    other_automatic_discounts: int | None = None
    """How many of the store's automatic discounts are not ours."""
    today: date | None = None
    """The store's local day: promotions that are over need nothing any more."""
    previous: Program | None = None
    """The program that is live."""
