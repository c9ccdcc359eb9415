"""Early access: from which second each tier and the public may buy, and how visible the products are then.

A release has a public instant; a tier opens so many absolute hours before it, whatever the clocks do in
between (BEN-EXP-EARLY, TIER-T-EARLY). State and visibility are functions of an instant, so that whoever was
away over an opening does what is right now instead of what a timer missed (BEN-ENFORCE).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from app.rules.benefits.early_access import EarlyAccess
from app.rules.program import Program
from app.rules.wall_time import sayable

Stage = Literal["planned", "open", "public", "cancelled"]
Visibility = Literal["hidden", "by link", "listed", "as before"]
"""`by link`: members, and anybody whom they give the link, can see it; nothing else leads there."""

STRICTEST_FIRST: tuple[Visibility, ...] = ("hidden", "by link", "listed", "as before")


@dataclass(frozen=True, slots=True)
class Release:
    """Products that members may buy before the public; `hours` by the name of the tier."""

    public_at: datetime
    hours: Mapping[str, int]
    before: Literal["hidden", "unlisted"]
    zone: str
    cancelled_at: datetime | None = None

    @property
    def opens_to_all(self) -> datetime:
        """The first instant at which everybody may buy."""
        return sayable(self.public_at, self.zone)

    def openings(self) -> dict[str, datetime]:
        """By tier the first instant at which its members may buy; the earliest first.

        One that falls into the second pass of a repeated hour is at its end (see `wall_time.sayable`).
        """
        opened = {
            tier: min(sayable(self.public_at - timedelta(hours=hours), self.zone), self.opens_to_all)
            for tier, hours in self.hours.items()
            if hours > 0
        }
        return dict(sorted(opened.items(), key=lambda each: each[1]))

    def opens_to(self, tier: str | None) -> datetime:
        """From when somebody of this tier may buy; None is nobody's tier."""
        return self.openings().get(tier, self.opens_to_all) if tier else self.opens_to_all

    def may_buy(self, tier: str | None, at: datetime) -> bool:
        return self.cancelled_at is not None or at >= self.opens_to(tier)

    def stage(self, at: datetime) -> Stage:
        if self.cancelled_at is not None and self.cancelled_at <= at:
            return "cancelled"
        if at >= self.opens_to_all:
            return "public"
        return "open" if self.open_tiers(at) else "planned"

    def open_tiers(self, at: datetime) -> tuple[str, ...]:
        """The tiers that may buy while the public may not yet."""
        if at >= self.opens_to_all:
            return ()
        return tuple(tier for tier, opening in self.openings().items() if opening <= at)

    def visibility(self, at: datetime) -> Visibility:
        """How visible the products should be in the online store."""
        stage = self.stage(at)
        if stage == "cancelled":
            return "as before"
        if stage == "public":
            return "listed"
        return "hidden" if stage == "planned" and self.before == "hidden" else "by link"

    def next_change(self, at: datetime) -> datetime | None:
        """The next instant at which anybody may buy who could not before; None if there is none."""
        if self.cancelled_at is not None:
            return None
        coming = [each for each in (*self.openings().values(), self.opens_to_all) if each > at]
        return min(coming, default=None)


def hours_by_tier(program: Program) -> dict[str, int]:
    """How much earlier each tier of the program may buy; tiers without early access are left out."""
    given = {
        tier.name: max((each.hours for each in tier.benefits if isinstance(each, EarlyAccess)), default=0)
        for tier in program.tiers
    }
    return {name: hours for name, hours in given.items() if hours}


def strictest(wanted: Iterable[Visibility]) -> Visibility:
    """What holds for a product of several releases: nobody sees it sooner than each of them allows."""
    return min(wanted, key=STRICTEST_FIRST.index)
