"""One customer moving forward in time: rising, being below, falling (the core of the fold)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.rules.falls import found_below, grace_ends, would_have_kept
from app.rules.foreseen import Foreseen
from app.rules.hands import Hands
from app.rules.known import Known, carried, gone
from app.rules.moves import Kind, Move
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, local_day, starts_at
from app.rules.program import Program
from app.rules.qualifying import Total, total_of
from app.rules.reviews import FixedTerm, Monthly, Weekly, may_rise, review_from, reviewed_on, term_over
from app.rules.thresholds import Thresholds

Spends = Callable[[Program], Sequence[OrderSpend]]
"""The contributions of the customer under a program."""


class Walk:
    """One customer moving forward in time: what is known happens, each thing at its own instant."""

    def __init__(
        self,
        spends: Callable[[Program], Sequence[OrderSpend]],
        known: Known,
        zone: str,
        at: datetime,
    ) -> None:
        self._spends_of, self._known, self._zone = spends, known, zone
        self._asked_at = at
        self._later: datetime | None = None
        """The first spend after the question."""
        self._version_no = 0
        self._version = known.versions[0]
        self._program = self._version.program
        self._total: Total = total_of(self._program.period)
        self._load()
        self._thresholds = Thresholds(self._program, known.lines)
        self._hands = Hands(known)
        self._marks = self._dated_marks()
        self.now = self._version.start
        self.rank = 0
        """As computed, without what was set by hand."""
        self._shown = 0
        self._entered_at: datetime | None = None
        self._term: date | None = None
        """The start of a fixed term."""
        self._below: date | None = None
        self._grandfathered: date | None = None
        self._foreseen = Foreseen(known, zone, local_day(at, zone), self.now)
        self._fails_on: date | None = None
        """The first local day on which the tier is found not to be held, if nothing is bought."""
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
        self._fails_on = self._will_be_below()

    def _reach(self, at: datetime) -> None:
        self.now, day = at, self._day(at)
        if day > self._today:
            self._today, self._yesterday = day, self._total.balance(day - timedelta(days=1))

    def _open(self) -> None:
        start = self._version.start
        self._add_until(start)
        day = self._day(start)
        value = self._total.value(day)
        self.rank = self._thresholds.earned(self._total.kept(day), day)
        if self.rank:
            self._enter(start)
        self._show(start, "went_live", None, value, 0)
        self._replan(start)

    def _upcoming(self) -> tuple[datetime, str] | None:
        """The next instant and what it brings; at one instant decisions, then time, then spend."""
        best: tuple[datetime, int, str] | None = None
        if self._version_no + 1 < len(self._known.versions):
            best = (self._known.versions[self._version_no + 1].start, 0, "version")
        day = self._next_day()
        if day is not None:
            at = max(starts_at(day, self._zone), self.now)
            if best is None or (at, 2) < best[:2]:
                best = (at, 2, "day")
        if self._next < len(self._spends) and (best is None or (self._spends[self._next].at, 3) < best[:2]):
            best = (self._spends[self._next].at, 3, "spend")
        self._pass_lines(best[0] if best else self._asked_at)
        if self._marks and (best is None or (self._marks[0], 1) < best[:2]):
            best = (self._marks[0], 1, "mark")
        return None if best is None else (best[0], best[2])

    def _pass_lines(self, until: datetime) -> None:
        """Leaves out the lines before `until` that bring nothing: whoever has no tier meets one a week.

        Until then nothing is bought, and unless a refund leaves the period what it holds can only shrink.
        """
        if self.rank or self._known.overrides or self._total.rises_on(1, self._today) is not None:
            return
        until = min(until, self._asked_at)
        while self._marks and self._marks[0] < until:
            day = self._day(self._marks[0])
            if self._thresholds.earned(self._total.value(day), day):
                return
            self._marks.pop(0)

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
            held = self._thresholds.holds(self.rank, self._total.kept(day), day)
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
        self._thresholds = Thresholds(self._program, self._known.lines)
        entered = self._entered_at
        self._total = total_of(self._program.period)
        self._load()
        if entered is not None:
            self._total.enters(self._day(entered))
        self._add_until(at)
        self._yesterday = self._total.balance(self._today - timedelta(days=1))
        lost, told = gone(self._shown, old, self._program), len(self.moves)
        self.rank = carried(self.rank, old, self._program)
        self._shown = carried(self._shown, old, self._program)
        self._judge(at, "program")
        if not self.rank:
            self._drop(0, self._day(at))
        if lost is not None:
            self._lose(lost, at, told)

    def _lose(self, tier: str, at: datetime, told: int) -> None:
        """The version has not the tier that was shown: its members move, though no place changes."""
        if len(self.moves) == told:
            value, shown = self._total.value(self._day(at)), self._shown
            self.moves.append(Move(at, shown, shown, value, None, "program", self._version.number))
            self._since = at if shown else None
        self.moves[-1] = replace(self.moves[-1], lost=tier)

    # Judging

    def _judge(self, at: datetime, kind: Kind, order_id: int | None = None) -> None:
        day, was = self._day(at), self.rank
        value, kept = self._total.value(day), self._total.kept(day)
        earned = self._thresholds.earned(value, day)
        decided = kind == "program"
        if earned > self.rank and (decided or may_rise(self._program.review, day)):
            self._rise(at, earned, day)
            kind = "review" if kind == "time" else kind
        elif self.rank and self._thresholds.holds(self.rank, kept, day):
            if self._below is not None:
                self._below = None
                self._grandfathered = None
            if term_over(self._program.review, day, self._term):
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
            self._drop(self._thresholds.held_below(self.rank, kept, day), day)
            return
        if kind == "program" and self._below is None:
            until = self._version.grandfathered_until
            if until is None or until <= day:
                self._drop(self._thresholds.held_below(self.rank, kept, day), day)
                return
            self._below, self._grandfathered = day, until
        if self._below is None:
            if not reviewed_on(self._program.review, day, self._term):
                return
            self._below = day
        if self._falls_on(self._below) <= day and self._falls_allowed(at):
            self._lacking, self._fallen = self._needed(day), (self._planned(self._below), self.rank)
            lower, below = self._thresholds.held_below(self.rank, kept, day), self._below
            if self._program.demotion.one_at_a_time:
                lower, below = max(lower, self.rank - 1), day
            if self._clamped(lower)[0] < (shown := self._clamped()[0]) and not self._seen():
                lower = shown
            self._drop(lower, day)
            if (
                self.rank
                and not self._thresholds.holds(self.rank, kept, day)
                and reviewed_on(self._program.review, day, self._term)
            ):
                self._below = below

    def _drop(self, rank: int, day: date) -> None:
        self.rank, self._below, self._grandfathered, self._term = rank, None, None, day
        if rank == 0:
            self._entered_at = None
            self._total.exits()

    # Falling

    def _planned(self, below: date) -> date:
        """The end of grace of somebody who is below since a day."""
        return self._grandfathered or grace_ends(self._program, self.rank, below)

    def _needed(self, day: date) -> int | None:
        """What would have had to be bought by the day before `day`, on which the tier falls."""
        keep = self._thresholds.keep(self.rank, day)
        if keep is None:
            return None
        return would_have_kept(self._total, keep, day, self._below, self._yesterday, self._program.period)

    def _falls_on(self, below: date) -> date:
        planned = self._planned(below)
        return self._foreseen.days(planned, self.rank, self.now)[-1] if self._seen() else planned

    def _seen(self) -> bool:
        """Is the computed rank what is shown? Else its falls lose nothing, and need no notices."""
        return self._clamped()[0] == self.rank and self._hands.floor(self.now, self._version_no) < self.rank

    def _falls_allowed(self, at: datetime) -> bool:
        stop = self._known.falls_stop
        return stop is None or at < stop

    def _will_be_below(self) -> date | None:
        if not self.rank:
            return None
        if self._below is not None:
            return self._below
        today = self._day(self.now)
        least = self._thresholds.keep(self.rank, today)
        if least is None:
            return None
        return found_below(self._total, least, today, self._program.review, self._term)

    def _replan(self, at: datetime) -> None:
        self._fails_on = self._will_be_below()
        below = self._fails_on if self._seen() else None
        self._foreseen.becomes(None if below is None else (self._planned(below), self.rank), at)

    def _clamped(self, computed: int | None = None) -> tuple[int, int | None]:
        """The rank to show, and the override that decided it."""
        rank = self.rank if computed is None else computed
        return self._hands.clamped(rank, self.now, self._version_no)

    def _dated_marks(self) -> list[datetime]:
        """Instants known beforehand: edges of what was set by hand, and population lines."""
        start = self._known.versions[0].start
        lines = {starts_at(line.day, self._zone) for line in self._known.lines}
        return sorted(at for at in self._hands.edges() | lines if at > start)

    def _review_from(self, day: date) -> date:
        return review_from(self._program.review, day, self._term)

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
        threshold = (
            self._thresholds.entry_of(tier, day) if up else self._thresholds.keep(max(rank, self._shown), day)
        )
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
        if not self._hands.begun(by, at) and self._hands.ended(at):
            return "override_ended"
        return kind if by is None else "override"

    def _next_day(self) -> date | None:
        """The next local day on which time alone may change the rank."""
        today = self._day(self.now)
        found = []
        if isinstance(self._program.review, Weekly | Monthly):
            day = self._review_from(today + timedelta(days=1))
            if self._thresholds.earned(self._total.value(today), today) > self.rank:
                found.append(day)
        if self.rank and isinstance(self._program.review, FixedTerm) and self._term is not None:
            end = leaves_on(self._term, self._program.review.months)
            if end > today:
                found.append(end)
        if (up := self._rises_on(today)) is not None:
            found.append(up)
        below = self._fails_on
        if below is not None:
            if below > today:
                found.append(below)
            elif self._falls_allowed(self.now):
                found.append(max(self._falls_on(below), today + timedelta(days=1)))
        return min(found, default=None)

    def _rises_on(self, today: date) -> date | None:
        """The next day on which a refund leaves the period and what was bought since counts in full."""
        wanted = [self._thresholds.keep(self.rank, today)] if self._below is not None else []
        if self.rank < len(self._program.tiers):
            wanted.append(self._thresholds.entry_of(self._program.tiers[self.rank], today))
        found = (self._total.rises_on(least, today) for least in wanted if least is not None)
        day = min((each for each in found if each is not None), default=None)
        by_review = isinstance(self._program.review, Weekly | Monthly) and self._below is None
        return self._review_from(day) if day is not None and by_review else day

    def _day(self, at: datetime) -> date:
        return local_day(at, self._zone)
