"""The stage of the fold: a shop in New York, its programs, and a clerk who looks only when told to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day, starts_at
from app.rules.program import Demotion, Program, Tier
from app.rules.standing import Known, Version, standing

ZONE = "America/New_York"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
START = datetime(2024, 1, 1, 5, tzinfo=UTC)
"""Midnight in New York."""


def tiers(**entries):
    return tuple(Tier(name=name, entry=entry) for name, entry in entries.items())


THREE = tiers(Silver=200, Gold=500, Platinum=1000)


def program(grace=3, tiers=THREE, one_at_a_time=False, reversals_have_grace=False, **more):
    demotion = Demotion(
        grace_months=grace, one_at_a_time=one_at_a_time, reversals_have_grace=reversals_have_grace
    )
    return Program(tiers=tiers, demotion=demotion, **more)


def noon(day, zone=ZONE):
    return datetime.combine(day, time(12), ZoneInfo(zone)).astimezone(UTC)


def bought(amount, *day, order_id=1, zone=ZONE):
    """Something bought (or given back) at noon of a local day."""
    return OrderSpend(order_id, date(*day), noon(date(*day), zone), amount)


def midnight(*day, zone=ZONE):
    return starts_at(date(*day), zone)


def knowing(rules=None, start=START, **more):
    """What is known beside the spend; without `warned` each notice was recorded on the day it was due."""
    return Known(**{"versions": (Version(1, rules or program(), start),)} | more)


def fold(spends, at, known=None, zone=ZONE):
    return standing(measured(spends), known or knowing(), zone, at)


def measured(spends):
    """The contributions under each program, by its metric."""
    in_order = sorted(spends, key=lambda each: (each.day, each.at, each.order_id))
    return lambda rules: rules.measure.contributions(in_order)


def path(found):
    return [(each.from_rank, each.to_rank, each.kind) for each in found.moves]


def days(found, zone=ZONE):
    """The moves by their local days."""
    return [(local_day(each.at, zone), each.to_rank) for each in found.moves]


def last_fall(found, zone=ZONE):
    """The local day and the rank of the last move, which must go down at the start of its day."""
    move = found.moves[-1]
    assert move.to_rank < move.from_rank
    day = local_day(move.at, zone)
    assert move.at == starts_at(day, zone)
    return day, move.to_rank


def around(spends, day, known=None, zone=ZONE):
    """The ranks in the last second before a local day, and from its first instant."""
    at = starts_at(day, zone)
    return fold(spends, at - SECOND, known, zone).rank, fold(spends, at, known, zone).rank


def looked_at(spends, known, until, zone=ZONE, lateness=lambda due: 0, looks=400):
    """A clerk looks at the start and whenever a review is due, and records the notices that are due then.

    Yields (instant, standing, what is on record) for each look. `lateness` of a due notice is the days by
    which its record is late, or None where it is never made; the clerk then looks daily until it is made.
    """
    warned, at, first_due = {}, known.versions[0].start, {}
    for _ in range(looks):
        seen = fold(spends, at, replace(known, warned=dict(warned)), zone)
        today, again = local_day(at, zone), []
        for due in seen.notices:
            if due.recorded or due.day > today:
                continue
            late = lateness(due)
            since = first_due.setdefault((due.kind, due.occasion), today)
            if late is None:
                continue
            if today >= since + late * DAY:
                warned[due.kind, due.occasion] = today
            again.append(starts_at(max(since + late * DAY, today + DAY), zone))
        yield at, seen, dict(warned)
        later = [each for each in (seen.next_review_at, *again) if each is not None]
        if not later or min(later) > until:
            return
        assert min(later) > at, "a review that is already over"
        at = min(later)
    raise AssertionError("the clerk never came to rest")
