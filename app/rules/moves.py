"""What a fold tells: moves between tiers, what lies ahead, and the standing itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.rules.notices import Due

Kind = Literal[
    "went_live",
    "spend",
    "review",
    "time",
    "reversal",
    "program",
    "override",
    "override_ended",
    "merge",
    "moved",
]


@dataclass(frozen=True, slots=True)
class Move:
    """A change of rank, dated by its own instant, with what decided. `order_id` if an order caused it."""

    at: datetime
    from_rank: int
    to_rank: int
    metric_value: int
    order_id: int | None
    kind: Kind = "spend"
    version: int = 1
    threshold: int | None = None
    override_id: int | None = None
    lost: str | None = None
    """The tier that was held and that the version does not have. `from_rank` is then where whoever held it
    is carried to, so that ranks of one move are those of one version; equal ranks are a fall."""

    @property
    def down(self) -> bool:
        return self.to_rank < self.from_rank or (self.lost is not None and self.to_rank == self.from_rank)


@dataclass(frozen=True, slots=True)
class Leaving:
    """On `day` something worth `amount` leaves; the period then holds `left`, worth rank `earned_rank`."""

    day: date
    amount: int
    left: int
    earned_rank: int


@dataclass(frozen=True, slots=True)
class Fall:
    """What happens if nothing more is bought: on the local `day` the tier becomes `to_rank`."""

    day: date
    to_rank: int
    kind: Kind
    needed: int | None
    """What must be bought by the day before so that it does not happen then, to the cent, in the metric's
    unit. None where no purchase prevents it: the year has its end, or somebody set the day."""


@dataclass(frozen=True, slots=True)
class Standing:
    rank: int
    since: datetime | None
    """When the present rank was reached; None without a tier."""
    metric_value: int
    earned_rank: int
    """What the period alone would earn today; below `rank` for a member who has not been buying."""
    to_next: int | None
    """What is missing to the next tier; None at the top, or while its line is not drawn."""
    halfway: bool
    """Has the member at least half of what the next tier asks? (MSG-HALF)"""
    moves: tuple[Move, ...]
    leaving: tuple[Leaving, ...]
    """What leaves the period if nothing more is bought, day by day."""
    fall: Fall | None
    """The next fall if nothing more is bought (GAP-FORECAST)."""
    notices: tuple[Due, ...]
    """The notices that the next fall needs, recorded or not (DEM-60, DEM-30)."""
    below_since: date | None
    """Since this local day the member holds less than keeps the tier; None in good standing."""
    landing: int
    """How many steps of the soft landing are reached; 0: full benefits."""
    computed_rank: int
    """Without what was set by hand."""
    override_id: int | None
    """What was set by hand and decides now."""
    entered_at: datetime | None
    """Since when the customer is a member at all."""
    next_review_at: datetime | None
    """The next instant at which time alone changes any of this."""
