"""GAP-TIME, ID-ROLL12, I-16: windows by local days, in every zone, over every kind of month and year."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from app.rules.periods import in_window, leaves_on, local_day, months_before, starts_at

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
FIRST, LAST = date(2020, 1, 1), date(2040, 12, 31)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


def days(first=FIRST, last=LAST):
    while first <= last:
        yield first
        first += DAY


def earlier(day, months):
    """Months back one at a time, the day of the month as near to its own as that month allows."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@pytest.mark.parametrize("months", range(1, 25))
def test_the_same_day_months_earlier_is_clipped_to_the_end_of_that_month(months):
    assert all(months_before(day, months) == earlier(day, months) for day in days())


@pytest.mark.parametrize("months", range(1, 25))
def test_an_order_counts_from_its_day_until_the_day_it_leaves_and_on_no_other(months):
    """Every day of 2020 to 2040: the first later day whose window does not hold it is the day it leaves."""
    leaves = FIRST
    for day in days():
        leaves = max(leaves, day + DAY)  # a later order never leaves earlier
        while earlier(leaves, months) < day:
            leaves += DAY
        assert leaves_on(day, months) == leaves, day
        assert in_window(day, leaves - DAY, months), day
        assert not in_window(day, leaves, months), day
        assert in_window(day, day, months), day
        assert not in_window(day, day - DAY, months), day


@pytest.mark.parametrize(
    ("day", "months", "leaves"),
    [
        (date(2024, 3, 1), 12, date(2025, 3, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
        (date(2024, 2, 28), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 1, 31), 1, date(2024, 3, 1)),
        (date(2023, 1, 31), 1, date(2023, 3, 1)),
        (date(2024, 3, 31), 1, date(2024, 5, 1)),
        (date(2024, 12, 31), 2, date(2025, 3, 1)),
        (date(2024, 12, 31), 12, date(2025, 12, 31)),
        (date(2024, 10, 31), 6, date(2025, 5, 1)),
    ],
)
def test_an_order_leaves_on_the_same_day_of_the_month_or_the_first_of_the_next(day, months, leaves):
    assert leaves_on(day, months) == leaves


def test_the_order_of_the_first_of_march_2024():
    """Design 4: it counts through 28 February 2025 and leaves at 00:00 on 1 March 2025 in the shop's zone."""
    zone, ordered = "America/New_York", datetime(2024, 3, 1, 4, 59, 59, tzinfo=UTC)
    assert local_day(ordered, zone) == date(2024, 2, 29)
    day = local_day(ordered + SECOND, zone)
    assert day == date(2024, 3, 1)
    assert in_window(day, date(2025, 2, 28), 12)
    assert not in_window(day, date(2025, 3, 1), 12)
    assert starts_at(leaves_on(day, 12), zone) == datetime(2025, 3, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("months", range(1, 25))
def test_later_orders_never_leave_earlier(months):
    leaving = [leaves_on(day, months) for day in days()]
    assert leaving == sorted(leaving)


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        ("Pacific/Kiritimati", datetime(2024, 12, 31, 10, tzinfo=UTC), date(2025, 1, 1)),
        ("Pacific/Kiritimati", datetime(2024, 12, 31, 9, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        ("Pacific/Pago_Pago", datetime(2025, 1, 1, 10, 59, 59, tzinfo=UTC), date(2024, 12, 31)),
        ("Pacific/Pago_Pago", datetime(2025, 1, 1, 11, tzinfo=UTC), date(2025, 1, 1)),
        ("UTC", datetime(2024, 2, 29, 0, tzinfo=UTC), date(2024, 2, 29)),
    ],
)
def test_a_year_ends_when_it_ends_in_the_shops_zone(zone, instant, day):
    """F41: UTC+14 and UTC-11."""
    assert local_day(instant, zone) == day


def moves_of_the_clock(zone):
    """The instants of 2020 to 2040 at which the zone's offset changes, to the second."""
    info, at = ZoneInfo(zone), datetime(2020, 1, 1, tzinfo=UTC)
    while at < datetime(2041, 1, 1, tzinfo=UTC):
        after = at + timedelta(days=14)
        if at.astimezone(info).utcoffset() != after.astimezone(info).utcoffset():
            low, high = at, after
            while high - low > SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                same = middle.astimezone(info).utcoffset() == at.astimezone(info).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at = after


@pytest.mark.parametrize("letter", sorted({zone[0] for zone in ZONES}))
def test_every_local_day_starts_at_its_first_instant_where_clocks_move_too(letter):
    """Every IANA zone, around each of its gaps and overlaps and at 29 February and the ends of years."""
    unlike = {}
    for zone in ZONES:
        if zone.startswith(letter):
            moves = tuple(moves_of_the_clock(zone))
            offset = datetime(2020, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
            unlike.setdefault((moves, offset), zone)
    for (moves, _), zone in unlike.items():
        around = {local_day(at, zone) + DAY * n for at in moves for n in (-1, 0, 1)}
        for day in around | {date(2024, 2, 29), date(2024, 12, 31), date(2025, 1, 1)}:
            start = starts_at(day, zone)
            assert start.tzinfo is UTC
            assert local_day(start, zone) == day, (zone, day)
            assert local_day(start - SECOND, zone) == day - DAY, (zone, day)


def test_where_the_clocks_skip_midnight_the_day_starts_at_one():
    """F40: Cairo, 24 April 2026."""
    assert starts_at(date(2026, 4, 24), "Africa/Cairo") == datetime(2026, 4, 23, 22, tzinfo=UTC)
    local = starts_at(date(2026, 4, 24), "Africa/Cairo").astimezone(ZoneInfo("Africa/Cairo"))
    assert (local.hour, local.minute) == (1, 0)


def test_where_midnight_comes_twice_the_day_starts_at_the_first():
    """Havana's clocks go back from 01:00 to 00:00."""
    start = starts_at(date(2025, 11, 2), "America/Havana")
    assert start == datetime(2025, 11, 2, 4, tzinfo=UTC)
    assert local_day(start + timedelta(minutes=90), "America/Havana") == date(2025, 11, 2)
