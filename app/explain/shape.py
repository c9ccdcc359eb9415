"""The shape of an explanation: plain frozen data, the same for the command line, pages and simulations.

An `Explanation` holds the member (`who`), the standing (`tier`, `since`, `metric_value`, `earned`), what it
is measured by (`program`, `window`, `tiers`, `next_tier`, `to_next`), the ledger (`orders`, newest
first, each with its `rows`), the way here (`path` as folded now, `changes` as recorded then), what happens
next (`leaving`, `fall`, `next_review_at`, `note`) and what waits (`waiting`). It adds up:

    sum(row.counted_minor) + order.correction_minor == order.counted_minor     for every order
    sum(order.counted_minor) + correction_minor     == metric_value
    row.counted_minor + sum(row.left_out)           == the sum of row.amounts  for every row

Amounts are minor units of `currency`, of a row's own currency where that is another; days are local.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.explain.plain import plain
from app.rules.amounts import Amounts
from app.rules.note import Note


@dataclass(frozen=True, slots=True)
class Merged:
    """An id that was merged into the member."""

    id: int
    platform_id: int | None
    email: str | None
    merged_at: datetime


@dataclass(frozen=True, slots=True)
class Who:
    id: int
    platform_id: int | None
    """None: a guest, or known from an import only."""
    email: str | None
    name: str
    gone: bool
    """Deleted in the store, or redacted."""
    merged: tuple[Merged, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """A tier by its place; rank 0 has no name: no tier."""

    rank: int
    name: str | None


@dataclass(frozen=True, slots=True)
class TierLine:
    rank: int
    name: str
    entry: int | None
    """What earns it, in the metric's unit; None while its population line is not drawn."""
    reached: bool
    """By the spend in the window alone."""


@dataclass(frozen=True, slots=True)
class ProgramUsed:
    version: int
    live: bool
    """False: a draft; nothing of it is written to the store."""
    from_at: datetime | None
    counting: dict[str, Any]
    """What counts: `rules.program.Counting` as plain data."""


@dataclass(frozen=True, slots=True)
class Window:
    """Orders of the local days from `first` to `last` count."""

    first: date
    last: date
    period: str
    """In words: 12 months."""
    zone: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    amount_minor: int
    why: str


@dataclass(frozen=True, slots=True)
class Row:
    """What the ledger holds for one part of an order: corrections of one part are added up."""

    part: str
    """Order, Edit, Refund or Cancelled."""
    component: str
    """The ledger's own name of it, such as refund:1234."""
    on: date
    occurred_at: datetime
    recorded_at: datetime
    payment: str
    """paid, partially paid, unpaid or test."""
    currency: str
    amounts: Amounts
    counted_minor: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class OrderLines:
    order_id: int
    name: str
    ordered_on: date
    ordered_at: datetime
    rows: tuple[Row, ...]
    counted_minor: int
    """What it adds to the spend in the window."""
    correction_minor: int
    """Not 0 where the rows alone would take the order below zero."""
    leaves_on: date | None
    """The first day on which nothing of it counts any more; None if nothing counts now."""


@dataclass(frozen=True, slots=True)
class Change:
    """A move between tiers, with the numbers that decided."""

    at: datetime
    recorded_at: datetime | None
    """None on the path, which is folded anew and not recorded."""
    from_tier: Rank
    """By its own name where the version has it no more; its place is then that of the tier below."""
    to_tier: Rank
    kind: str
    """spend, reversal, merge, moved or went_live."""
    metric_value: int | None
    threshold: int | None
    order_id: int | None
    order_name: str | None
    program_version: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """On `day` orders worth `amount_minor` leave; the window would then hold `left_minor`."""

    day: date
    amount_minor: int
    left_minor: int
    earned: Rank
    """What the window alone would earn then."""


@dataclass(frozen=True, slots=True)
class Warned:
    """A notice of the fall: when it is due, and when it was recorded (None: not yet)."""

    kind: str
    due_on: date
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What happens if nothing more is bought: on `day` the tier becomes `to`."""

    day: date
    to: Rank
    kind: str
    """time, override_ended or program."""
    needed: int | None
    """What keeps the tier if bought by the day before, in the metric's unit; None: nothing does."""
    notices: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class ByHand:
    """A floor or ceiling in force."""

    id: int
    kind: str
    tier: str | None
    reason: str
    author: str
    goodwill: bool
    from_at: datetime
    until: datetime | None
    decides: bool
    """Is the tier what it is because of this one?"""
    without: Rank
    """The tier at once if somebody ends this one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that is not settled yet. `kind`: evaluation, backfill, read_back or unknown_order."""

    kind: str
    words: str
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    shop: str
    currency: str
    at: datetime
    known: datetime | None
    """What was recorded by then is told; None: all that is known."""
    who: Who
    tier: Rank
    since: datetime | None
    earned: Rank
    """What the window alone earns; below `tier` for a member who has not been buying."""
    metric_value: int
    correction_minor: int
    program: ProgramUsed
    window: Window
    tiers: tuple[TierLine, ...]
    next_tier: Rank | None
    to_next: int | None
    orders: tuple[OrderLines, ...]
    path: tuple[Change, ...]
    changes: tuple[Change, ...]
    leaving: tuple[Leaving, ...]
    below_since: date | None
    """Since when less is held than keeps the tier; grace runs. None in good standing."""
    landing_percent: int | None
    """The discount of a step of the soft landing, where one is reached."""
    fall: Ahead | None
    by_hand: tuple[ByHand, ...]
    computed: Rank
    """What would hold without what was set by hand."""
    next_review_at: datetime | None
    """The next instant at which time alone changes any of this."""
    note: Note
    """In words: what can change the tier from here."""
    waiting: tuple[Waiting, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data for JSON: instants and days as ISO 8601 text."""
        data = plain(self)
        assert isinstance(data, dict)
        return data
