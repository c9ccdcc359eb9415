"""Wall times of a zone and the instants they stand for, to the second (GAP-TIME, must-show of early access).

Where clocks are set back an hour is shown twice, and where they are set forward an hour is missing. A
Function at the checkout sees nothing but the wall clock (`shop.localTime`, Functions schema 2026-10): whether
it shows a given time or a later one.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def wall(instant: datetime, zone: str) -> datetime:
    """What the clocks of the zone show: naive, with `fold` 1 in the second pass of a repeated hour."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def first_instant(local: datetime, zone: str) -> datetime:
    """The first instant at which the clocks show this naive time; of a missing one, where they go on."""
    early, late = sorted(_read(local, zone, fold) for fold in (0, 1))
    if wall(early, zone) == local.replace(fold=0):
        return early
    return _first(early, late, lambda at: wall(at, zone) >= local)


def sayable(instant: datetime, zone: str) -> datetime:
    """The instant itself, or the end of a repeated hour if it lies in the second pass of one.

    The wall clock cannot tell the second pass from the first: whoever may buy from 01:30 of the second pass
    would have been let in an hour too early. So it is later, never earlier, and told so everywhere.
    """
    local = wall(instant, zone)
    if not local.fold:
        return instant
    return _first(instant, instant + repeated(local, zone), lambda at: not wall(at, zone).fold)


def repeated(local: datetime, zone: str) -> timedelta:
    """By how much the clocks are set back in an hour that is shown twice; zero if this time is shown once."""
    twice = _read(local, zone, 1) - _read(local, zone, 0)
    return max(twice, timedelta(0))


def _read(local: datetime, zone: str, fold: int) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _first(early: datetime, late: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """The first whole second after `early` at which it holds; it holds at `late`."""
    low, high = 0, int((late - early) / SECOND)
    while low < high:
        middle = (low + high) // 2
        if holds(early + middle * SECOND):
            high = middle
        else:
            low = middle + 1
    return early + low * SECOND
