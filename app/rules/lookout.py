"""Where a walk stands, and what lies ahead if nothing is bought (GAP-FORECAST, DEM-60, DEM-30)."""

from dataclasses import replace
from datetime import date, timedelta

from app.rules.moves import Fall, Leaving, Standing
from app.rules.notices import RISK_30, RISK_60, Due, occasion
from app.rules.periods import leaves_on, starts_at
from app.rules.walk import Walk

LOOK_AHEAD = timedelta(days=366 * 12)
"""Longer than the longest period, then a term and grace: whoever stands by then does not fall by time."""


class Lookout(Walk):
    """A walk that tells."""

    def tell(self) -> Standing:
        """The standing now. Looks ahead by walking on, so nothing can follow it."""
        today = self._day(self.now)
        value, balance = self._total.value(today), self._total.balance(today)
        shown, by = self._clamped()
        above = self._program.tiers[shown] if shown < len(self._program.tiers) else None
        entry = self._thresholds.entry_of(above, today) if above else None
        leaving = self._leaving(today)
        told = Standing(
            rank=shown,
            since=self._since if shown else None,
            metric_value=value,
            earned_rank=self._thresholds.earned(value, today),
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
        if (plan := self._foreseen.fall) is not None:
            notices = self._notices(*plan, self._foreseen.days(plan[0], self.rank, self.now))
        fall = self._next_fall(shown)
        if fall is not None and fall.kind == "override_ended":
            first, second, _ = self._foreseen.days_by_hand(fall.day, shown)
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
                if not move.down:
                    return None
                needed = self._lacking if move.kind == "time" else None
                return Fall(self._day(move.at), move.to_rank, move.kind, needed)
        return None

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
            found.append(Leaving(day, amount, left, self._thresholds.earned(left, today)))
        return tuple(found)

    def _landings(self) -> list[date]:
        """The days on which the benefits of a member in grace shrink."""
        if self._below is None or not self.rank or self._grandfathered is not None:
            return []
        steps = self._program.tiers[self.rank - 1].landing
        return [leaves_on(self._below, step.months) if step.months else self._below for step in steps]

    def _landing(self, today: date) -> int:
        return sum(day <= today for day in self._landings())
