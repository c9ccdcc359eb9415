"""What a suggestion tells beside the program: where each threshold comes from, and what was not possible."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from app.rules.breaks import Breaks
from app.rules.distribution import Histogram, StandOut
from app.rules.program import Program

Basis = Literal["break", "log_break", "share", "step", "default"]
"""Where a threshold comes from: a natural break of spend or of its logarithm; the share of customers wanted;
the least step above the tier below; or the default program, where the spends allow none of these."""

NoteKind = Literal[
    "too_few_buyers", "all_equal", "ties", "short_history", "nobody", "never_pays", "pays_only_above"
]


@dataclass(frozen=True, slots=True)
class Note:
    """What was not possible or should be known. `rank` 0 is about all tiers. `figure`, by kind:

    `too_few_buyers` how many there are; `all_equal` what each spent; `ties` the spend that so many share
    that no amount reaches the share wanted; `short_history` the days that are known of the period;
    `nobody` reaches the tier, 0; `never_pays` by the program's assumptions, 0; `pays_only_above` the entry,
    break-even and a fifth.
    """

    kind: NoteKind
    rank: int = 0
    figure: int = 0


@dataclass(frozen=True, slots=True)
class SuggestedTier:
    """Money in minor units, shares in basis points of all buyers and of all that is spent.

    `reaching` spend `entry_minor` or more; the `customers` of the tier do not reach the next one. Break-even
    and 20–30 % above it (TIER-ECON-THRESH) are a year's spend; None: no spend makes the tier pay.
    """

    rank: int
    name: str
    entry_minor: int
    basis: Basis
    drawn_from_minor: int  # before rounding
    reaching: int
    reaching_basis_points: int
    customers: int
    customers_basis_points: int
    spend_minor: int  # of its customers
    spend_basis_points: int
    break_even_minor: int | None
    pays_from_minor: int | None
    pays_to_minor: int | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """At the end of `as_of`, for the period from `counted_from`. Buyers are customers who spent anything."""

    currency: str
    as_of: date
    counted_from: date
    first_order_on: date | None
    customers: int
    buyers: int
    spend_minor: int
    program: Program
    tiers: tuple[SuggestedTier, ...]  # lowest first
    notes: tuple[Note, ...]
    breaks: tuple[Breaks, ...]  # of spend, of its logarithm
    groups_above_average: int
    """Of the groups of spend: more than one speaks for more than one tier (TIER-MULTIGROUP)."""
    histogram: Histogram
    stand_out: tuple[StandOut, ...]  # by spend, by orders

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON."""
        first = self.first_order_on
        return asdict(self) | {
            "as_of": self.as_of.isoformat(),
            "counted_from": self.counted_from.isoformat(),
            "first_order_on": first.isoformat() if first else None,
            "program": self.program.model_dump(mode="json"),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Suggestion":
        """The same again, of what `to_json` gave."""
        return _READER.validate_python(told)


_READER = TypeAdapter(Suggestion)
