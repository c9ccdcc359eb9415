"""When a program looks: weekly, monthly, after a term, and by population lines (ID-FIXED, ID-DYNAMIC)."""

from datetime import date

import pytest

from app.rules.program import Landing, Tier
from app.rules.qualifying_period import Lifetime
from app.rules.reviews import FixedTerm, Monthly, Weekly
from app.rules.standing import Line
from tests.rules.folds import (
    DAY,
    SECOND,
    around,
    bought,
    days,
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

# Weekly and monthly


@pytest.mark.parametrize(
    ("review", "risen"),
    [
        (Weekly(weekday=1), date(2025, 3, 17)),
        (Weekly(weekday=7), date(2025, 3, 16)),
        (Monthly(day=1), date(2025, 4, 1)),
        (Monthly(day=12), date(2025, 3, 12)),
        (Monthly(day=10), date(2025, 4, 10)),
    ],
)
def test_a_tier_is_reached_at_the_first_review_after_the_order(review, risen):
    """ID-DYNAMIC: the order is of Tuesday the 11th."""
    spends, known = [bought(500, 2025, 3, 11)], knowing(program(review=review))
    assert around(spends, risen, known) == (0, 2)
    found = fold(spends, LONG_AFTER, known).moves[0]
    assert (found.at, found.kind, found.order_id) == (
        midnight(risen.year, risen.month, risen.day),
        "review",
        None,
    )


def test_an_order_of_the_day_of_the_review_counts_at_once():
    known = knowing(program(review=Weekly(weekday=2)))
    assert fold([bought(500, 2025, 3, 11)], noon(date(2025, 3, 11)), known).rank == 2


@pytest.mark.parametrize(
    ("review", "below"),
    [
        (Weekly(weekday=1), date(2026, 3, 16)),
        (Weekly(weekday=3), date(2026, 3, 11)),
        (Monthly(day=10), date(2026, 4, 10)),
        (Monthly(day=28), date(2026, 3, 28)),
    ],
)
def test_a_member_is_found_below_at_the_first_review_after_the_order_leaves(review, below):
    """The order leaves on Wednesday, 11 March 2026."""
    spends, known = [bought(500, 2025, 3, 11)], knowing(program(0, review=review))
    at = midnight(below.year, below.month, below.day)
    assert fold(spends, at - SECOND, known).below_since is None
    assert around(spends, below, known) == (2, 0)
    graced = knowing(program(3, review=review))
    assert fold(spends, at, graced).below_since == below


def test_who_is_held_again_before_the_review_was_never_below():
    spends = [bought(500, 2025, 3, 11), bought(500, 2026, 3, 27, order_id=2)]
    known = knowing(program(0, review=Monthly(day=28)))
    assert path(fold(spends, midnight(2026, 12, 1), known)) == [(0, 2, "review")]


def test_a_member_who_was_given_back_between_reviews_is_not_risen_by_it():
    spends = [bought(500, 2025, 3, 11), bought(-500, 2025, 3, 13)]
    assert fold(spends, LONG_AFTER, knowing(program(review=Weekly(weekday=1)))).moves == ()


def test_who_is_below_between_two_reviews_only_is_warned_of_the_day_after_which_it_lasts():
    """The order leaves a day before the refund of another; on the Monday after both the tier is held."""
    spends = [bought(200, 2023, 12, 31), bought(-200, 2024, 1, 1), bought(200, 2024, 2, 29, order_id=2)]
    known = knowing(program(0, review=Weekly(weekday=1)))
    found = fold(spends, noon(date(2024, 3, 5)), known)
    assert (found.fall.day, found.notices[0].day) == (date(2025, 3, 3), date(2025, 1, 2))


def test_a_review_that_falls_on_a_day_without_midnight_comes_at_its_first_instant():
    """Cairo, Friday 24 April 2026"""
    spends = [bought(500, 2026, 4, 20, zone="Africa/Cairo")]
    known = knowing(program(review=Weekly(weekday=5)))
    assert around(spends, date(2026, 4, 24), known, "Africa/Cairo") == (0, 2)


def test_only_who_would_rise_is_reviewed():
    """The daily job touches only who is due."""
    known = knowing(program(review=Weekly(weekday=1)))
    nobody = fold([bought(199, 2025, 3, 11)], noon(date(2025, 3, 12)), known)
    riser = fold([bought(200, 2025, 3, 11)], noon(date(2025, 3, 12)), known)
    assert nobody.next_review_at == midnight(2026, 3, 11)
    assert riser.next_review_at == midnight(2025, 3, 17)


# A fixed term


@pytest.mark.parametrize(("grace", "falls"), [(0, date(2026, 1, 10)), (3, date(2026, 4, 10))])
def test_status_cannot_fall_inside_a_term_of_ten_months(grace, falls):
    """ID-FIXED: what was bought before the term leaves in it, and nobody is below until it is over."""
    spends = [bought(499, 2024, 6, 1), bought(1, 2025, 3, 10, order_id=2)]
    known = knowing(program(grace, review=FixedTerm(months=10)))
    inside = fold(spends, midnight(2026, 1, 10) - SECOND, known)
    assert (inside.rank, inside.earned_rank, inside.below_since) == (2, 0, None)
    assert around(spends, falls, known) == (2, 0)


def test_a_higher_tier_is_reached_inside_a_term_and_its_term_begins_then():
    spends = [bought(500, 2024, 6, 1), bought(500, 2025, 3, 10, order_id=2)]
    known = knowing(program(0, review=FixedTerm(months=10)))
    found = fold(spends, LONG_AFTER, known)
    assert days(found)[:2] == [(date(2024, 6, 1), 2), (date(2025, 3, 10), 3)]
    assert around(spends, date(2026, 1, 10), known) == (3, 2)


def test_who_is_held_when_a_term_ends_begins_another():
    spends = [bought(500, 2024, 6, 1), bought(500, 2025, 3, 31, order_id=2)]
    rules = program(0, review=FixedTerm(months=10), tiers=(Tier(name="Gold", entry=500),))
    known = knowing(rules)
    assert fold(spends, midnight(2025, 4, 1), known).rank == 1
    assert around(spends, date(2026, 2, 1), known) == (1, 1)
    assert around(spends, date(2026, 12, 1), known) == (1, 0), (
        "leaves_on(1 Feb 2026) is within the third term"
    )


def test_a_refund_acts_inside_a_term_too():
    spends = [bought(500, 2025, 3, 10), bought(-1, 2025, 5, 1)]
    found = fold(spends, noon(date(2025, 5, 1)), knowing(program(review=FixedTerm(months=10))))
    assert path(found)[-1] == (2, 1, "reversal")


def test_a_purchase_in_the_grace_after_a_term_begins_a_new_term():
    spends = [bought(500, 2024, 3, 1), bought(500, 2025, 5, 10, order_id=2)]
    known = knowing(program(6, review=FixedTerm(months=12)))
    assert fold(spends, midnight(2025, 4, 1), known).below_since == date(2025, 3, 1)
    assert fold(spends, noon(date(2025, 5, 10)), known).below_since is None
    assert fold(spends, midnight(2026, 5, 10), known).below_since == date(2026, 5, 10)


def test_one_step_down_begins_a_term_of_the_lower_tier():
    spends = [bought(1000, 2025, 3, 10)]
    known = knowing(program(3, one_at_a_time=True, review=FixedTerm(months=12)))
    assert days(fold(spends, midnight(2027, 12, 1), known))[1:] == [
        (date(2026, 6, 10), 2),
        (date(2027, 9, 10), 1),
    ]


def test_the_end_of_a_term_is_told_long_before():
    """GAP-FORECAST: the longest period and two of the longest terms."""
    spends = [bought(500, 2025, 3, 10), bought(500, 2025, 4, 10, order_id=2)]
    rules = program(6, tiers=(Tier(name="Gold", entry=500),), review=FixedTerm(months=59))
    found = fold(spends, noon(date(2025, 4, 11)), knowing(rules.model_copy(update={"period": Lifetime()})))
    assert found.fall is None
    found = fold(spends, noon(date(2025, 4, 11)), knowing(_over_five_years(rules)))
    assert found.fall.day == date(2035, 7, 10)


def _over_five_years(rules):
    return rules.model_validate(rules.model_dump() | {"period": {"kind": "rolling", "months": 60}})


# The best part of the customers

LINES = program(
    3,
    tiers=(Tier(name="Club", top_percent=20, keep_percent=30), Tier(name="Board", top_percent=5)),
    review=Monthly(day=1),
)


def drawn(*lines):
    return tuple(Line(tier, date(*day), entry, keep) for tier, day, entry, keep in lines)


CLUB = drawn(("Club", (2025, 1, 1), 300, 200), ("Board", (2025, 1, 1), 900, 900))


@pytest.mark.parametrize(("amount", "rank"), [(299, 0), (300, 1), (899, 1), (900, 2)])
def test_whoever_reaches_the_line_is_in_and_ties_share_a_fate(amount, rank):
    """GAP-FIXDYN"""
    known = knowing(LINES, lines=CLUB)
    spends = [bought(amount, 2025, 3, 10)]
    assert fold(spends, midnight(2025, 4, 1) - SECOND, known).rank == 0
    found = fold(spends, midnight(2025, 4, 1), known)
    assert (found.rank, found.earned_rank) == (rank, rank)
    twin = fold([bought(amount, 2025, 2, 2, order_id=7)], midnight(2025, 4, 1), known)
    assert twin.rank == rank


def test_before_a_line_is_drawn_nobody_is_in_and_nothing_is_told_of_the_next_tier():
    found = fold([bought(5000, 2024, 5, 1)], midnight(2024, 12, 31), knowing(LINES, lines=CLUB))
    assert (found.rank, found.to_next) == (0, None)
    assert around([bought(5000, 2024, 5, 1)], date(2025, 1, 1), knowing(LINES, lines=CLUB)) == (0, 2)


@pytest.mark.parametrize(
    ("grace", "falls"), [(0, date(2025, 7, 31)), (1, date(2025, 7, 31)), (3, date(2025, 9, 1))]
)
def test_a_fall_under_a_line_that_moved_takes_effect_60_days_later_at_the_earliest(grace, falls):
    """Design 6: announced, and 60 days later."""
    rules = program(grace, tiers=LINES.tiers, review=Monthly(day=1))
    moved = (*CLUB, *drawn(("Club", (2025, 6, 1), 500, 401)))
    known = knowing(rules, lines=moved)
    spends = [bought(400, 2025, 3, 10)]
    assert fold(spends, midnight(2025, 6, 1), known).below_since == date(2025, 6, 1)
    assert around(spends, falls, known) == (1, 0)
    assert fold(spends, falls_at(falls), knowing(rules, lines=CLUB)).rank == 1


def falls_at(day):
    return midnight(day.year, day.month, day.day)


def test_exactly_at_the_keep_line_is_kept():
    moved = (*CLUB, *drawn(("Club", (2025, 6, 1), 500, 400)))
    found = fold([bought(400, 2025, 3, 10)], midnight(2026, 1, 1), knowing(LINES, lines=moved))
    assert (found.rank, found.below_since) == (1, None)


def test_a_line_that_comes_back_ends_grace():
    moved = (*CLUB, *drawn(("Club", (2025, 6, 1), 500, 401), ("Club", (2025, 7, 1), 500, 400)))
    found = fold([bought(400, 2025, 3, 10)], midnight(2025, 7, 1), knowing(LINES, lines=moved))
    assert (found.rank, found.below_since) == (1, None)


def test_who_is_below_by_a_line_falls_on_the_day_of_another_line():
    """The end of grace is itself the day of a review and of a line."""
    moved = (*CLUB, *drawn(("Club", (2025, 6, 1), 500, 401), ("Club", (2025, 9, 1), 500, 402)))
    found = fold([bought(400, 2025, 3, 10)], midnight(2025, 12, 1), knowing(LINES, lines=moved))
    assert last_fall(found) == (date(2025, 9, 1), 0)
    ahead = fold([bought(400, 2025, 3, 10)], noon(date(2025, 6, 2)), knowing(LINES, lines=moved))
    assert ahead.fall.day == date(2025, 9, 1)


def test_the_clerk_warns_of_a_line_that_moved_and_the_fall_comes_60_days_later():
    rules = program(0, tiers=LINES.tiers, review=Monthly(day=1))
    moved = (*CLUB, *drawn(("Club", (2025, 6, 1), 500, 401)))
    spends, known = [bought(400, 2025, 3, 10)], knowing(rules, lines=moved)
    *_, (_, seen, on_record) = looked_at(spends, known, midnight(2026, 1, 1))
    assert last_fall(seen) == (date(2025, 7, 31), 0)
    assert sorted(on_record.values()) == [date(2025, 6, 1), date(2025, 7, 1)]
    assert date(2025, 7, 31) - date(2025, 6, 1) == 60 * DAY


def test_each_line_is_its_own_tiers():
    rules = program(0, tiers=LINES.tiers, review=Monthly(day=1))
    moved = (*CLUB, *drawn(("Board", (2025, 6, 1), 950, 950)))
    spends = [bought(900, 2025, 3, 10)]
    assert around(spends, date(2025, 7, 31), knowing(rules, lines=moved)) == (2, 1)


def test_landing_steps_run_while_a_fall_under_a_line_is_awaited():
    club = Tier(
        name="Club",
        top_percent=20,
        benefits=({"kind": "percent_off", "percent": 15},),
        landing=(Landing(months=0, percent=10),),
    )
    rules = program(1, tiers=(club,), review=Monthly(day=1))
    moved = drawn(("Club", (2025, 1, 1), 300, 300), ("Club", (2025, 6, 1), 500, 401))
    found = fold([bought(400, 2025, 3, 10)], midnight(2025, 6, 1), knowing(rules, lines=moved))
    assert (found.rank, found.landing) == (1, 1)
