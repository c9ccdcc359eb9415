"""A member's standing: a fold over what happened, not a snapshot (design 4, "Evaluate"; I-13).

The fold starts where the first program starts, with the tier that the period of that day earns, and takes
every later instant at which spend changes, time alone decides, the program changes or somebody steps in.
Facts that arrive late are folded in where they belong, so equal knowledge gives equal standing whatever
the order of arrival. Live, `verify`, explanations, forecasts and simulations are this one fold.

A member who no longer holds what keeps the tier is *below*. From that day grace runs, and at its end the
tier falls, but never before 60 days have passed since the first notice and 30 since the second
(DEM-NOSURPRISE): a late notice moves the end. Refunds, fraud marks and the merchant's decision act at once.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

from app.rules.notices import FIRST_DAYS, RISK_30, RISK_60, SECOND_DAYS, Due, occasion
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, local_day, starts_at
from app.rules.program import (
    CalendarYear,
    Continuous,
    FixedTerm,
    Monthly,
    Program,
    Tier,
    Weekly,
)
from app.rules.qualifying import Total, total_of

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
LOOK_AHEAD = timedelta(days=366 * 12)
"""Longer than the longest period, then a term and grace: whoever stands by then does not fall by time."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the program and the instant from which it applies."""

    number: int
    program: Program
    start: datetime
    grandfathered_until: date | None = None
    """Whoever it would lower keeps the tier until this local day."""


@dataclass(frozen=True, slots=True)
class Override:
    """A tier by hand: at least (floor) or at most (ceiling) `tier`, from `start` to `end`."""

    id: int
    kind: Literal["floor", "ceiling"]
    tier: str | None
    """Its name; None (ceilings only): no tier at all."""
    start: datetime
    end: datetime | None = None
    by_hand: bool = False
    """Was the end set by somebody, and not by the expiry? Then it acts at once, without notices."""


@dataclass(frozen=True, slots=True)
class Line:
    """A population line: from the local `day` on this much earns, and this much keeps, the tier."""

    tier: str
    day: date
    entry: int
    keep: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a standing rests on beside the member's own spend. Sequences are sorted by time."""

    versions: Sequence[Version]
    overrides: Sequence[Override] = ()
    lines: Sequence[Line] = ()
    warned: Mapping[tuple[str, str], date] | None = None
    """The local day on which each notice (kind, occasion) was recorded. None: each on the day it was due."""
    falls_stop: datetime | None = None
    """From here nobody falls by time: the shop's currency changed and the merchant has to decide."""

    @property
    def by_labels(self) -> bool:
        """Does any version look at an order's tags or sales channel?"""
        return any(version.program.counting.by_labels for version in self.versions)

    def applying(self, at: datetime) -> Version:
        """The version that applies at an instant; the first one where it is earlier still."""
        begun = [version for version in self.versions if version.start <= at]
        return begun[-1] if begun else self.versions[0]


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


def standing(
    spends: Callable[[Program], Sequence[OrderSpend]], known: Known, zone: str, at: datetime
) -> Standing:
    """The standing at `at` of the customer whose contributions under a program `spends` gives, sorted.

    `zone` is the shop's IANA zone. Contributions after `at` are not seen, except by `next_review_at`.
    """
    walk = _Walk(spends, known, zone, at)
    walk.run(at)
    return walk.tell()


def moves(
    spends: Callable[[Program], Sequence[OrderSpend]], known: Known, zone: str, until: datetime
) -> tuple[Move, ...]:
    """Every move up to `until`: what a simulation counts."""
    walk = _Walk(spends, known, zone, until)
    walk.run(until)
    return tuple(walk.moves)


def inside(spend: OrderSpend, at: datetime, first: date) -> bool:
    """Does this spend count at `at`, when `first` is the first day that does?"""
    return spend.at <= at and first <= spend.day


