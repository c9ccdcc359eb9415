"""The days at which windows are easily wrong: ends of months, and days on which a zone moves its clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from app.rules.order_spend import OrderSpend
from app.rules.periods import in_window, leaves_on, local_day, starts_at
from app.rules.totals.rolling import RollingTotal

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ZONES = sorted(available_timezones())
FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)


def month_ends():
    """The last day of each month and the first of the next, and both days around 29 February."""
    day = FIRST
    while day <= LAST:
        if (day + DAY).day == 1 or day.day == 1 or (day.month, day.day) == (2, 28):
            yield day
        day += DAY


MONTH_ENDS = list(month_ends())


def clock_days(zone):
    """The local days of 2020 to 2040 in which the zone's offset changes, and the days beside them."""
    info, found = ZoneInfo(zone), set()
    at = datetime(FIRST.year, 1, 1, tzinfo=UTC)
    before = at.astimezone(info).utcoffset()
    while at.year <= LAST.year:
        at += DAY
        local = at.astimezone(info)
        if local.utcoffset() != before:
            found |= {local.date() - DAY, local.date(), local.date() + DAY}
            before = local.utcoffset()
    return found


def wrong_days(zone, months):
    """Days whose orders, of the first second and of the last, do not count exactly from then to the end."""
    return [day for day in {*MONTH_ENDS, *clock_days(zone)} if not _exact(zone, day, months)]


def _exact(zone, day, months):
    starts, ends = starts_at(day, zone), starts_at(day + DAY, zone)
    gone = leaves_on(day, months)
    leaves = starts_at(gone, zone)
    last, after = local_day(leaves - SECOND, zone), local_day(leaves, zone)
    total = RollingTotal(months)
    for at in (starts, ends - SECOND):
        total.add(OrderSpend(1, local_day(at, zone), at, 1))
    return (
        local_day(starts - SECOND, zone) == day - DAY
        and local_day(starts, zone) == local_day(ends - SECOND, zone) == day
        and (last, after) == (gone - DAY, gone)
        and in_window(day, last, months)
        and not in_window(day, after, months)
        and (total.value(last), total.value(after)) == (2, 0)
    )
