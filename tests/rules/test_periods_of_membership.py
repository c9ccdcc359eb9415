"""Qualifying periods other than a rolling year of money: calendar, membership, lifetime, orders, zones."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.rules.order_spend import OrderSpend
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.reviews import Monthly
from app.rules.standing import Version
from tests.rules.folds import (
    SECOND,
    START,
    ZONE,
    around,
    bought,
    days,
    fold,
    knowing,
    last_fall,
    midnight,
    noon,
    path,
    program,
    tiers,
)

LONG_AFTER = midnight(2036, 1, 1)

# The calendar year (PROG-PERIOD)


@pytest.mark.parametrize(("amount", "rank"), [(499, 1), (500, 2)])
def test_a_calendar_year_counts_from_its_first_instant_to_its_last(amount, rank):
    known = knowing(program(period=CalendarYear()))
    last = midnight(2026, 1, 1) - SECOND
    spends = [
        bought(5000, 2024, 12, 31),
        replace(bought(250, 2025, 1, 1, order_id=2), at=midnight(2025, 1, 1)),
        replace(bought(amount - 250, 2025, 12, 31, order_id=3), at=last),
    ]
    opened = knowing(program(period=CalendarYear()), start=midnight(2025, 1, 1))
    assert fold(spends, last, opened).rank == rank
    assert fold(spends, midnight(2026, 1, 1), known).metric_value == 0


@pytest.mark.parametrize(
    ("through", "grace", "falls"),
    [
        (False, 0, date(2026, 1, 1)),
        (False, 3, date(2026, 4, 1)),
        (True, 0, date(2027, 1, 1)),
        (True, 6, date(2027, 7, 1)),
    ],
)
@pytest.mark.parametrize("ordered", [(2025, 1, 1), (2025, 12, 31)])
def test_what_a_calendar_year_earned_ends_with_it_or_with_the_next(through, grace, falls, ordered):
    known = knowing(program(grace, period=CalendarYear(through_next_year=through)))
    falls = max(falls, date(2026, 3, 1)) if ordered == (2025, 12, 31) and not through and not grace else falls
    assert around([bought(500, *ordered)], falls, known) == (2, 0)


def test_a_tier_reached_in_december_is_not_lost_before_the_notices():
    """DEM-NOSURPRISE: 31 December and 60 days are 1 March."""
    known = knowing(program(0, period=CalendarYear()))
    found = fold([bought(500, 2025, 12, 31)], noon(date(2025, 12, 31)), known)
    assert [each.day for each in found.notices] == [date(2025, 12, 31), date(2026, 1, 30)]
    assert found.fall.day == date(2026, 3, 1)


def test_the_next_year_earns_on_its_own_and_keeps_what_it_earned():
    known = knowing(program(0, period=CalendarYear(through_next_year=True)))
    spends = [bought(1000, 2025, 6, 1), bought(500, 2026, 6, 1, order_id=2)]
    found = fold(spends, midnight(2026, 12, 1), known)
    assert (found.rank, found.metric_value, found.earned_rank) == (3, 500, 2)
    assert around(spends, date(2027, 1, 1), known) == (3, 2)
    assert around(spends, date(2028, 1, 1), known) == (2, 0)


def test_no_purchase_prevents_the_end_of_a_year_but_one_in_the_year_keeps_the_next():
    """GAP-FORECAST"""
    without = fold(
        [bought(500, 2025, 3, 1)], midnight(2025, 6, 1), knowing(program(0, period=CalendarYear()))
    )
    assert (without.fall.day, without.fall.needed) == (date(2026, 1, 1), None)
    through = knowing(program(0, period=CalendarYear(through_next_year=True)))
    kept = fold([bought(500, 2025, 3, 1), bought(70, 2026, 2, 1, order_id=2)], midnight(2026, 6, 1), through)
    assert (kept.fall.day, kept.fall.needed) == (date(2027, 1, 1), 430)


def test_where_the_review_comes_after_new_year_what_is_bought_until_then_counts():
    rules = program(0, period=CalendarYear(), review=Monthly(day=15))
    spends = [bought(500, 2025, 3, 1), bought(120, 2026, 1, 3, order_id=2)]
    fall = fold(spends, midnight(2026, 1, 10), knowing(rules)).fall
    assert (fall.day, fall.needed) == (date(2026, 1, 15), 380)
    for short, rank in ((0, 2), (1, 1)):
        last = bought(380 - short, 2026, 1, 14, order_id=3)
        assert fold([*spends, last], midnight(2026, 1, 15), knowing(rules)).rank == rank


# Years of membership

MEMBERSHIP = program(0, period=MembershipYear())


def test_entry_is_by_the_last_twelve_months_and_tells_what_it_was_by():
    spends = [bought(150, 2024, 3, 11), bought(50, 2025, 3, 10, order_id=2)]
    found = fold(spends, noon(date(2025, 3, 10)), knowing(MEMBERSHIP))
    assert (found.rank, found.entered_at) == (1, noon(date(2025, 3, 10)))
    assert [(each.metric_value, each.threshold) for each in found.moves] == [(200, 200)]
    late = [spends[0], bought(50, 2025, 3, 11, order_id=2)]
    assert fold(late, noon(date(2025, 3, 11)), knowing(MEMBERSHIP)).rank == 0


@pytest.mark.parametrize(
    ("entry", "anniversary"),
    [
        ((2025, 3, 10), date(2026, 3, 10)),
        ((2024, 2, 29), date(2025, 3, 1)),
        ((2025, 2, 28), date(2026, 2, 28)),
        ((2024, 12, 31), date(2025, 12, 31)),
    ],
)
def test_the_first_year_runs_from_the_day_of_entry_and_keeps_the_second(entry, anniversary):
    """What the year earned is kept through the next one."""
    known = knowing(MEMBERSHIP)
    spends = [bought(200, *entry)]
    at = midnight(anniversary.year, anniversary.month, anniversary.day)
    assert fold(spends, at - SECOND, known).metric_value == 200
    found = fold(spends, at, known)
    assert (found.rank, found.metric_value, found.below_since) == (1, 0, None)
    second = date(anniversary.year + 1, anniversary.month, anniversary.day)
    assert around(spends, second, known) == (1, 0)


def test_what_came_before_entry_does_not_keep_the_second_year():
    spends = [bought(199, 2025, 3, 9), bought(1, 2025, 3, 10, order_id=2)]
    known = knowing(MEMBERSHIP)
    assert around(spends, date(2026, 3, 10), known) == (1, 0)
    fall = fold(spends, midnight(2025, 6, 1), known).fall
    assert (fall.day, fall.needed) == (date(2026, 3, 10), 199)
    for short, rank in ((0, 1), (1, 0)):
        last = bought(199 - short, 2026, 3, 9, order_id=3)
        assert fold([*spends, last], midnight(2026, 3, 10), known).rank == rank


def test_entry_on_29_february_has_its_own_day_again_after_four_years():
    yearly = [bought(200, 2024, 2, 29)]
    yearly += [bought(200, year, 6, 1, order_id=year) for year in (2025, 2026, 2027)]
    known = knowing(MEMBERSHIP)
    kept = fold([*yearly, bought(7, 2028, 2, 28, order_id=1)], midnight(2028, 2, 29) - SECOND, known)
    assert kept.metric_value == 207
    assert fold(yearly, midnight(2028, 2, 29), known).metric_value == 0
    assert around(yearly, date(2029, 3, 1), known) == (1, 0)


def test_a_refund_in_the_first_year_takes_the_tier_at_once():
    spends = [bought(6000, 2025, 3, 10), bought(-6000, 2025, 3, 11)]
    found = fold(spends, noon(date(2025, 3, 11)), knowing(MEMBERSHIP))
    assert (found.rank, path(found)[-1]) == (0, (3, 0, "reversal"))


@pytest.mark.parametrize(("returned", "rank"), [(100, 1), (101, 0)])
def test_in_the_first_year_the_twelve_months_before_entry_keep_the_tier_against_a_refund(returned, rank):
    spends = [bought(250, 2024, 6, 1), bought(50, 2025, 3, 10, order_id=2)]
    spends.append(bought(-returned, 2025, 4, 1, order_id=1))
    start = midnight(2025, 1, 1)
    assert fold(spends, noon(date(2025, 4, 1)), knowing(MEMBERSHIP, start=start)).rank == rank


def test_another_version_takes_a_tier_in_the_first_year_too():
    dearer = program(0, tiers=tiers(Silver=201), period=MembershipYear())
    versions = (Version(1, MEMBERSHIP, START), Version(2, dearer, midnight(2025, 6, 1)))
    found = fold([bought(200, 2025, 3, 10)], midnight(2025, 6, 1), knowing(versions=versions))
    assert path(found)[-1] == (1, 0, "program")


def test_who_left_and_comes_back_begins_years_of_their_own():
    spends = [bought(200, 2025, 3, 10), bought(200, 2027, 5, 5, order_id=2)]
    known = knowing(MEMBERSHIP)
    found = fold(spends, midnight(2028, 6, 1), known)
    assert days(found) == [(date(2025, 3, 10), 1), (date(2027, 3, 10), 0), (date(2027, 5, 5), 1)]
    assert found.entered_at == noon(date(2027, 5, 5))
    assert around(spends, date(2029, 5, 5), known) == (1, 0)


def test_grace_follows_the_end_of_a_year_of_membership():
    known = knowing(program(3, period=MembershipYear()))
    assert around([bought(200, 2025, 3, 10)], date(2027, 6, 10), known) == (1, 0)


# All time


def test_nobody_falls_by_time_where_all_time_counts():
    known = knowing(program(0, period=Lifetime()))
    found = fold([bought(200, 2024, 2, 1)], LONG_AFTER, known)
    assert (found.rank, found.metric_value, found.fall, found.next_review_at) == (1, 200, None, None)
    taken = [bought(200, 2024, 2, 1), bought(-1, 2030, 1, 1)]
    assert path(fold(taken, LONG_AFTER, known))[-1] == (1, 0, "reversal")


# Orders instead of money

BUYERS = program(0, metric="orders", tiers=tiers(Regular=2, Friend=4))


def test_orders_are_counted_and_what_they_cost_is_not():
    """ID-M1-FREQ"""
    dates = [(2025, 3, 1), (2025, 4, 1), (2025, 5, 1)]
    spends = [bought(1 + 9999 * number, *day, order_id=number) for number, day in enumerate(dates)]
    found = fold(spends, noon(date(2025, 5, 1)), knowing(BUYERS))
    assert (found.rank, found.metric_value, found.to_next, found.halfway) == (1, 3, 1, True)
    assert fold(spends[:1], noon(date(2025, 5, 1)), knowing(BUYERS)).rank == 0


@pytest.mark.parametrize(("returned", "rank"), [(99, 1), (100, 0)])
def test_an_order_counts_until_it_is_refunded_in_full(returned, rank):
    spends = [bought(100, 2025, 3, 1), bought(100, 2025, 4, 1, order_id=2)]
    spends.append(bought(-returned, 2025, 4, 2, order_id=2))
    assert fold(spends, noon(date(2025, 4, 2)), knowing(BUYERS)).rank == rank


def test_orders_leave_one_by_one_and_what_is_needed_is_orders():
    spends = [bought(10, 2025, month, 1, order_id=month) for month in (3, 4, 5, 6)]
    found = fold(spends, midnight(2025, 7, 1), knowing(BUYERS))
    assert (found.fall.day, found.fall.to_rank, found.fall.needed) == (date(2026, 3, 1), 1, 1)
    assert around(spends, date(2026, 3, 1), knowing(BUYERS)) == (2, 1)
    assert around(spends, date(2026, 5, 1), knowing(BUYERS)) == (1, 0)


# Other windows, other zones


@pytest.mark.parametrize(
    ("months", "falls"), [(1, date(2025, 5, 30)), (6, date(2025, 10, 1)), (24, date(2027, 3, 31))]
)
def test_a_rolling_period_of_any_length(months, falls):
    known = knowing(program(0, period=Rolling(months=months)))
    assert around([bought(200, 2025, 3, 31)], falls, known) == (1, 0)


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/St_Johns"]
)
def test_the_last_second_of_a_year_is_that_of_the_shop(zone):
    known = knowing(program(3, period=CalendarYear()), start=midnight(2024, 1, 1, zone=zone))
    end = midnight(2026, 1, 1, zone=zone)
    in_time = OrderSpend(1, date(2025, 12, 31), end - SECOND, 200)
    too_late = OrderSpend(1, date(2026, 1, 1), end, 200)
    assert last_fall(fold([in_time], LONG_AFTER, known, zone), zone) == (date(2026, 4, 1), 0)
    assert last_fall(fold([too_late], LONG_AFTER, known, zone), zone) == (date(2027, 4, 1), 0)


def test_after_a_change_of_zone_counted_days_stay_and_new_ones_are_of_the_new_zone():
    """GAP-TIME: the shop moved from Kiritimati to Pago Pago; the order's day is that of the old zone."""
    order = OrderSpend(1, date(2025, 3, 10), datetime(2025, 3, 9, 11, tzinfo=UTC), 200)
    known = knowing(program(0))
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", ZONE):
        assert around([order], date(2026, 3, 10), known, zone) == (1, 0)


def test_a_day_reckoned_in_the_old_zone_may_be_tomorrow_in_the_new_one():
    """The order of 10 March counts while it is still the 8th in Pago Pago."""
    order = OrderSpend(1, date(2025, 3, 10), datetime(2025, 3, 9, 10, tzinfo=UTC), 200)
    at = datetime(2025, 3, 9, 10, 30, tzinfo=UTC)
    found = fold([order], at, knowing(program(0)), "Pacific/Pago_Pago")
    assert (found.rank, found.metric_value) == (1, 200)
