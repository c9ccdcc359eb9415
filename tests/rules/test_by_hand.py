"""Floors and ceilings set by hand: at least, at most, until (I-18). They never stop what is automatic."""

from datetime import date

import pytest

from app.rules.program import Tier
from app.rules.standing import Override, Version
from tests.rules.folds import (
    SECOND,
    START,
    THREE,
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
    tiers,
)

LONG_AFTER = midnight(2034, 1, 1)
FROM, TO = midnight(2025, 6, 1), midnight(2026, 9, 1)


def floor(tier, start=FROM, end=TO, number=7, **more):
    return Override(number, "floor", tier, start, end, **more)


def ceiling(tier, start=FROM, end=TO, number=8, **more):
    return Override(number, "ceiling", tier, start, end, **more)


def by_hand(*overrides, rules=None, **more):
    return knowing(rules, overrides=overrides, **more)


# Edges


def test_a_floor_lifts_from_its_first_instant_to_its_last():
    known = by_hand(floor("Gold"))
    assert [fold([], at, known).rank for at in (FROM - SECOND, FROM, TO - SECOND, TO)] == [0, 2, 2, 0]


def test_a_ceiling_lowers_from_its_first_instant_to_its_last():
    spends, known = (
        [bought(1000, 2025, 3, 1), bought(1000, 2025, 12, 1, order_id=2)],
        by_hand(ceiling("Silver")),
    )
    assert [fold(spends, at, known).rank for at in (FROM - SECOND, FROM, TO - SECOND, TO)] == [3, 1, 1, 3]


def test_a_ceiling_of_the_day_on_which_the_tier_ends_by_time_is_what_lowers():
    """The order leaves that day, there is no grace, and nobody was warned."""
    leaves = midnight(2026, 3, 10)
    known = by_hand(ceiling("Silver", start=leaves), rules=program(0), warned={})
    found = fold([bought(500, 2025, 3, 10)], leaves, known)
    assert (path(found)[-1], found.moves[-1].override_id) == ((2, 1, "override"), 8)


def test_what_was_set_by_hand_is_told_as_such_and_what_is_computed_beside_it():
    found = fold([bought(200, 2025, 3, 1)], noon(date(2025, 7, 1)), by_hand(floor("Gold")))
    assert (found.rank, found.computed_rank, found.earned_rank, found.override_id) == (2, 1, 1, 7)
    assert path(found) == [(0, 1, "spend"), (1, 2, "override")]
    assert found.moves[-1].override_id == 7


def test_the_end_is_told_as_such():
    found = fold([bought(200, 2026, 3, 1)], TO, by_hand(floor("Gold")))
    assert path(found) == [(0, 2, "override"), (2, 1, "override_ended")]
    assert (found.override_id, found.since) == (None, TO)


def test_a_ceiling_of_no_tier_at_all():
    found = fold([bought(1000, 2025, 3, 1)], FROM, by_hand(ceiling(None)))
    assert (found.rank, found.since, found.computed_rank, path(found)[-1]) == (0, None, 3, (3, 0, "override"))


def test_without_an_end_it_lasts():
    assert fold([], LONG_AFTER, by_hand(floor("Gold", end=None))).rank == 2


def test_ended_by_hand_before_its_day_it_ends_then():
    ended = noon(date(2025, 7, 4))
    known = by_hand(floor("Gold", end=ended, by_hand=True), warned={})
    found = fold([], ended, known)
    assert (found.rank, found.moves[-1].at) == (0, ended)
    assert fold([], ended - SECOND, known).rank == 2


def test_from_before_the_program_it_holds_at_the_opening():
    found = fold([], START, by_hand(floor("Gold", start=midnight(2023, 5, 1))))
    assert (found.rank, found.since, path(found)) == (2, START, [(0, 2, "override")])


# Several


@pytest.mark.parametrize("numbers", [(7, 8), (8, 7)])
def test_a_ceiling_beats_a_floor(numbers):
    known = by_hand(floor("Platinum", number=numbers[0]), ceiling("Silver", number=numbers[1]))
    found = fold([bought(500, 2025, 3, 1)], FROM, known)
    assert (found.rank, found.override_id) == (1, numbers[1])


