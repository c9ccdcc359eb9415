"""The fold: a standing is what happened, whatever the order in which it became known (I-13 to I-16)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.order_components import ProductLine
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, starts_at
from app.rules.program import Counting, Program, Tier
from app.rules.qualifying import first_day
from app.rules.qualifying_period import Rolling
from app.rules.spend import Entry, by_order
from app.rules.standing import Known, Leaving, Version, inside, standing

fixed = settings(derandomize=True, max_examples=60, deadline=None)

ZONE = "America/New_York"
NEW_YORK = ZoneInfo(ZONE)
TIERS = (Tier(name="Silver", entry=200), Tier(name="Gold", entry=500))
PROGRAM = Program(tiers=(*TIERS, Tier(name="Platinum", entry=1000)))
START = datetime(2026, 1, 1, 5, tzinfo=UTC)
NOW = datetime(2026, 6, 1, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=NEW_YORK).astimezone(UTC)


def spent(amount, *day, order_id=1, at=None):
    at = at or noon(*day)
    return OrderSpend(order_id, at.astimezone(NEW_YORK).date(), at, amount)


def fold(*spends, program=PROGRAM, start=START, at=NOW, zone=ZONE):
    """Members are warned in time; what time takes is told in test_falling."""
    in_order = sorted(spends, key=lambda s: (s.day, s.at, s.order_id))
    return standing(lambda _: in_order, Known((Version(1, program, min(start, at)),)), zone, at)


def told(*move):
    return move


def path(found):
    """The moves by what decided them: instant, ranks, value and order."""
    return tuple(
        (each.at, each.from_rank, each.to_rank, each.metric_value, each.order_id) for each in found.moves
    )


# Up


def test_who_bought_nothing_stands_nowhere():
    found = fold()
    assert (found.rank, found.since, found.metric_value, found.to_next) == (0, None, 0, 200)
    assert (found.moves, found.leaving, found.next_review_at) == ((), (), None)


@pytest.mark.parametrize(
    ("amount", "rank", "to_next"),
    [(199, 0, 1), (200, 1, 300), (499, 1, 1), (500, 2, 500), (999, 2, 1), (1000, 3, None), (5000, 3, None)],
)
def test_the_threshold_is_in_and_one_minor_unit_below_is_out(amount, rank, to_next):
    """I-15, PROG-NEXT"""
    found = fold(spent(amount, 2026, 3, 1))
    assert (found.rank, found.earned_rank, found.to_next) == (rank, rank, to_next)


def test_a_rise_is_dated_by_the_order_that_reached_the_threshold():
    found = fold(spent(150, 2026, 2, 1), spent(50, 2026, 3, 1, order_id=2), spent(10, 2026, 4, 1, order_id=3))
    assert path(found) == (told(noon(2026, 3, 1), 0, 1, 200, 2),)
    assert found.since == noon(2026, 3, 1)


def test_one_order_may_rise_over_two_tiers():
    assert path(fold(spent(1000, 2026, 2, 1))) == (told(noon(2026, 2, 1), 0, 3, 1000, 1),)


def test_each_tier_is_reached_at_its_own_instant():
    found = fold(
        spent(200, 2026, 2, 1), spent(300, 2026, 2, 2, order_id=2), spent(500, 2026, 2, 3, order_id=3)
    )
    assert [(move.from_rank, move.to_rank, move.order_id) for move in found.moves] == [
        (0, 1, 1),
        (1, 2, 2),
        (2, 3, 3),
    ]


@pytest.mark.parametrize("ids", [(1, 2), (2, 1)])
def test_of_two_orders_of_one_instant_the_later_id_reaches_the_tier(ids):
    first, second = (spent(100, 2026, 2, 1, order_id=each) for each in ids)
    assert path(fold(first, second)) == (told(noon(2026, 2, 1), 0, 1, 200, 2),)


# Where the program starts


def test_the_fold_starts_with_the_tier_that_the_window_of_that_day_earns():
    found = fold(spent(600, 2025, 6, 1))
    assert path(found) == (told(START, 0, 2, 600, None),)
    assert (found.rank, found.since) == (2, START)


def test_an_order_of_the_very_instant_of_the_start_belongs_to_the_opening():
    assert path(fold(spent(200, at=START))) == (told(START, 0, 1, 200, None),)
    assert path(fold(spent(200, at=START + SECOND))) == (told(START + SECOND, 0, 1, 200, 1),)


def test_what_had_left_the_window_before_the_start_earned_nothing():
    """ID-STALE-5000: one large order two years ago is no tier; four of a quarter are."""
    assert fold(spent(5000, 2024, 1, 1), at=START).rank == 0
    quarters = [spent(50, 2025, month, 1, order_id=month) for month in (2, 5, 8, 11)]
    assert fold(*quarters, at=START).rank == 1


def test_orders_from_before_the_start_help_later_orders_while_the_window_holds_them():
    old = spent(150, 2025, 3, 10)
    assert fold(old, spent(50, 2026, 3, 9, order_id=2)).rank == 1
    assert fold(old, spent(50, 2026, 3, 10, order_id=2)).rank == 0


# The window


@pytest.mark.parametrize(
    ("ordered", "last", "first_without"),
    [
        (date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1)),
        (date(2025, 3, 9), date(2026, 3, 8), date(2026, 3, 9)),
        (date(2024, 12, 31), date(2025, 12, 30), date(2025, 12, 31)),
    ],
)
def test_an_order_counts_until_its_day_comes_again_and_not_a_second_longer(ordered, last, first_without):
    """I-16, design 4"""
    late = datetime(ordered.year, ordered.month, ordered.day, 23, 59, 59, tzinfo=NEW_YORK).astimezone(UTC)
    start, order = datetime(2024, 1, 1, tzinfo=UTC), spent(100, at=late)
    leaves = starts_at(first_without, ZONE)
    before = fold(order, start=start, at=leaves - SECOND)
    assert (before.metric_value, before.leaving) == (100, (Leaving(first_without, 100, 0, 0),))
    assert (leaves - SECOND).astimezone(NEW_YORK).date() == last
    after = fold(order, start=start, at=leaves)
    assert (after.metric_value, after.leaving) == (0, ())


def test_an_empty_window_takes_a_tier_after_grace_and_not_before():
    """DEM-NEEDED, DEM-GRACE: three months from the day on which the order leaves."""
    order, falls = spent(500, 2026, 2, 1), starts_at(date(2027, 5, 1), ZONE)
    before, after = fold(order, at=falls - SECOND), fold(order, at=falls)
    assert (before.rank, before.earned_rank, before.metric_value) == (2, 0, 0)
    assert (before.since, before.below_since) == (order.at, date(2027, 2, 1))
    assert (after.rank, after.since, after.below_since) == (0, None, None)
    assert path(after)[1:] == (told(falls, 2, 0, 0, None),)


def test_what_is_left_to_the_next_tier_is_told_from_the_tier_held():
    """A Gold member whose window is empty again needs all of Platinum."""
    assert fold(spent(500, 2026, 2, 1), at=noon(2027, 3, 1)).to_next == 1000


def test_what_leaves_is_told_day_by_day_with_what_it_leaves_behind():
    """GAP-FORECAST"""
    orders = [spent(300, 2026, 2, 1), spent(100, 2026, 2, 1, order_id=2), spent(250, 2026, 5, 31, order_id=3)]
    assert fold(*orders).leaving == (
        Leaving(date(2027, 2, 1), 400, 250, 1),
        Leaving(date(2027, 5, 31), 250, 0, 0),
    )


def test_refunds_that_count_on_their_own_day_leave_on_their_own_day():
    """100 leave before the 30 that were taken back leave: never is more left than was ever paid."""
    found = fold(spent(300, 2026, 2, 1), spent(-130, 2026, 4, 1))
    assert found.leaving == (Leaving(date(2027, 2, 1), 300, 0, 0), Leaving(date(2027, 4, 1), -130, 0, 0))


def test_the_window_is_never_worth_less_than_nothing():
    found = fold(spent(300, 2025, 6, 1), spent(-300, 2026, 4, 1), at=noon(2026, 7, 1))
    assert (found.metric_value, found.rank, found.to_next) == (0, 0, 500)


# Orders that lie ahead


def test_an_order_that_lies_ahead_waits_for_its_instant():
    """F45"""
    ahead = spent(500, 2026, 6, 2)
    before = fold(ahead, at=ahead.at - SECOND)
    assert (before.rank, before.metric_value, before.leaving, before.next_review_at) == (0, 0, (), ahead.at)
    then = fold(ahead, at=ahead.at)
    assert (then.rank, then.since) == (2, ahead.at)
    assert then.next_review_at == starts_at(then.leaving[0].day, ZONE)


def test_the_next_review_is_the_next_order_that_lies_ahead():
    assert fold(spent(1, 2027, 1, 1), spent(1, 2026, 9, 1, order_id=2)).next_review_at == noon(2026, 9, 1)


def test_an_order_ahead_helps_nobody_though_its_day_was_reckoned_in_another_zone():
    """F43: the shop moved from Kiritimati to Pago Pago, so the later order has the earlier day."""
    first = OrderSpend(1, date(2026, 3, 3), datetime(2026, 3, 2, 11, tzinfo=UTC), 150)
    later = OrderSpend(2, date(2026, 3, 2), datetime(2026, 3, 3, 9, tzinfo=UTC), 150)
    assert fold(first, later, at=first.at).rank == 0
    assert fold(first, later, at=later.at).rank == 1


# Reversals


def entry(order_id, goods, at, component="sale"):
    day = at.astimezone(NEW_YORK).date()
    lines = (ProductLine("p", goods, 0),)
    return Entry(order_id, component, "paid", "USD", goods, 0, 0, lines, day, day, at, at, at)


def reversal(sale, goods, at):
    day = at.astimezone(NEW_YORK).date()
    return replace(
        sale, component="refund:9", goods=-goods, lines=(), counted_on=day, occurred_at=at, recorded_at=at
    )


def fold_of(entries, at=NOW, counting=None):
    return fold(*by_order(entries, counting or Counting(), "USD"), at=at)


def test_a_reversal_takes_back_exactly_what_the_order_earned():
    """The tier falls to what the other orders earned, at their instants."""
    first, second = entry(1, 200, noon(2026, 2, 1)), entry(2, 300, noon(2026, 3, 1))
    kept = fold_of([first])
    back = fold_of([first, second, reversal(second, 300, noon(2026, 4, 1))])
    assert fold_of([first, second]).rank == 2
    assert (back.rank, back.moves, back.since) == (kept.rank, kept.moves, noon(2026, 2, 1))


@pytest.mark.parametrize(("returned", "rank"), [(300, 1), (301, 0)])
def test_a_refund_takes_the_tier_only_when_the_threshold_is_no_longer_reached(returned, rank):
    sale = entry(1, 500, noon(2026, 2, 1))
    assert fold_of([sale, reversal(sale, returned, noon(2026, 5, 1))]).rank == rank


def test_a_refund_on_its_own_day_takes_the_tier_on_that_day_and_the_rise_stays():
    """GAP-REFUND-DATE"""
    sale = entry(1, 500, noon(2026, 2, 1))
    rows = [sale, reversal(sale, 500, noon(2026, 5, 1))]
    found = fold_of(rows, counting=Counting(refunds_on_their_own_day=True))
    assert (found.rank, found.metric_value, found.earned_rank) == (0, 0, 0)
    assert path(found) == (told(noon(2026, 2, 1), 0, 2, 500, 1), told(noon(2026, 5, 1), 2, 0, 0, 1))


def everything(found):
    return (found.rank, found.since, found.moves, found.leaving, found.fall, found.next_review_at)


@pytest.mark.parametrize("own", [False, True])
def test_6000_bought_and_refunded_the_next_day_is_one_standing_whichever_is_known_first(own):
    """With all that is known, and with the first of the two messages only."""
    program = Program(tiers=(Tier(name="Silver", entry=2000), Tier(name="Gold", entry=5000)))
    sale, counting = entry(1, 6000, noon(2026, 2, 1)), Counting(refunds_on_their_own_day=own)
    back = reversal(sale, 6000, noon(2026, 2, 2))

    def found(*rows):
        return fold(*by_order(rows, counting, "USD"), program=program)

    assert everything(found(sale, back)) == everything(found(back, sale))
    assert (found(sale, back).rank, found(sale, back).metric_value, found(back).rank) == (0, 0, 0)
    assert (found(sale).rank, len(found(sale, back).moves)) == (2, 2 if own else 0)


def test_a_late_order_moves_the_rise_to_where_it_belongs():
    late, known = entry(1, 200, noon(2026, 2, 1)), entry(2, 200, noon(2026, 3, 1))
    assert fold_of([known]).since == noon(2026, 3, 1)
    assert fold_of([known, late]).since == noon(2026, 2, 1)


# Whatever the orders


@st.composite
def histories(draw):
    """Sales and refunds over three years, ahead of now too, several on one day."""
    rows = []
    for order_id in range(1, draw(st.integers(1, 6)) + 1):
        day = date(2024, 7, 1) + timedelta(days=draw(st.integers(0, 800)))
        sale = entry(order_id, draw(st.integers(1, 700)), noon(day.year, day.month, day.day))
        rows.append(sale)
        if draw(st.booleans()):
            after = sale.occurred_at + timedelta(days=draw(st.integers(0, 300)))
            rows.append(reversal(sale, draw(st.integers(1, sale.goods)), after))
    return rows


@fixed
@given(histories(), st.randoms(), st.booleans())
def test_the_fold_does_not_depend_on_the_order_in_which_entries_became_known(rows, chance, own):
    """I-7, I-13"""
    counting, shuffled = Counting(refunds_on_their_own_day=own), list(rows)
    chance.shuffle(shuffled)
    assert everything(fold_of(shuffled, counting=counting)) == everything(fold_of(rows, counting=counting))


@fixed
@given(histories(), st.integers(1, 700), st.integers(0, 800))
def test_more_spend_never_lowers_and_less_never_raises(rows, amount, days):
    """I-14"""
    day = date(2024, 7, 1) + timedelta(days=days)
    more = [*rows, entry(99, amount, noon(day.year, day.month, day.day))]
    less, plain, full = fold_of(rows[1:]), fold_of(rows), fold_of(more)
    assert plain.rank <= full.rank
    assert plain.earned_rank <= full.earned_rank
    if rows[0].order_id not in {each.order_id for each in rows[1:]}:
        assert (less.rank <= plain.rank, less.earned_rank <= plain.earned_rank) == (True, True)


@fixed
@given(histories(), st.integers(0, 400))
def test_as_time_passes_every_past_move_stays(rows, days):
    now, then = fold_of(rows), fold_of(rows, at=NOW + timedelta(days=days))
    assert then.moves[: len(now.moves)] == now.moves


@fixed
@given(histories())
def test_each_move_goes_where_the_window_stood_and_follows_the_last(rows):
    """I-15, I-19"""
    rank, at = 0, START
    for move in fold_of(rows, at=NOW + timedelta(days=900)).moves:
        assert (move.from_rank, move.to_rank != rank, move.at >= at) == (rank, True, True)
        assert PROGRAM.earned_rank(move.metric_value) == move.to_rank
        rank, at = move.to_rank, move.at


@fixed
@given(histories(), st.booleans())
def test_the_forecast_is_what_comes_true_when_nothing_more_is_bought(rows, own):
    """GAP-FORECAST: at the first instant of each leaving day the window holds what was told."""
    counting = Counting(refunds_on_their_own_day=own)
    past = [each for each in rows if max(each.occurred_at, each.ordered_at) <= NOW]
    for told in fold_of(past, counting=counting).leaving:
        then = fold_of(past, at=starts_at(told.day, ZONE), counting=counting)
        assert (then.metric_value, then.earned_rank) == (told.left, told.earned_rank)


@fixed
@given(histories())
def test_what_the_window_holds_is_the_sum_of_the_orders_inside(rows):
    found, today = fold_of(rows), NOW.astimezone(NEW_YORK).date()
    held = [
        each for each in by_order(rows, Counting(), "USD") if inside(each, NOW, first_day(Rolling(), today))
    ]
    assert found.metric_value == sum(each.amount for each in held)
    assert all(leaves_on(each.day, 12) > today for each in held)
