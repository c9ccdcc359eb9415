"""The population lines that would have been drawn along the way: each review asks all customers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day, starts_at
from app.rules.program import Program
from app.rules.qualifying import total_of
from app.rules.qualifying_period import MembershipYear
from app.rules.reviews import Monthly, Weekly
from app.rules.standing import Known, Line, Version, standing

EVENING_HOUR = 22
"""Of the local day before a review: when the live lines are drawn."""


def lines_along(
    histories: Sequence[Sequence[OrderSpend]], program: Program, zone: str, first: date, last: date
) -> tuple[Line, ...]:
    """The lines of every review day from `first` to `last`; `histories` are contributions, sorted."""
    if not program.by_population:
        return ()
    if isinstance(program.period, MembershipYear):
        return _by_folding(histories, program, zone, first, last)
    totals, taken = [total_of(program.period) for _ in histories], [0] * len(histories)
    found: list[Line] = []
    for day in review_days(program, first, last):
        at, values = _drawn_at(day, zone, first), []
        today = local_day(at, zone)
        for number, (spends, total) in enumerate(zip(histories, totals, strict=True)):
            place = taken[number]
            while place < len(spends) and spends[place].at <= at:
                total.add(spends[place])
                place += 1
            taken[number] = place
            values.append(total.value(today))
        found += drawn(values, program, day)
    return tuple(found)


def _drawn_at(day: date, zone: str, first: date) -> datetime:
    """The evening before the review; at the start of the program if that is the day of a review itself."""
    evening = datetime.combine(day - timedelta(days=1), time(EVENING_HOUR), ZoneInfo(zone)).astimezone(UTC)
    return max(evening, starts_at(first, zone))


def drawn(values: Iterable[int], program: Program, day: date) -> Iterator[Line]:
    """The lines among these values: those equal to the last one inside are inside too."""
    ranked = sorted((value for value in values if value > 0), reverse=True)
    if not ranked:
        return
    for tier in program.tiers:
        if tier.top_percent is not None:
            keep = tier.keep_percent or tier.top_percent
            yield Line(tier.name, day, _line(ranked, tier.top_percent), _line(ranked, keep))


def _line(ranked: Sequence[int], percent: int) -> int:
    return ranked[max(1, len(ranked) * percent // 100) - 1]


def review_days(program: Program, first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        match program.review:
            case Weekly(weekday=weekday) if day.isoweekday() == weekday:
                yield day
            case Monthly(day=of_month) if day.day == of_month:
                yield day


def _by_folding(
    histories: Sequence[Sequence[OrderSpend]], program: Program, zone: str, first: date, last: date
) -> tuple[Line, ...]:
    """A membership year begins with entry, which the lines before decide."""
    found: list[Line] = []
    for day in review_days(program, first, last):
        known = Known((Version(1, program, starts_at(first, zone)),), lines=tuple(found))
        at = _drawn_at(day, zone, first)
        values = [_held(spends, known, zone, at) for spends in histories]
        found += drawn(values, program, day)
    return tuple(found)


def _held(spends: Sequence[OrderSpend], known: Known, zone: str, at: datetime) -> int:
    return standing(lambda _: spends, known, zone, at).metric_value
