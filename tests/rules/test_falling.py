"""Falling: grace, notices, steps down, and what acts at once (DEM-*, GAP-NOTICE, GAP-SOFTLAND)."""

from datetime import date

import pytest

from app.rules.benefits.percent_off import PercentOff
from app.rules.notices import RISK_30, RISK_60, occasion
from app.rules.periods import leaves_on
from app.rules.program import Landing, Tier
from app.rules.qualifying_period import Rolling
from tests.rules.folds import (
    DAY,
    SECOND,
    around,
    bought,
    fold,
    knowing,
    last_fall,
    looked_at,
    midnight,
    noon,
    path,
    program,
)

LONG_AFTER = midnight(2034, 1, 1)
GOLD = bought(500, 2025, 3, 10)
BELOW, PLANNED = date(2026, 3, 10), date(2026, 6, 10)
"""GOLD leaves the window, and its grace of three months is over."""


def warned(first=None, second=None, planned=PLANNED, rank=2):
    about = occasion(planned, rank)
    told = {(RISK_60, about): first, (RISK_30, about): second}
    return {key: day for key, day in told.items() if day is not None}


# Grace


@pytest.mark.parametrize(
    ("grace", "bought_on", "falls"),
    [
        (0, (2025, 3, 10), (2026, 3, 10)),
        (3, (2025, 3, 10), (2026, 6, 10)),
        (6, (2025, 3, 10), (2026, 9, 10)),
        (3, (2024, 11, 30), (2026, 3, 1)),  # below on 30 November, and 2026 has no 30 February
        (3, (2024, 12, 31), (2026, 3, 31)),
        (6, (2024, 8, 31), (2026, 3, 1)),
        (0, (2024, 2, 29), (2025, 3, 1)),
        (3, (2024, 2, 29), (2025, 6, 1)),
        (6, (2024, 2, 29), (2025, 9, 1)),
        (0, (2027, 2, 28), (2028, 2, 28)),
        (6, (2027, 8, 29), (2029, 3, 1)),
        (6, (2026, 8, 29), (2028, 2, 29)),
        (1, (2025, 1, 31), (2026, 3, 1)),
        (0, (2025, 3, 8), (2026, 3, 8)),  # the day on which the clocks go forward
        (0, (2025, 11, 1), (2026, 11, 1)),  # and back
    ],
)
def test_grace_ends_at_the_first_instant_of_its_day(grace, bought_on, falls):
    """DEM-GRACE"""
    known = knowing(program(grace))
    assert around([bought(500, *bought_on)], date(*falls), known) == (2, 0)


