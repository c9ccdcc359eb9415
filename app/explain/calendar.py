"""Who falls in which week, tier by tier: counted by the database, from what the last evaluation stored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func
from sqlmodel import Session, col, select

from app.explain.forecast import falls
from app.models import Customer, Shop
from app.rules.periods import local_day

WEEKS = 26
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Cell:
    """`needed` is the sum of what would keep all of them, in the metric's unit; `by_hand` of them stand by
    a floor that ends then."""

    members: int = 0
    needed: int = 0
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    last: date
    by_rank: dict[int, Cell]

    @property
    def total(self) -> Cell:
        return _sum(self.by_rank.values())


@dataclass(frozen=True, slots=True)
class Calendar:
    today: date
    weeks: tuple[Week, ...]
    """From the week of today on, those in which nobody falls too; what should have happened stands in the
    first."""
    later: Cell
    by_rank: dict[int, Cell]
    """Of the weeks."""

    @property
    def total(self) -> Cell:
        return _sum(self.by_rank.values())

    @property
    def most(self) -> int:
        """Members who fall in the worst week."""
        return max(week.total.members for week in self.weeks)

    @property
    def stretches(self) -> tuple[Week, ...]:
        """The weeks as a table shows them: those in a row in which nobody falls are one line."""
        found: list[Week] = []
        for week in self.weeks:
            if found and not (week.by_rank or found[-1].by_rank):
                found[-1] = Week(found[-1].monday, week.last, {})
            else:
                found.append(week)
        return tuple(found)

    def columns(self, tiers: int) -> list[list[Cell]]:
        """For each week its tiers, the lowest first."""
        return [[week.by_rank.get(rank, Cell()) for rank in range(1, tiers + 1)] for week in self.weeks]


def in_week(shop: Shop, now: datetime, monday: date, rank: int | None = None) -> list[ColumnElement[bool]]:
    """Whose tier falls in a week; that of today holds the days that should be over too."""
    first = None if monday == _this_monday(shop, now) else monday
    return falls(first, monday + A_WEEK - timedelta(days=1), rank)


def in_all_weeks(shop: Shop, now: datetime, rank: int | None = None) -> list[ColumnElement[bool]]:
    return falls(None, _this_monday(shop, now) + WEEKS * A_WEEK - timedelta(days=1), rank)


def _this_monday(shop: Shop, now: datetime) -> date:
    today = local_day(now, shop.zone)
    return today - timedelta(days=today.weekday())


def calendar(session: Session, shop: Shop, now: datetime, weeks: int = WEEKS) -> Calendar:
    first = _this_monday(shop, now)
    by_week: dict[date, dict[int, Cell]] = {}
    later: list[Cell] = []
    for day, rank, members, needed, by_hand in _counted(session, shop):
        monday = max(first, day - timedelta(days=day.weekday()))
        cell = Cell(members, needed, by_hand)
        if monday >= first + weeks * A_WEEK:
            later.append(cell)
        else:
            ranks = by_week.setdefault(monday, {})
            ranks[rank] = _sum((ranks.get(rank, Cell()), cell))
    shown = tuple(
        Week(monday, monday + A_WEEK - timedelta(days=1), by_week.get(monday, {}))
        for monday in (first + n * A_WEEK for n in range(weeks))
    )
    ranks_seen = sorted({rank for week in shown for rank in week.by_rank})
    by_rank = {rank: _sum(week.by_rank.get(rank, Cell()) for week in shown) for rank in ranks_seen}
    return Calendar(local_day(now, shop.zone), shown, _sum(later), by_rank)


def _counted(session: Session, shop: Shop) -> Iterable[tuple[date, int, int, int, int]]:
    """By day and rank: how many, what keeps them all, how many of them by hand."""
    columns: tuple[Any, ...] = (
        col(Customer.falls_on),
        col(Customer.rank),
        func.count(),
        func.coalesce(func.sum(Customer.needed), 0),
        func.sum(case((col(Customer.by_hand), 1), else_=0)),
    )
    found = select(*columns).where(Customer.shop_id == shop.id, *falls(None, None))
    for day, rank, members, needed, by_hand in session.exec(found.group_by(*columns[:2])).all():
        yield day, rank, members, int(needed), int(by_hand)


def _sum(cells: Iterable[Cell]) -> Cell:
    held = list(cells)
    return Cell(
        sum(each.members for each in held),
        sum(each.needed for each in held),
        sum(each.by_hand for each in held),
    )
