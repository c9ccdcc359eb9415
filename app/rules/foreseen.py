"""The fall by time that would come if nothing is bought, and the days of its notices (DEM-60, DEM-30)."""

from datetime import date, datetime, timedelta

from app.rules.known import Known
from app.rules.notices import FIRST_DAYS, RISK_30, RISK_60, SECOND_DAYS, occasion
from app.rules.periods import local_day, starts_at

Days = tuple[date, date, date]
"""Of the two notices, and the day on which the tier may fall."""


class Foreseen:
    """What would be seen of a member's next fall by time, as a walk goes on."""

    def __init__(self, known: Known, zone: str, asked: date, at: datetime) -> None:
        """`asked` is the day of the question: a notice that is due and not recorded is recorded then at the
        earliest. `at` is where the walk begins."""
        self._known, self._zone, self._asked = known, zone, asked
        self.fall: tuple[date, int] | None = None
        """The day and the rank."""
        self._at = at
        """Since when it was to be foreseen."""
        self._told = dict(known.warned or {})
        """The notices on record; where none is kept, those that were due before the day changed."""

    def becomes(self, fall: tuple[date, int] | None, at: datetime) -> None:
        """From `at` on this is the fall to be foreseen."""
        if fall != self.fall:
            self._remember(at)
            self.fall, self._at = fall, at

    def days(self, planned: date, rank: int, now: datetime) -> Days:
        """Of a planned fall: who has not been warned of it is warned from now on."""
        known = local_day(self._at if self.fall == (planned, rank) else now, self._zone)
        return self._spread(planned, rank, known if self._known.warned is None else max(known, self._asked))

    def days_by_hand(self, day: date, rank: int) -> Days:
        """Of the end of what was set by hand, which was known from the beginning."""
        return self._spread(day, rank, date.min if self._known.warned is None else self._asked)

    def _spread(self, planned: date, rank: int, soonest: date) -> Days:
        about = occasion(planned, rank)
        first = self._told.get((RISK_60, about)) or max(planned - timedelta(days=FIRST_DAYS), soonest)
        end = max(planned, first + timedelta(days=FIRST_DAYS))
        second = self._told.get((RISK_30, about)) or max(end - timedelta(days=SECOND_DAYS), soonest)
        return first, second, max(end, second + timedelta(days=SECOND_DAYS))

    def _remember(self, at: datetime) -> None:
        """A day may move and move back: who was warned of it before `at` is not warned of it again."""
        if self.fall is None or self._known.warned is not None or self._at == at:
            return
        days = self._spread(*self.fall, local_day(self._at, self._zone))
        for kind, day in zip((RISK_60, RISK_30), days, strict=False):
            if starts_at(day, self._zone) < at:
                self._told[kind, occasion(*self.fall)] = day
