"""Local days and qualifying periods (ids ID-ROLL12, GAP-TIME; design 4, "The window")."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

KEPT = 16_384
"""Answers that are kept: a fold of many customers asks for the same few midnights again and again."""


@lru_cache(maxsize=KEPT)
def local_day(instant: datetime, zone: str) -> date:
    """The day an aware instant falls on in an IANA zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=KEPT)
def starts_at(day: date, zone: str) -> datetime:
    """The first instant of a local day, in UTC; 01:00 where the clocks skip midnight."""
    midnight = datetime.combine(day, time(), ZoneInfo(zone))
    instant = midnight.astimezone(UTC)
    while instant.astimezone(ZoneInfo(zone)).date() < day:
        instant += timedelta(minutes=15)
    return instant


def months_before(day: date, months: int) -> date:
    """The same day of the month `months` earlier, clipped to that month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def in_window(day: date, today: date, months: int) -> bool:
    """Does an order of `day` count on `today` in a rolling window of `months`?"""
    return months_before(today, months) < day <= today


def window_starts(today: date, months: int) -> date:
    """The first day that counts on `today` in a rolling window of `months`."""
    return months_before(today, months) + timedelta(days=1)


def leaves_on(day: date, months: int) -> date:
    """The first day on which an order of `day` no longer counts.

    The same day of the month `months` later, or the first of the next month where that day is missing.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1)