class _Walk:
    """One customer moving forward in time."""

    def __init__(
        self,
        spends: Callable[[Program], Sequence[OrderSpend]],
        known: Known,
        zone: str,
        at: datetime,
    ) -> None:
        self._spends_of, self._known, self._zone = spends, known, zone
        self._asked = local_day(at, zone)
        """The day of the question: a notice that is due and not recorded is recorded then at the earliest."""
        self._asked_at = at
        self._later: datetime | None = None
        """The first spend after the question."""
        self._version_no = 0
        self._version = known.versions[0]
        self._program = self._version.program
        self._total: Total = total_of(self._program.period)
        self._load()
        self._marks = self._dated_marks()
        self._lines: dict[str, list[Line]] = {}
        for line in known.lines:
            self._lines.setdefault(line.tier, []).append(line)
        self.now = self._version.start
        self.rank = 0
        """As computed, without what was set by hand."""
        self._shown = 0
        self._entered_at: datetime | None = None
        self._term: date | None = None
        """The start of a fixed term."""
        self._below: date | None = None
        self._grandfathered: date | None = None
        self._plan: tuple[date, int] | None = None
        """The day and the rank of the fall by time that would be seen, if nothing is bought."""
        self._plan_known: date = self._day(self.now)
        self.moves: list[Move] = []
        self._lacking: int | None = None
        """What would have prevented the last fall by time."""
        self._fallen: tuple[date, int] | None = None
        """The plan by which it came."""
        self._today, self._yesterday = self._day(self.now), 0
        """The day that was reached, and what the period held at the end of the day before."""
        self._since: datetime | None = None
        self._open()

    # Moving

    def run(self, until: datetime) -> None:
        """Takes everything that happens up to `until`."""
        while (found := self._upcoming()) is not None and found[0] <= until:
            self._take(*found)
        self._reach(max(self.now, until))

    def _reach(self, at: datetime) -> None:
        self.now, day = at, self._day(at)
        if day > self._today:
            self._today, self._yesterday = day, self._total.balance(day - timedelta(days=1))

    def _open(self) -> None:
        start = self._version.start
        self._add_until(start)
        day = self._day(start)
        value = self._total.value(day)
        self.rank = self._earned(self._total.kept(day), day)
        if self.rank:
            self._enter(start)
        self._show(start, "went_live", None, value, 0)
        self._replan(start)

    def _upcoming(self) -> tuple[datetime, str] | None:
        """The next instant and what it brings; at one instant decisions, then time, then spend."""
        best: tuple[datetime, int, str] | None = None
        if self._version_no + 1 < len(self._known.versions):
            best = (self._known.versions[self._version_no + 1].start, 0, "version")
        if self._marks and (best is None or (self._marks[0], 1) < best[:2]):
            best = (self._marks[0], 1, "mark")
        day = self._next_day()
        if day is not None:
            at = max(starts_at(day, self._zone), self.now)
            if best is None or (at, 2) < best[:2]:
                best = (at, 2, "day")
        if self._next < len(self._spends) and (best is None or (self._spends[self._next].at, 3) < best[:2]):
            best = (self._spends[self._next].at, 3, "spend")
        return None if best is None else (best[0], best[2])

    def _take(self, at: datetime, what: str) -> None:
        self._reach(at)
        if what == "version":
            self._switch()
        elif what == "mark":
            while self._marks and self._marks[0] <= at:
                self._marks.pop(0)
            self._judge(at, "time")
        elif what == "day":
            self._judge(at, "time")
        else:
            spend, day = self._spends[self._next], self._day(at)
            held = self._holds(self.rank, self._total.kept(day), day)
            self._next += 1
            self._total.add(spend)
            taken = spend.amount < 0 and held
            self._judge(at, "reversal" if taken else "spend", spend.order_id)
        self._replan(at)

    def _load(self) -> None:
        """The contributions under the program in force, as far as the question sees them."""
        every = sorted(self._spends_of(self._program), key=lambda spend: (spend.at, spend.order_id))
        self._spends = [spend for spend in every if spend.at <= self._asked_at]
        self._next = 0
        if len(self._spends) < len(every):
            self._later = every[len(self._spends)].at

    def _add_until(self, at: datetime) -> None:
        while self._next < len(self._spends) and self._spends[self._next].at <= at:
            self._total.add(self._spends[self._next])
            self._next += 1

    def _switch(self) -> None:
        """The merchant's decision: another version applies. Who is in grace stays in grace."""
        old, at = self._program, self.now
        self._version_no += 1
        self._version = self._known.versions[self._version_no]
        self._program = self._version.program
        entered = self._entered_at
        self._total = total_of(self._program.period)
        self._load()
        if entered is not None:
            self._total.enters(self._day(entered))
        self._add_until(at)
        self._yesterday = self._total.balance(self._today - timedelta(days=1))
        self.rank = carried(self.rank, old, self._program)
        self._shown = carried(self._shown, old, self._program)
        self._judge(at, "program")
        if not self.rank:
            self._drop(0, self._day(at))

    # Judging

    def _judge(self, at: datetime, kind: Kind, order_id: int | None = None) -> None:
        day, was = self._day(at), self.rank
        value, kept = self._total.value(day), self._total.kept(day)
        earned = self._earned(value, day)
        decided = kind == "program"
        if earned > self.rank and (decided or self._may_rise(day)):
            self._rise(at, earned, day)
            kind = "review" if kind == "time" else kind
        elif self.rank and self._holds(self.rank, kept, day):
            if self._below is not None:
                self._below = None
                self._grandfathered = None
            if self._term_over(day):
                self._term = day
        elif self.rank:
            self._weaken(at, day, kept, kind)
        self._show(at, kind, order_id, value, was)

    def _rise(self, at: datetime, rank: int, day: date) -> None:
        entering = self._entered_at is None
        self.rank, self._below, self._grandfathered, self._term = rank, None, None, day
        if entering:
            self._enter(at)

    def _enter(self, at: datetime) -> None:
        self._entered_at, self._term = at, self._day(at)
        self._total.enters(self._term)

    def _weaken(self, at: datetime, day: date, kept: int, kind: Kind) -> None:
        """The tier is not held any more: grace begins, runs, or is over."""
        if kind == "reversal" and not self._program.demotion.reversals_have_grace:
            self._drop(self._held(kept, day), day)
            return
        if kind == "program" and self._below is None:
            until = self._version.grandfathered_until
            if until is None or until <= day:
                self._drop(self._held(kept, day), day)
                return
            self._below, self._grandfathered = day, until
        if self._below is None:
            if not self._reviews(day):
                return
            self._below = day
        if self._falls_on(self._below) <= day and self._falls_allowed(at):
            self._lacking, self._fallen = self._needed(day), (self._planned(self._below), self.rank)
            lower, below = self._held(kept, day), self._below
            if self._program.demotion.one_at_a_time:
                lower, below = max(lower, self.rank - 1), day
            if self._clamped(lower)[0] < (shown := self._clamped()[0]) and not self._seen():
                lower = shown
            self._drop(lower, day)
            if self.rank and not self._holds(self.rank, kept, day) and self._reviews(day):
                self._below = below

    def _drop(self, rank: int, day: date) -> None:
        self.rank, self._below, self._grandfathered, self._term = rank, None, None, day
        if rank == 0:
            self._entered_at = None
            self._total.exits()

    def _earned(self, value: int, day: date) -> int:
        reached = (
            rank
            for rank, tier in enumerate(self._program.tiers, start=1)
            if (entry := self._entry(tier, day)) is not None and value >= entry
        )
        return max(reached, default=0)

    def _held(self, kept: int, day: date) -> int:
        """The highest lower tier that is still held: whoever falls has held all tiers below."""
        return next((rank for rank in range(self.rank - 1, 0, -1) if self._holds(rank, kept, day)), 0)

    def _holds(self, rank: int, kept: int, day: date) -> bool:
        """Until its first line is drawn nobody loses a tier for want of it."""
        least = self._keep(rank, day) if rank else None
        return least is None or kept >= least

    def _entry(self, tier: Tier, day: date) -> int | None:
        """What earns a tier on a day; None for a population line that is not drawn yet."""
        if tier.entry is not None:
            return tier.entry
        line = self._line(tier, day)
        return line.entry if line else None

    def _keep(self, rank: int, day: date) -> int | None:
        tier = self._program.tiers[rank - 1]
        if tier.entry is not None:
            return tier.keep or tier.entry
        line = self._line(tier, day)
        return line.keep if line else None

    def _line(self, tier: Tier, day: date) -> Line | None:
        lines = self._lines.get(tier.name, ())
        drawn = bisect_right(lines, day, key=lambda line: line.day)
        return lines[drawn - 1] if drawn else None

    # Reviews

    def _may_rise(self, day: date) -> bool:
        return not isinstance(self._program.review, Weekly | Monthly) or self._reviews(day)

    def _reviews(self, day: date) -> bool:
        """May a member be found below on this day?"""
        match self._program.review:
            case Continuous():
                return True
            case Weekly(weekday=weekday):
                return day.isoweekday() == weekday
            case Monthly(day=of_month):
                return day.day == of_month
            case FixedTerm():
                return self._term_over(day)

    def _term_over(self, day: date) -> bool:
        review = self._program.review
        return (
            isinstance(review, FixedTerm)
            and self._term is not None
            and leaves_on(self._term, review.months) <= day
        )

    def _review_from(self, day: date) -> date:
        """The first review on or after a day."""
        match self._program.review:
            case Continuous():
                return day
            case Weekly(weekday=weekday):
                return day + timedelta(days=(weekday - day.isoweekday()) % 7)
            case Monthly(day=of_month):
                if day.day <= of_month:
                    return day.replace(day=of_month)
                return (day.replace(day=1) + timedelta(days=31)).replace(day=of_month)
            case FixedTerm(months=months):
                term = self._term or day
                while (end := leaves_on(term, months)) < day:
                    term = end
                return end

    # Falling

    def _planned(self, below: date) -> date:
        """The end of grace of somebody who is below since a day."""
        if self._grandfathered is not None:
            return self._grandfathered
        months = self._program.demotion.grace_months
        planned = leaves_on(below, months) if months else below
        tier = self._program.tiers[self.rank - 1]
        if tier.top_percent is not None:
            planned = max(planned, below + timedelta(days=FIRST_DAYS))
        return planned

    def _falls_on(self, below: date) -> date:
        planned = self._planned(below)
        return self._after_notices(planned)[-1] if self._seen() else planned

    def _seen(self) -> bool:
        """Is the computed rank what is shown? Else its falls lose nothing, and need no notices."""
        return self._clamped()[0] == self.rank and self._floor() < self.rank

    def _after_notices(self, planned: date) -> tuple[date, date, date]:
        """The days of the two notices of a planned fall, and the day on which it may happen."""
        known = self._plan_known if self._plan == (planned, self.rank) else self._day(self.now)
        soonest = known if self._known.warned is None else max(known, self._asked)
        return self._spread(planned, self.rank, soonest)

    def _spread(self, planned: date, rank: int, soonest: date) -> tuple[date, date, date]:
        warned = self._known.warned or {}
        about = occasion(planned, rank)
        first = warned.get((RISK_60, about)) or max(planned - timedelta(days=FIRST_DAYS), soonest)
        end = max(planned, first + timedelta(days=FIRST_DAYS))
        second = warned.get((RISK_30, about)) or max(end - timedelta(days=SECOND_DAYS), soonest)
        return first, second, max(end, second + timedelta(days=SECOND_DAYS))

    def _falls_allowed(self, at: datetime) -> bool:
        stop = self._known.falls_stop
        return stop is None or at < stop

    def _will_be_below(self) -> date | None:
        """The first local day on which the tier is found not to be held, if nothing is bought."""
        if not self.rank:
            return None
        if self._below is not None:
            return self._below
        today = self._day(self.now)
        least = self._keep(self.rank, today)
        if least is None:
            return None
        held = self._total.kept(today) >= least
        fails = self._total.fails_on(least, today) if held else today
        while fails is not None:
            review = self._review_from(max(fails, today + timedelta(days=1)))
            back = self._total.rises_on(least, fails)
            if back is None or back > review:
                return review
            fails = self._total.fails_on(least, back)
        return None

    def _replan(self, at: datetime) -> None:
        below = self._will_be_below() if self._seen() else None
        plan = None if below is None else (self._planned(below), self.rank)
        if plan != self._plan:
            self._plan, self._plan_known = plan, self._day(at)

    # By hand

    def _floor(self) -> int:
        """The highest floor in force; 0 where there is none."""
        return max((self._rank_of(each) for each in self._active("floor")), default=0)

    def _active(self, kind: str) -> Iterator[Override]:
        for each in self._known.overrides:
            if each.kind == kind and each.start <= self.now and (each.end is None or self.now < each.end):
                yield each

    def _rank_of(self, override: Override) -> int:
        """By its name in the newest version that has it; a tier still to come lifts and lowers nobody."""
        if override.tier is None:
            return 0
        versions = self._known.versions[: self._version_no + 1]
        for number in reversed(range(len(versions))):
            names = [tier.name for tier in versions[number].program.tiers]
            if override.tier in names:
                rank = 1 + names.index(override.tier)
                for old, new in pairwise(versions[number:]):
                    rank = carried(rank, old.program, new.program)
                return rank
        return 0 if override.kind == "floor" else len(self._program.tiers)

    def _clamped(self, computed: int | None = None) -> tuple[int, int | None]:
        """The rank to show, and the override that decided it. A ceiling outranks a floor."""
        rank, by = self.rank if computed is None else computed, None
        for each in self._active("floor"):
            if self._rank_of(each) > rank:
                rank, by = self._rank_of(each), each.id
        for each in self._active("ceiling"):
            if self._rank_of(each) < rank:
                rank, by = self._rank_of(each), each.id
        return rank, by

    def _dated_marks(self) -> list[datetime]:
        """Instants known beforehand: edges of what was set by hand, and population lines."""
        start = self._known.versions[0].start
        found = {each.start for each in self._known.overrides}
        found |= {each.end for each in self._known.overrides if each.end is not None}
        found |= {starts_at(line.day, self._zone) for line in self._known.lines}
        return sorted(at for at in found if at > start)

    def _show(self, at: datetime, kind: Kind, order_id: int | None, value: int, was: int) -> None:
        """Keeps a move if what is shown changes. `value` decided; `was` is the computed rank before."""
        rank, by = self._clamped()
        if rank == self._shown:
            return
        day = self._day(at)
        up = rank > self._shown
        before, hand = self._clamped(was)
        if before == rank:
            kind, by = self._edge(at, hand, kind), hand
        tier = self._program.tiers[max(rank, self._shown) - 1]
        threshold = self._entry(tier, day) if up else self._keep(max(rank, self._shown), day)
        self.moves.append(
            Move(
                at,
                self._shown,
                rank,
                value,
                order_id if kind in ("spend", "reversal") else None,
                kind,
                self._version.number,
                threshold,
                by,
            )
        )
        self._shown, self._since = rank, at if rank else None

    def _edge(self, at: datetime, by: int | None, kind: Kind) -> Kind:
        """What somebody did by hand, where that alone would change what is shown."""
        begun = any(each.id == by and each.start == at for each in self._known.overrides)
        if not begun and any(each.end == at for each in self._known.overrides):
            return "override_ended"
        return kind if by is None else "override"

    # Looking ahead

    def _next_day(self) -> date | None:
        """The next local day on which time alone may change the rank."""
        today = self._day(self.now)
        found = []
        if isinstance(self._program.review, Weekly | Monthly):
            day = self._review_from(today + timedelta(days=1))
            if self._earned(self._total.value(today), today) > self.rank:
                found.append(day)
        if self.rank and isinstance(self._program.review, FixedTerm) and self._term is not None:
            end = leaves_on(self._term, self._program.review.months)
            if end > today:
                found.append(end)
        if (up := self._rises_on(today)) is not None:
            found.append(up)
        below = self._will_be_below()
        if below is not None:
            if below > today:
                found.append(below)
            elif self._falls_allowed(self.now):
                found.append(max(self._falls_on(below), today + timedelta(days=1)))
        return min(found, default=None)

    def _rises_on(self, today: date) -> date | None:
        """The next day on which a refund leaves the period and what was bought since counts in full."""
        wanted = [self._keep(self.rank, today)] if self._below is not None else []
        if self.rank < len(self._program.tiers):
            wanted.append(self._entry(self._program.tiers[self.rank], today))
        found = (self._total.rises_on(least, today) for least in wanted if least is not None)
        day = min((each for each in found if each is not None), default=None)
        by_review = isinstance(self._program.review, Weekly | Monthly) and self._below is None
        return self._review_from(day) if day is not None and by_review else day

    def tell(self) -> Standing:
        """The standing now. Looks ahead by walking on, so nothing can follow it."""
        today = self._day(self.now)
        value, balance = self._total.value(today), self._total.balance(today)
        shown, by = self._clamped()
        above = self._program.tiers[shown] if shown < len(self._program.tiers) else None
        entry = self._entry(above, today) if above else None
        leaving = self._leaving(today)
        told = Standing(
            rank=shown,
            since=self._since if shown else None,
            metric_value=value,
            earned_rank=self._earned(value, today),
            to_next=max(0, entry - balance) if entry is not None else None,
            halfway=entry is not None and 2 * value >= entry,
            moves=tuple(self.moves),
            leaving=leaving,
            fall=None,
            notices=(),
            below_since=self._below,
            landing=self._landing(today) if self._seen() else 0,
            computed_rank=self.rank,
            override_id=by,
            entered_at=self._entered_at,
            next_review_at=None,
        )
        changes = [self._later] if self._later else []
        changes += [starts_at(each.day, self._zone) for each in leaving[:1]]
        changes += [starts_at(day, self._zone) for day in self._landings() if day > today]
        if (ahead := self._upcoming()) is not None:
            changes.append(ahead[0])
        notices: tuple[Due, ...] = ()
        if (plan := self._plan) is not None:
            notices = self._notices(*plan, self._after_notices(plan[0]))
        fall = self._next_fall(shown)
        if fall is not None and fall.kind == "override_ended":
            soonest = date.min if self._known.warned is None else self._asked
            first, second, _ = self._spread(fall.day, shown, soonest)
            notices = self._notices(fall.day, shown, (first, second, fall.day))
        elif fall is None or fall.kind != "time" or self._fallen != plan:
            notices = ()
        changes += [
            starts_at(each.day, self._zone) for each in notices if not each.recorded and each.day > today
        ]
        return replace(told, fall=fall, notices=notices, next_review_at=min(changes, default=None))

    def _next_fall(self, shown: int) -> Fall | None:
        """Walks on, with nothing bought, until what is shown goes down."""
        if not shown:
            return None
        until, seen = self.now + LOOK_AHEAD, len(self.moves)
        while (found := self._upcoming()) is not None and found[0] <= until:
            self._take(*found)
            if len(self.moves) > seen:
                move = self.moves[-1]
                if move.to_rank >= move.from_rank:
                    return None
                needed = self._lacking if move.kind == "time" else None
                return Fall(self._day(move.at), move.to_rank, move.kind, needed)
        return None

    def _needed(self, day: date) -> int | None:
        """What would have had to be bought by the day before `day`, on which the tier falls."""
        keep = self._keep(self.rank, day)
        if keep is None:
            return None
        eve = day - timedelta(days=1)
        lacking = self._total.lacking(keep, eve, day)
        if self._below != day:
            return min(lacking, self._total.lacking(keep, eve, eve), keep - self._yesterday)
        match self._program.period:
            case CalendarYear(through_next_year=False) if day == date(day.year, 1, 1):
                return None
        return lacking

    def _notices(self, planned: date, rank: int, days: tuple[date, date, date]) -> tuple[Due, ...]:
        """The notices of a planned fall, due on the first two `days`; one that comes too late is none."""
        about, falls = occasion(planned, rank), days[-1]
        warned = self._known.warned or {}
        return tuple(
            Due(kind, about, day, falls, (kind, about) in warned)
            for kind, day in zip((RISK_60, RISK_30), days, strict=False)
            if day < falls
        )

    def _leaving(self, today: date) -> tuple[Leaving, ...]:
        days = self._total.leaving(today)
        found, rest = [], sum(amount for _, amount in days)
        for day, amount in days:
            rest -= amount
            left = max(0, rest)
            found.append(Leaving(day, amount, left, self._earned(left, today)))
        return tuple(found)

    def _landings(self) -> list[date]:
        """The days on which the benefits of a member in grace shrink."""
        if self._below is None or not self.rank or self._grandfathered is not None:
            return []
        steps = self._program.tiers[self.rank - 1].landing
        return [leaves_on(self._below, step.months) if step.months else self._below for step in steps]

    def _landing(self, today: date) -> int:
        return sum(day <= today for day in self._landings())

    def _day(self, at: datetime) -> date:
        return local_day(at, self._zone)


def carried(rank: int, old: Program, new: Program) -> int:
    """The same tier in another version: by its name, else by its place, else the next one below.

    The place of a tier that is gone may be that of another old tier by now: nobody rises to it.
    """
    names, before = [tier.name for tier in new.tiers], [tier.name for tier in old.tiers]
    while rank and before[rank - 1] not in names:
        place = min(rank, len(names))
        if names[place - 1] not in before:
            return place
        rank -= 1
    return 1 + names.index(before[rank - 1]) if rank else 0
