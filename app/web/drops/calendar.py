"""The month of a day in the store's zone, with what opens on each of its days."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.rules.periods import local_day
from app.rules.wall_time import wall
from app.web.drops.lines import Line


@dataclass(frozen=True, slots=True)
class Opening:
    """`tiers` is empty for everybody."""

    line: Line
    at: datetime
    tiers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    in_month: bool
    openings: Sequence[Opening]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    today: date
    weeks: Sequence[Sequence[Day]]

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.first + timedelta(days=31):%Y-%m}"

    @property
    def openings(self) -> Sequence[Opening]:
        return [each for week in self.weeks for day in week if day.in_month for each in day.openings]


def month_of(text: str, zone: str, now: datetime) -> date:
    """The first day of `2026-12`; of this month where that cannot be understood."""
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return local_day(now, zone).replace(day=1)


def month(first: date, lines: Iterable[Line], zone: str, now: datetime) -> Month:
    by_day: dict[date, list[Opening]] = {}
    for each in lines:
        if each.stage == "cancelled":
            continue
        for at, tiers in _openings(each):
            by_day.setdefault(wall(at, zone).date(), []).append(Opening(each, at, tiers))
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    told = [
        [
            Day(day, day.month == first.month, sorted(by_day.get(day, []), key=lambda each: each.at))
            for day in week
        ]
        for week in weeks
    ]
    return Month(first, local_day(now, zone), told)


def _openings(line: Line) -> Iterable[tuple[datetime, Sequence[str]]]:
    at: dict[datetime, list[str]] = {}
    for tier, opening in line.release.openings().items():
        at.setdefault(opening, []).append(tier)
    for opening, tiers in at.items():
        yield opening, tiers
    yield line.release.opens_to_all, ()