def test_of_several_floors_the_highest_and_of_several_ceilings_the_lowest():
    floors = by_hand(floor("Silver", number=1), floor("Gold", number=2), floor("Silver", number=3))
    assert (fold([], FROM, floors).rank, fold([], FROM, floors).override_id) == (2, 2)
    ceilings = by_hand(ceiling("Gold", number=1), ceiling("Silver", number=2), ceiling("Gold", number=3))
    found = fold([bought(1000, 2025, 3, 1)], FROM, ceilings)
    assert (found.rank, found.override_id) == (1, 2)


def test_when_the_higher_floor_ends_the_lower_one_decides():
    known = by_hand(floor("Gold", end=midnight(2025, 8, 1), number=1), floor("Silver", number=2))
    found = fold([], midnight(2025, 8, 1), known)
    assert (found.rank, found.override_id, path(found)[-1]) == (1, 2, (2, 1, "override_ended"))


# What is automatic goes on


def test_above_a_floor_members_rise_as_ever():
    known = by_hand(floor("Silver"))
    found = fold([bought(500, 2025, 7, 1)], noon(date(2025, 7, 1)), known)
    assert (found.rank, found.override_id, path(found)[-1]) == (2, None, (1, 2, "spend"))
    assert found.moves[-1].order_id == 1


def test_below_a_floor_members_fall_as_ever_unseen_and_unwarned():
    """On the planned day: nothing is lost, so there is nothing to warn of."""
    known = by_hand(floor("Gold"), warned={})
    spends = [bought(500, 2025, 3, 10)]
    before, after = (
        fold(spends, at, known) for at in (midnight(2026, 6, 10) - SECOND, midnight(2026, 6, 10))
    )
    assert (before.rank, before.computed_rank) == (2, 2)
    assert (after.rank, after.computed_rank, after.override_id) == (2, 0, 7)


def test_above_a_floor_members_fall_to_it_warned_and_in_time():
    """The floor holds Silver; Gold is lost by time like any other."""
    known = by_hand(floor("Silver", end=None))
    spends = [bought(500, 2025, 3, 10)]
    found = fold(spends, noon(date(2026, 1, 1)), known)
    assert (found.fall.day, found.fall.to_rank, found.fall.kind) == (date(2026, 6, 10), 1, "time")
    assert [each.day for each in found.notices] == [date(2026, 4, 11), date(2026, 5, 11)]
    fallen = fold(spends, midnight(2026, 6, 10), known)
    assert (path(fallen)[-1], fallen.override_id) == ((2, 1, "time"), 7)
    assert fold(spends, LONG_AFTER, by_hand(floor("Silver", end=None), warned={})).rank == 2


def test_the_clerk_warns_of_a_fall_to_a_floor():
    known = by_hand(floor("Silver", end=None))
    *_, (_, seen, on_record) = looked_at([bought(500, 2025, 3, 10)], known, LONG_AFTER)
    assert sorted(on_record.values()) == [date(2026, 4, 11), date(2026, 5, 11)]
    assert last_fall(seen) == (date(2026, 6, 10), 1)


def test_a_floor_that_ends_in_grace_leaves_time_for_the_notices():
    """DEM-NOSURPRISE: they were not due while the floor held the tier."""
    known = by_hand(floor("Gold", end=midnight(2026, 5, 20)))
    spends = [bought(500, 2025, 3, 10)]
    assert around(spends, date(2026, 7, 19), known) == (2, 0)
    *_, (_, seen, on_record) = looked_at(spends, known, LONG_AFTER)
    assert last_fall(seen) == (date(2026, 7, 19), 0)
    assert sorted(on_record.values()) == [date(2026, 5, 20), date(2026, 6, 19)]


def test_the_expiry_of_a_floor_that_alone_holds_the_tier_is_announced():
    known = by_hand(floor("Gold"))
    found = fold([], noon(date(2026, 1, 1)), known)
    assert (found.fall.day, found.fall.to_rank, found.fall.kind) == (date(2026, 9, 1), 0, "override_ended")
    assert found.fall.needed is None
    assert [each.day for each in found.notices] == [date(2026, 7, 3), date(2026, 8, 2)]
    *_, (_, _, on_record) = looked_at([], known, LONG_AFTER)
    assert sorted(on_record.values()) == [date(2026, 7, 3), date(2026, 8, 2)]


