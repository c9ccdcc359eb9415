"""Another version of the program: the merchant's decision acts at once, and spares who it says it spares."""

from datetime import date

import pytest

from app.rules.program import Landing, Tier
from app.rules.qualifying_period import CalendarYear, MembershipYear
from app.rules.reviews import Monthly, Weekly
from app.rules.standing import Line, Override, Version, carried, moves
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
    looked_at,
    measured,
    midnight,
    noon,
    path,
    program,
    tiers,
)

LONG_AFTER = midnight(2034, 1, 1)
SWITCH = midnight(2025, 8, 1)


def switched(to, at=SWITCH, rules=None, until=None, **more):
    versions = (Version(1, rules or program(), START), Version(2, to, at, until))
    return knowing(versions=versions, **more)


DEARER = program(tiers=tiers(Silver=300, Gold=600, Platinum=1000))
CHEAPER = program(tiers=tiers(Silver=100, Gold=400, Platinum=1000))


@pytest.mark.parametrize(("to", "rank"), [(CHEAPER, 2), (DEARER, 1), (program(), 1)])
def test_a_version_moves_up_and_down_at_once(to, rank):
    spends = [bought(450, 2025, 3, 10)]
    known = switched(to, warned={})
    assert (fold(spends, SWITCH - SECOND, known).rank, fold(spends, SWITCH, known).rank) == (1, rank)
    if rank != 1:
        move = fold(spends, SWITCH, known).moves[-1]
        assert (move.at, move.kind, move.version) == (SWITCH, "program", 2)


@pytest.mark.parametrize(("amount", "rank"), [(500, 1), (599, 1), (600, 2)])
def test_exactly_at_the_new_threshold_is_in(amount, rank):
    found = fold([bought(amount, 2025, 3, 10)], SWITCH, switched(DEARER))
    assert found.rank == rank
    assert fold([bought(amount, 2025, 3, 10)], SWITCH - SECOND, switched(DEARER)).rank == 2


def test_what_the_new_version_counts_decides():
    by_year = program(period=CalendarYear())
    spends = [bought(500, 2024, 12, 31)]
    assert path(fold(spends, SWITCH, switched(by_year)))[-1] == (2, 0, "program")


def test_whoever_a_version_would_lower_keeps_the_tier_as_long_as_it_says():
    """Grandfathering"""
    spends = [bought(500, 2025, 3, 10)]
    known = switched(DEARER, until=date(2026, 1, 31))
    kept = fold(spends, SWITCH, known)
    assert (kept.rank, kept.earned_rank, kept.below_since, kept.landing) == (2, 1, date(2025, 8, 1), 0)
    assert (kept.fall.day, kept.fall.needed) == (date(2026, 1, 31), 100)
    assert around(spends, date(2026, 1, 31), known) == (2, 1)


def test_grandfathering_that_is_too_short_for_the_notices_leaves_them_their_time():
    """DEM-NOSURPRISE"""
    spends, known = [bought(500, 2025, 3, 10)], switched(DEARER, until=date(2025, 8, 11))
    assert around(spends, date(2025, 9, 30), known) == (2, 1)
    *_, (_, seen, on_record) = looked_at(spends, known, midnight(2025, 12, 1))
    assert last_fall(seen) == (date(2025, 9, 30), 1)
    assert sorted(on_record.values()) == [date(2025, 8, 1), date(2025, 8, 31)]


def test_who_holds_the_tier_again_is_grandfathered_no_more():
    spends = [bought(500, 2025, 3, 10), bought(100, 2025, 9, 1, order_id=2)]
    known = switched(DEARER, until=date(2026, 1, 31))
    found = fold(spends, midnight(2025, 10, 1), known)
    assert (found.rank, found.below_since) == (2, None)
    assert last_fall(fold(spends, midnight(2026, 8, 1), known)) == (date(2026, 6, 10), 0)


def test_grandfathering_that_is_over_when_the_version_begins_spares_nobody():
    known = switched(DEARER, until=date(2025, 8, 1))
    assert path(fold([bought(500, 2025, 3, 10)], SWITCH, known))[-1] == (2, 1, "program")


def test_who_is_in_grace_keeps_it():
    """The order left on 10 June; grace to 10 September."""
    spends = [bought(500, 2024, 6, 10)]
    known = switched(DEARER)
    found = fold(spends, SWITCH, known)
    assert (found.rank, found.below_since) == (2, date(2025, 6, 10))
    assert around(spends, date(2025, 9, 10), known) == (2, 0)


