"""What a simulation tells: months, tiers and members of a program that was replayed on a shop's history.

Money is in minor units of the shop's currency, shares are in basis points, days are local.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.rules.standing import Kind

DAYS_OF_A_YEAR = 365
FLAPPING_DAYS = 90
"""A move that is taken back within so many days was none worth announcing."""

Verdict = Literal["under", "good", "over", "no privilege"]


@dataclass(frozen=True, slots=True)
class TierMonth:
    """One tier in one month; `members` at its end. Money by the tier that was held when it was spent."""

    tier: str | None
    members: int = 0
    spend_minor: int = 0
    orders: int = 0
    discount_minor: int = 0
    shipping_minor: int = 0
    packaging_minor: int = 0
    gifts_minor: int = 0
    support_minor: int = 0

    @property
    def cost_minor(self) -> int:
        benefits = self.shipping_minor + self.packaging_minor + self.gifts_minor + self.support_minor
        return self.discount_minor + benefits

    def plain(self) -> dict[str, Any]:
        return asdict(self) | {"cost_minor": self.cost_minor}


@dataclass(frozen=True, slots=True)
class Moved:
    """How often members rose and fell. Who is placed on the first day does not rise."""

    promotions: int = 0
    demotions: int = 0
    reactivations: int = 0
    """The part of the promotions that took back some of what was lost before."""


@dataclass(frozen=True, slots=True)
class Month:
    """The part of a month from `first` to `last` that was replayed."""

    first: date
    last: date
    customers: int
    tiers: tuple[TierMonth, ...]  # without a tier first, then from the lowest up
    moved: Moved

    @property
    def members(self) -> int:
        return sum(each.members for each in self.tiers[1:])

    @property
    def cost_minor(self) -> int:
        return sum(each.cost_minor for each in self.tiers)


@dataclass(frozen=True, slots=True)
class Reached:
    """How long it took from the first order; those placed in the tier on the first day are not timed."""

    tier: str
    customers: int
    median_days: int | None
    placed: int


@dataclass(frozen=True, slots=True)
class Flapping:
    """Members who fell and were back within FLAPPING_DAYS, and who rose and fell back within them."""

    down_and_back: int
    up_and_back: int


@dataclass(frozen=True, slots=True)
class Share:
    """Customers in the tier on the last day, of all who had ordered by then; `tier` None: in none."""

    tier: str | None
    customers: int
    basis_points: int


@dataclass(frozen=True, slots=True)
class TierAssumed:
    """What a tier was taken to cost: percent of the spend, an order, and a member and year."""

    tier: str
    discount_percent: int
    landing_percents: tuple[int, ...]
    shipping_minor: int
    packaging_minor: int
    gifts_minor: int
    support_minor: int


@dataclass(frozen=True, slots=True)
class MemberMove:
    at: datetime
    day: date
    from_rank: int
    to_rank: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Member:
    """A customer who ever had a tier, the tier on the last day, and the way there."""

    customer: str
    tier: str | None
    moves: tuple[MemberMove, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A population line of a review day: what earned and what kept the tier, in the metric's unit."""

    tier: str
    day: date
    entry: int
    keep: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """A program replayed from the start of the local day `first` to the end of `last`.

    `totals` are the months added up, with the members of the last day.
    """

    first: date
    last: date
    zone: str
    currency: str
    customers: int
    months: tuple[Month, ...]
    totals: tuple[TierMonth, ...]
    moved: Moved
    reached: tuple[Reached, ...]
    flapping: Flapping
    shares: tuple[Share, ...]
    in_a_tier_basis_points: int
    verdict: Verdict | None
    """Of TIER-SHARE: 10 to 20 % in any tier are good, 40 % no privilege; None without customers."""
    assumed: tuple[TierAssumed, ...]
    lines: tuple[Drawn, ...]
    members: tuple[Member, ...]  # by customer

    @property
    def in_a_tier(self) -> int:
        return sum(each.members for each in self.totals[1:])

    @property
    def cost_minor(self) -> int:
        return sum(each.cost_minor for each in self.totals)

    @property
    def member_spend_minor(self) -> int:
        return sum(each.spend_minor for each in self.totals[1:])

    def to_json(self, *, members: bool = False) -> dict[str, Any]:
        """Plain data; the key `members` only where they are asked for."""
        told = asdict(self)
        for month, data in zip(self.months, told["months"], strict=True):
            data["tiers"] = [each.plain() for each in month.tiers]
            data["cost_minor"] = month.cost_minor
        told |= {"totals": [each.plain() for each in self.totals], "cost_minor": self.cost_minor}
        if not members:
            del told["members"]
        plain: dict[str, Any] = _plain(told)
        return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