@pytest.mark.parametrize(
    "zone", ["Africa/Cairo", "America/Havana", "Pacific/Kiritimati", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("falls", [date(2026, 4, 24), date(2026, 11, 1), date(2026, 3, 8)])
def test_grace_ends_at_the_first_instant_of_its_day_in_the_zone_of_the_shop(zone, falls):
    """GAP-TIME: Cairo skips the midnight of 24 April 2026; Havana has two on 1 November, none on 8 March."""
    spends = [bought(500, falls.year - 1, falls.month, falls.day, zone=zone)]
    assert around(spends, falls, knowing(program(0)), zone) == (2, 0)


def test_who_is_below_is_so_from_the_first_instant_of_the_day_on_which_it_leaves():
    before, after = fold([GOLD], midnight(2026, 3, 10) - SECOND), fold([GOLD], midnight(2026, 3, 10))
    assert (before.below_since, before.earned_rank, before.rank) == (None, 2, 2)
    assert (after.below_since, after.earned_rank, after.rank) == (BELOW, 0, 2)


def test_grace_ends_early_when_the_tier_is_held_again_and_begins_anew_later():
    again = bought(500, 2026, 6, 9, order_id=2)
    found = fold([GOLD, again], midnight(2026, 6, 10))
    assert (found.rank, found.below_since) == (2, None)
    assert last_fall(fold([GOLD, again], LONG_AFTER)) == (date(2027, 9, 9), 0)


def test_one_minor_unit_too_little_in_the_last_second_does_not_end_grace():
    """I-15, DEM-30: what is told is what is needed."""
    for short, rank in ((0, 2), (1, 1)):
        last = bought(500 - short, 2026, 6, 9, order_id=2)
        assert fold([GOLD, last], midnight(2026, 6, 10)).rank == rank


def test_a_quarterly_buyer_whose_orders_shift_by_days_does_not_flap():
    """ID-STALE-5000: 500 a quarter is Silver though some windows hold three orders; 5,000 once is not."""
    rules = program(3, tiers=(Tier(name="Silver", entry=2000),))
    dates = [(2024, 1, 5), (2024, 4, 9), (2024, 7, 14), (2024, 10, 3), (2025, 1, 20), (2025, 4, 28)]
    dates += [(2025, 7, 30), (2025, 10, 30), (2026, 1, 31), (2026, 4, 30), (2026, 7, 31)]
    steady = [bought(500, *day, order_id=number) for number, day in enumerate(dates)]
    found = fold(steady, midnight(2026, 9, 1), knowing(rules))
    assert (found.rank, path(found)) == (1, [(0, 1, "spend")])
    assert len(path(fold(steady, midnight(2026, 9, 1), knowing(program(0, tiers=rules.tiers))))) > 1

    whale = fold([bought(5000, 2024, 9, 1)], midnight(2026, 9, 1), knowing(rules))
    assert (whale.rank, whale.metric_value) == (0, 0)


# Notices


def test_the_notices_are_due_60_and_30_days_before_the_end_of_grace():
    """DEM-60, DEM-30"""
    first, second = fold([GOLD], midnight(2026, 1, 1), knowing(warned={})).notices
    assert (first.kind, first.day, first.falls_on) == (RISK_60, date(2026, 4, 11), PLANNED)
    assert (second.kind, second.day, second.falls_on) == (RISK_30, date(2026, 5, 11), PLANNED)
    assert (PLANNED - first.day, PLANNED - second.day) == (60 * DAY, 30 * DAY)


@pytest.mark.parametrize(
    ("first", "second", "falls"),
    [
        (date(2026, 4, 11), date(2026, 5, 11), date(2026, 6, 10)),
        (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 10)),
        (date(2026, 4, 12), date(2026, 5, 12), date(2026, 6, 11)),
        (date(2026, 4, 11), date(2026, 5, 12), date(2026, 6, 11)),
        (date(2026, 4, 11), date(2026, 6, 9), date(2026, 7, 9)),
        (date(2026, 6, 9), date(2026, 7, 9), date(2026, 8, 8)),
        (date(2026, 6, 9), date(2026, 6, 10), date(2026, 8, 8)),
    ],
)
def test_no_fall_before_60_days_after_the_first_and_30_after_the_second_notice(first, second, falls):
    """DEM-NOSURPRISE: late notices move the end."""
    known = knowing(warned=warned(first, second))
    assert around([GOLD], falls, known) == (2, 0)
    assert last_fall(fold([GOLD], LONG_AFTER, known)) == (falls, 0)


@pytest.mark.parametrize("recorded", [{}, warned(first=date(2026, 4, 11)), warned(second=date(2026, 5, 11))])
def test_nobody_falls_while_a_notice_is_not_on_record(recorded):
    """DEM-NOSURPRISE, GAP-NOTICE"""
    found = fold([GOLD], LONG_AFTER, knowing(warned=recorded))
    assert (found.rank, found.earned_rank, path(found)) == (2, 0, [(0, 2, "spend")])
    assert found.below_since == BELOW


def test_a_notice_of_another_day_or_tier_is_not_the_one_that_is_needed():
    told = (date(2026, 4, 11), date(2026, 5, 11))
    for wrong in (warned(*told, planned=PLANNED + DAY), warned(*told, rank=1)):
        assert fold([GOLD], LONG_AFTER, knowing(warned=wrong)).rank == 2


def test_where_each_notice_is_on_record_when_due_the_end_is_the_one_planned():
    assert last_fall(fold([GOLD], LONG_AFTER)) == (PLANNED, 0)


def test_a_notice_that_is_late_is_due_today_and_the_end_is_60_days_from_now():
    late = fold([GOLD], noon(date(2026, 6, 1)), knowing(warned={}))
    assert [each.day for each in late.notices] == [date(2026, 6, 1), date(2026, 7, 1)]
    assert late.fall.day == date(2026, 7, 31)


def test_a_purchase_that_moves_the_day_arms_the_notices_again():
    """GAP-NOTICE: the member is warned of the right day."""
    about_june = warned(date(2026, 4, 11), date(2026, 5, 11))
    again = bought(500, 2026, 6, 1, order_id=2)
    found = fold([GOLD, again], noon(date(2026, 6, 2)), knowing(warned=about_june))
    assert [(each.recorded, each.day) for each in found.notices] == [
        (False, date(2027, 7, 3)),
        (False, date(2027, 8, 2)),
    ]
    assert fold([GOLD, again], LONG_AFTER, knowing(warned=about_june)).rank == 2


def test_a_notice_of_a_day_that_moved_and_moved_back_counts():
    """The order that moved it came back on the next day; the member had been warned of that very day."""
    spends, known = [bought(500, 2025, 6, 10)], knowing(program(0, tiers=(Tier(name="Gold", entry=500),)))
    spends += [bought(500, 2026, 4, 20, order_id=2), bought(-500, 2026, 4, 21, order_id=2)]
    assert around(spends, date(2026, 6, 10), known) == (1, 0)
    *_, (_, seen, on_record) = looked_at(spends, known, LONG_AFTER)
    assert last_fall(seen) == (date(2026, 6, 10), 0)
    assert on_record == warned(date(2026, 4, 11), date(2026, 5, 11), rank=1)


def test_a_notice_on_record_is_told_as_such_and_asked_for_no_more():
    first = fold([GOLD], noon(date(2026, 4, 12)), knowing(warned=warned(date(2026, 4, 11))))
    assert [each.recorded for each in first.notices] == [True, False]
    assert first.next_review_at == midnight(2026, 5, 11)


def test_a_clerk_who_looks_only_when_told_to_warns_on_the_days_and_once():
    """DEM-60, DEM-30, DEM-DAY: sent once, on the right day."""
    *_, (at, seen, on_record) = looked_at([GOLD], knowing(), LONG_AFTER)
    assert on_record == warned(date(2026, 4, 11), date(2026, 5, 11))
    assert (at, seen.rank, last_fall(seen)) == (midnight(2026, 6, 10), 0, (PLANNED, 0))


def test_without_grace_the_notices_come_before_the_day_on_which_the_member_is_below():
    first, second = fold([GOLD], midnight(2026, 1, 1), knowing(program(0))).notices
    assert (first.day, second.day) == (BELOW - 60 * DAY, BELOW - 30 * DAY)


def test_without_grace_a_short_period_leaves_60_days_all_the_same():
    """The order leaves after a month: the first notice is due on the day of purchase."""
    rules = program(0, period=Rolling(months=1))
    assert around([GOLD], date(2025, 5, 9), knowing(rules)) == (2, 0)
    assert date(2025, 5, 9) - GOLD.day == 60 * DAY


# Steps down


def test_straight_to_the_tier_that_is_earned():
    spends = [bought(700, 2025, 3, 10), bought(300, 2025, 12, 1, order_id=2)]
    found = fold(spends, midnight(2026, 6, 10))
    assert path(found) == [(0, 2, "spend"), (2, 3, "spend"), (3, 1, "time")]


def test_one_tier_at_a_time_and_each_with_its_own_grace_and_notices():
    """DEM-GRACE"""
    rules = program(3, one_at_a_time=True)
    platinum = [bought(1000, 2025, 3, 10)]
    found = fold(platinum, LONG_AFTER, knowing(rules))
    assert path(found)[1:] == [(3, 2, "time"), (2, 1, "time"), (1, 0, "time")]
    assert [each.at for each in found.moves[1:]] == [
        midnight(2026, 6, 10),
        midnight(2026, 9, 10),
        midnight(2026, 12, 10),
    ]
    told = [record for *_, record in looked_at(platinum, knowing(rules), LONG_AFTER)][-1]
    assert len(told) == 6


def test_without_grace_one_tier_at_a_time_takes_60_days_a_step():
    found = fold([bought(1000, 2025, 3, 10)], LONG_AFTER, knowing(program(0, one_at_a_time=True)))
    falls = [date(2026, 3, 10), date(2026, 5, 9), date(2026, 7, 8)]
    assert [each.at for each in found.moves[1:]] == [midnight(day.year, day.month, day.day) for day in falls]


def test_one_at_a_time_ends_at_the_tier_that_is_held():
    spends = [bought(700, 2025, 3, 10), bought(300, 2026, 2, 1, order_id=2)]
    found = fold(spends, midnight(2027, 4, 1), knowing(program(3, one_at_a_time=True)))
    assert path(found)[2:] == [(3, 2, "time"), (2, 1, "time")]


@pytest.mark.parametrize(("kept", "rank"), [(400, 2), (399, 1)])
def test_between_the_keep_and_the_entry_threshold_a_tier_is_kept_but_not_earned(kept, rank):
    """Hysteresis (I-17)"""
    rules = program(0, tiers=(Tier(name="Silver", entry=200), Tier(name="Gold", entry=500, keep=400)))
    spends = [bought(500 - kept, 2025, 3, 1), bought(kept, 2025, 6, 1, order_id=2)]
    assert fold(spends, midnight(2026, 4, 1), knowing(rules)).rank == rank
    assert fold(spends[1:], midnight(2026, 4, 1), knowing(rules)).rank == 1


def test_who_falls_lands_on_the_highest_tier_that_is_still_kept():
    rules = program(
        0,
        tiers=(
            Tier(name="Silver", entry=200, keep=100),
            Tier(name="Gold", entry=500, keep=300),
            Tier(name="Platinum", entry=1000),
        ),
    )
    spends = [bought(701, 2025, 3, 10), bought(299, 2025, 6, 1, order_id=2)]
    assert fold(spends, midnight(2026, 3, 10), knowing(rules)).rank == 1
    spends = [bought(700, 2025, 3, 10), bought(300, 2025, 6, 1, order_id=2)]
    assert fold(spends, midnight(2026, 3, 10), knowing(rules)).rank == 2


# Soft landing

LANDING = program(
    3,
    tiers=(
        Tier(name="Silver", entry=200),
        Tier(
            name="Gold",
            entry=500,
            benefits=(PercentOff(percent=15),),
            landing=(Landing(months=0, percent=12), Landing(months=2, percent=10)),
        ),
    ),
)


@pytest.mark.parametrize(
    ("day", "before", "after"), [((2026, 3, 10), 0, 1), ((2026, 5, 10), 1, 2), ((2026, 6, 10), 2, 0)]
)
def test_benefits_shrink_on_the_days_of_their_steps(day, before, after):
    """DEM-SOFTLAND, GAP-SOFTLAND: 15, 12, 10"""
    at, known = midnight(*day), knowing(LANDING)
    assert fold([GOLD], at - SECOND, known).landing == before
    assert fold([GOLD], at, known).landing == after


def test_the_last_step_lasts_while_late_notices_keep_the_tier():
    found = fold([GOLD], midnight(2026, 8, 1), knowing(LANDING, warned={}))
    assert (found.rank, found.landing) == (2, 2)


def test_a_purchase_in_grace_gives_the_full_benefits_back():
    again = bought(500, 2026, 5, 20, order_id=2)
    assert fold([GOLD, again], again.at - SECOND, knowing(LANDING)).landing == 2
    assert fold([GOLD, again], again.at, knowing(LANDING)).landing == 0


def test_a_step_at_a_months_end_waits_for_the_first_of_the_next():
    spends = [bought(500, 2024, 12, 31)]
    assert leaves_on(date(2025, 12, 31), 2) == date(2026, 3, 1)
    assert fold(spends, midnight(2026, 3, 1) - SECOND, knowing(LANDING)).landing == 1
    assert fold(spends, midnight(2026, 3, 1), knowing(LANDING)).landing == 2


# Falls are stopped


@pytest.mark.parametrize(("stop", "rank"), [((2026, 6, 10), 2), ((2026, 6, 11), 0)])
def test_from_a_change_of_currency_on_nobody_falls_by_time(stop, rank):
    known = knowing(falls_stop=midnight(*stop))
    assert fold([GOLD], LONG_AFTER, known).rank == rank


def test_while_falls_are_stopped_there_is_nothing_to_warn_of_and_rises_go_on():
    known = knowing(falls_stop=midnight(2026, 4, 1))
    found = fold([GOLD], midnight(2026, 5, 1), known)
    assert (found.fall, found.notices, found.below_since) == (None, (), BELOW)
    more = bought(1000, 2026, 5, 2, order_id=2)
    assert fold([GOLD, more], more.at, known).rank == 3


def test_a_refund_takes_a_tier_back_even_while_falls_are_stopped():
    known = knowing(falls_stop=midnight(2025, 4, 1))
    assert fold([GOLD, bought(-1, 2025, 5, 1)], noon(date(2025, 5, 1)), known).rank == 1


# Reversals (a refund on its own day)


@pytest.mark.parametrize(("returned", "rank"), [(300, 2), (301, 1), (600, 1), (601, 0)])
def test_a_refund_takes_the_tier_at_once_and_is_on_record_as_such(returned, rank):
    spends = [bought(800, 2025, 3, 10), bought(-returned, 2025, 5, 1)]
    found = fold(spends, noon(date(2025, 5, 1)), knowing(warned={}))
    assert found.rank == rank
    assert path(found)[1:] == ([] if rank == 2 else [(2, rank, "reversal")])
    assert all(each.order_id == 1 for each in found.moves)


def test_a_refund_has_grace_if_the_merchant_says_so():
    known = knowing(program(3, reversals_have_grace=True))
    spends = [bought(800, 2025, 3, 10), bought(-400, 2025, 5, 1)]
    found = fold(spends, noon(date(2025, 5, 1)), known)
    assert (found.rank, found.earned_rank, found.below_since) == (2, 1, date(2025, 5, 1))
    assert around(spends, date(2025, 8, 1), known) == (2, 1)


def test_without_grace_months_a_refund_that_has_grace_waits_for_the_notices():
    known = knowing(program(0, reversals_have_grace=True))
    spends = [bought(800, 2025, 3, 10), bought(-400, 2025, 5, 1)]
    assert around(spends, date(2025, 6, 30), known) == (2, 1)
    assert date(2025, 6, 30) - date(2025, 5, 1) == 60 * DAY


def test_a_refund_in_grace_is_not_what_took_the_tier_so_grace_runs_on():
    """I-17: no fall before the end of grace, whatever comes in."""
    spends = [GOLD, bought(100, 2025, 12, 1, order_id=2), bought(-50, 2026, 4, 1, order_id=2)]
    found = fold(spends, noon(date(2026, 4, 1)))
    assert (found.rank, found.below_since) == (2, BELOW)
    assert last_fall(fold(spends, LONG_AFTER)) == (PLANNED, 0)


def test_a_refund_of_what_ended_grace_takes_the_tier_at_once():
    spends = [GOLD, bought(500, 2026, 5, 1, order_id=2), bought(-500, 2026, 5, 2, order_id=2)]
    found = fold(spends, noon(date(2026, 5, 2)))
    assert path(found)[-1] == (2, 0, "reversal")


def test_a_refund_on_its_own_day_that_outlives_its_order_is_reckoned_in_what_is_needed():
    """The order has left the window and its refund has not: 300 must be made good first."""
    spends = [bought(800, 2025, 3, 10), bought(-300, 2025, 9, 1)]
    found = fold(spends, midnight(2026, 4, 1))
    assert (found.rank, found.metric_value, found.fall.day) == (2, 0, PLANNED)
    assert found.fall.needed == 800
    assert found.to_next == 1300
    for short, rank in ((0, 2), (1, 1)):
        last = bought(800 - short, 2026, 6, 9, order_id=2)
        assert fold([*spends, last], midnight(2026, 6, 10)).rank == rank


def test_what_is_needed_on_the_day_on_which_a_refund_leaves_is_told_for_that_day():
    """The fall is on 1 June; the refund leaves then, so 400 more are enough, and 500 the day before."""
    spends = [
        bought(500, 2024, 3, 1),
        bought(100, 2024, 5, 31, order_id=2),
        bought(-100, 2024, 6, 1, order_id=2),
    ]
    spends.append(bought(100, 2024, 7, 1, order_id=3))
    fall = fold(spends, midnight(2025, 4, 1)).fall
    assert (fall.day, fall.needed) == (date(2025, 6, 1), 400)
    for short, rank in ((0, 2), (1, 1)):
        last = bought(400 - short, 2025, 5, 31, order_id=4)
        assert fold([*spends, last], midnight(2025, 6, 1)).rank == rank


def test_when_a_refund_leaves_the_period_what_was_bought_since_counts_in_full():
    """Time alone brings the tier on that day, not the next order."""
    spends = [bought(150, 2024, 3, 10), bought(-100, 2024, 9, 1), bought(250, 2025, 4, 1, order_id=2)]
    assert around(spends, date(2025, 9, 1)) == (0, 1)
    before = fold(spends, midnight(2025, 9, 1) - SECOND)
    assert (before.metric_value, before.to_next, before.next_review_at) == (150, 50, midnight(2025, 9, 1))