@pytest.mark.parametrize(
    ("grace", "falls"), [(6, date(2025, 12, 10)), (1, date(2025, 9, 30)), (0, date(2025, 9, 30))]
)
def test_another_length_of_grace_applies_to_who_is_in_it_but_never_without_the_notices(grace, falls):
    """DEM-NOSURPRISE: 1 August and 60 days are 30 September, even if the new grace was over in June."""
    spends, known = [bought(500, 2024, 6, 10)], switched(program(grace))
    assert around(spends, falls, known) == (2, 0)
    *_, (_, seen, _) = looked_at(spends, known, LONG_AFTER)
    assert last_fall(seen) == (falls, 0)


def test_a_cheaper_version_ends_grace():
    spends = [bought(450, 2025, 1, 10), bought(100, 2024, 6, 10, order_id=2)]
    found = fold(spends, SWITCH, switched(CHEAPER))
    assert (found.rank, found.below_since) == (2, None)


def test_a_version_acts_on_members_of_a_term_or_between_reviews_too():
    for review in ({"kind": "fixed_term", "months": 10}, {"kind": "weekly", "weekday": 3}):
        rules = program(review=review, tiers=DEARER.tiers)
        known = switched(rules, rules=program(review=review))
        assert path(fold([bought(500, 2025, 3, 10)], SWITCH, known))[-1] == (2, 1, "program")


def test_years_of_membership_begin_at_the_entry_under_the_version_before():
    known = switched(program(0, period=MembershipYear()))
    spends = [bought(500, 2025, 3, 10)]
    assert fold(spends, SWITCH, known).metric_value == 500
    assert around(spends, date(2027, 3, 10), known) == (2, 0)


def test_orders_become_the_metric():
    known = switched(program(metric="orders", tiers=tiers(Silver=1, Gold=2, Platinum=9)))
    spends = [bought(100, 2025, 3, 10), bought(50, 2025, 4, 10, order_id=2)]
    found = fold(spends, SWITCH, known)
    assert (found.rank, found.metric_value, path(found)) == (2, 2, [(0, 2, "program")])


def test_a_version_that_lies_ahead_is_foreseen():
    spends = [bought(500, 2025, 3, 10)]
    found = fold(spends, noon(date(2025, 7, 1)), switched(DEARER))
    assert (found.fall.day, found.fall.to_rank, found.fall.kind) == (date(2025, 8, 1), 1, "program")
    assert (found.fall.needed, found.notices, found.next_review_at) == (None, (), SWITCH)


def test_going_back_is_another_version():
    versions = (
        Version(1, program(), START),
        Version(2, CHEAPER, midnight(2025, 8, 1)),
        Version(3, program(), midnight(2025, 9, 1)),
    )
    found = fold([bought(450, 2025, 3, 10)], LONG_AFTER, knowing(versions=versions))
    assert days(found)[:3] == [(date(2025, 3, 10), 1), (date(2025, 8, 1), 2), (date(2025, 9, 1), 1)]


# The same tier in another version


@pytest.mark.parametrize(
    ("new", "ranks"),
    [
        (tiers(Silver=1, Gold=2, Platinum=3), [0, 1, 2, 3]),
        (tiers(Bronze=1, Silver=2, Gold=3, Platinum=4), [0, 2, 3, 4]),
        (tiers(Silver=1, Golden=2, Platinum=3), [0, 1, 2, 3]),
        (tiers(One=1, Two=2, Three=3), [0, 1, 2, 3]),
        (tiers(Silver=1, Platinum=2), [0, 1, 1, 2]),
        (tiers(Gold=1, Platinum=2), [0, 0, 1, 2]),
        (tiers(Silver=1, Gold=2), [0, 1, 2, 2]),
        (tiers(Club=1), [0, 1, 1, 1]),
    ],
    ids=["same", "one below", "renamed", "all renamed", "middle gone", "lowest gone", "highest gone", "one"],
)
def test_a_tier_is_carried_by_its_name_else_by_its_place(new, ranks):
    """Nobody rises because the tier is gone: the place of another old tier is not taken."""
    old = program()
    assert [carried(rank, old, program(tiers=new)) for rank in range(4)] == ranks


def test_a_tier_put_below_moves_nobody():
    four = program(tiers=tiers(Bronze=100, Silver=200, Gold=500, Platinum=1000))
    found = fold([bought(500, 2025, 3, 10)], SWITCH, switched(four))
    assert (found.rank, found.since, path(found)) == (3, noon(date(2025, 3, 10)), [(0, 2, "spend")])