def test_under_a_ceiling_members_rise_unseen_and_are_there_when_it_ends():
    known = by_hand(ceiling("Silver", end=midnight(2025, 8, 1)))
    spends = [bought(1000, 2025, 7, 1)]
    assert path(fold(spends, noon(date(2025, 7, 1)), known)) == [(0, 1, "spend")]
    found = fold(spends, midnight(2025, 8, 1), known)
    assert path(found)[-1] == (1, 3, "override_ended")


@pytest.mark.parametrize("recorded", [None, {}])
def test_under_a_ceiling_members_fall_unseen_on_the_planned_day(recorded):
    """Platinum becomes Silver under a ceiling of Silver: nobody sees it, nobody is warned."""
    spends = [bought(800, 2025, 3, 10), bought(200, 2025, 12, 1, order_id=2)]
    known = by_hand(ceiling("Silver"), warned=recorded)
    found = fold(spends, midnight(2026, 6, 10), known)
    assert (found.rank, found.computed_rank) == (1, 1)
    assert fold(spends, midnight(2026, 6, 10) - SECOND, known).computed_rank == 3


def test_a_fall_through_a_ceiling_is_seen_below_it_and_needs_its_notices_there():
    """DEM-NOSURPRISE: Platinum, shown as Silver, falls unseen to Silver; that is lost 60 days later."""
    spends = [bought(1000, 2025, 3, 10)]
    found = fold(spends, midnight(2026, 8, 31), by_hand(ceiling("Silver"), warned={}))
    assert (found.rank, found.computed_rank) == (1, 1)
    assert around(spends, date(2026, 8, 9), by_hand(ceiling("Silver"))) == (1, 0)
    *_, (_, seen, on_record) = looked_at(spends, by_hand(ceiling("Silver")), midnight(2026, 8, 31))
    assert last_fall(seen) == (date(2026, 8, 9), 0)
    assert sorted(on_record.values()) == [date(2026, 6, 10), date(2026, 7, 10)]


def test_soft_landing_spares_who_is_held_by_hand():
    gold = Tier(
        name="Gold",
        entry=500,
        benefits=({"kind": "percent_off", "percent": 15},),
        landing=({"months": 0, "percent": 10},),
    )
    rules = program(3, tiers=(gold,))
    spends, at = [bought(500, 2025, 3, 10)], midnight(2026, 3, 10)
    assert fold(spends, at, knowing(rules)).landing == 1
    assert fold(spends, at, by_hand(floor("Gold"), rules=rules)).landing == 0


# A tier by its name, in every version


def switched(*overrides, to):
    versions = (Version(1, program(), START), Version(2, program(tiers=to), midnight(2025, 8, 1)))
    return knowing(versions=versions, overrides=overrides)


@pytest.mark.parametrize(
    ("to", "rank"),
    [
        (tiers(Bronze=100, Silver=200, Gold=500), 3),
        (tiers(Gold=500), 1),
        (tiers(Silver=200, Golden=500, Platinum=1000), 2),
        (tiers(Silver=200, Platinum=1000), 1),
    ],
    ids=["another below", "alone", "renamed", "gone"],
)
def test_an_override_means_the_same_tier_in_every_version(to, rank):
    assert fold([], midnight(2025, 8, 1), switched(floor("Gold"), to=to)).rank == rank
    spends = [bought(1000, 2025, 3, 1)]
    capped = fold(spends, midnight(2025, 8, 1), switched(ceiling("Gold"), to=to))
    assert capped.rank == rank


def test_an_override_for_a_tier_of_a_later_version_waits_for_it():
    to = (*THREE, Tier(name="Diamond", entry=2000))
    known = switched(floor("Diamond"), ceiling("Diamond"), to=to)
    assert around([], date(2025, 8, 1), known) == (0, 4)