def test_who_held_a_tier_that_is_gone_is_not_grandfathered_into_a_higher_one():
    to = program(tiers=tiers(Silver=200, Platinum=1000))
    found = fold([bought(600, 2025, 3, 10)], SWITCH, switched(to, until=date(2026, 1, 1)))
    assert (found.rank, found.below_since) == (1, None)


def test_who_held_a_tier_that_is_gone_has_moved_though_no_place_changes():
    """Gold by 600, then only Silver and Platinum: what is gone is named, and the fall is foreseen."""
    known = switched(program(tiers=tiers(Silver=200, Platinum=1000)))
    spends = [bought(600, 2025, 3, 10)]
    found = fold(spends, SWITCH, known)
    move = found.moves[-1]
    assert path(found) == [(0, 2, "spend"), (1, 1, "program")]
    assert (move.at, move.lost, move.down, move.threshold, found.since) == (
        SWITCH,
        "Gold",
        True,
        None,
        SWITCH,
    )
    assert fold(spends, SWITCH - SECOND, known).fall.to_rank == 1
    assert moves(measured(spends), known, ZONE, SWITCH) == found.moves


def test_who_held_the_lowest_tier_and_it_is_gone_has_none():
    found = fold([bought(200, 2025, 3, 10)], SWITCH, switched(program(tiers=tiers(Gold=500, Platinum=1000))))
    assert (path(found)[-1], found.moves[-1].lost, found.rank, found.since) == (
        (0, 0, "program"),
        "Silver",
        0,
        None,
    )


def test_who_rises_by_the_version_that_ends_the_tier_is_said_to_come_from_it():
    to = program(tiers=tiers(Silver=200, Platinum=550))
    move = fold([bought(600, 2025, 3, 10)], SWITCH, switched(to)).moves[-1]
    assert (move.from_rank, move.to_rank, move.lost, move.down) == (1, 2, "Gold", False)


def test_another_name_of_a_tier_is_no_move():
    to = program(tiers=tiers(Silver=200, Golden=500, Platinum=1000))
    assert path(fold([bought(600, 2025, 3, 10)], SWITCH, switched(to))) == [(0, 2, "spend")]


def test_a_floor_in_a_tier_that_is_gone_goes_with_it():
    """By hand Gold, without any spend: the hand stays, and holds Silver."""
    floor = Override(7, "floor", "Gold", midnight(2025, 2, 1))
    known = switched(program(tiers=tiers(Silver=200, Platinum=1000)), overrides=(floor,))
    found = fold([], SWITCH, known)
    assert (path(found), found.moves[-1].lost) == ([(0, 2, "override"), (1, 1, "program")], "Gold")


# Lines that are not drawn yet


def test_until_the_first_line_is_drawn_nobody_is_lowered_for_want_of_it():
    top = program(0, tiers=(Tier(name="Gold", top_percent=20),), review=Monthly(day=1))
    rules = program(0, tiers=tiers(Gold=500))
    spends = [bought(500, 2025, 3, 10)]
    line = Line("Gold", date(2025, 9, 1), 400, 400)
    known = switched(top, at=midnight(2025, 8, 5), rules=rules, lines=(line,))
    assert fold(spends, midnight(2025, 12, 1), known).rank == 1
    assert path(fold(spends, midnight(2025, 12, 1), known)) == [(0, 1, "spend")]


def test_landing_steps_of_the_new_version_apply_to_who_is_in_grace():
    gold = Tier(
        name="Gold",
        entry=500,
        benefits=({"kind": "percent_off", "percent": 15},),
        landing=(Landing(months=1, percent=10),),
    )
    known = switched(program(3, tiers=(gold,)), rules=program(3, tiers=tiers(Gold=500)))
    spends = [bought(500, 2024, 6, 10)]
    assert fold(spends, SWITCH - SECOND, known).landing == 0
    assert fold(spends, SWITCH, known).landing == 1


def test_a_review_of_another_day_after_the_switch():
    known = switched(program(0, review=Weekly(weekday=1)), rules=program(0, review=Monthly(day=28)))
    spends = [bought(500, 2025, 7, 29)]
    found = fold(spends, SWITCH, known)
    assert (found.rank, path(found)) == (2, [(0, 2, "program")])
    late = [bought(500, 2025, 8, 2)]
    assert around(late, date(2025, 8, 4), known, ZONE) == (0, 2)
