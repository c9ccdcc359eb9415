"""What is told of the future comes true, and who looks only when told to misses nothing (GAP-FORECAST)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.order_spend import OrderSpend
from app.rules.periods import starts_at
from app.rules.standing import moves
from tests.rules.folds import SECOND, ZONE, fold, knowing, looked_at, measured, noon
from tests.rules.random_members import END, chains, days, hands, histories, instants, programs

DAY = timedelta(days=1)
fixed = settings(derandomize=True, max_examples=60, deadline=None)
slow = settings(fixed, max_examples=30)


@fixed
@given(programs(), histories(), instants)
def test_who_buys_nothing_falls_on_the_day_that_was_told_and_not_before(rules, spends, at):
    past, known = [each for each in spends if each.at <= at], knowing(rules)
    found = fold(past, at, known)
    fall = found.fall
    if fall is None:
        later = fold(past, at + 366 * 11 * DAY, known).moves[len(found.moves) :]
        assert not later or later[0].to_rank > found.rank
        return
    falls = starts_at(fall.day, ZONE)
    assert (fall.kind, falls > at) == ("time", True)
    assert fold(past, falls - SECOND, known).rank == found.rank
    assert fold(past, falls, known).rank == fall.to_rank < found.rank


@fixed
@given(programs(), histories(), instants)
def test_what_is_needed_is_exactly_what_prevents_the_fall(rules, spends, at):
    """DEM-30: bought on the last day before, it keeps the tier on the day; one less does not.

    Unless with one less the member rises on that last day: then it is the higher tier that is lost later.
    """
    past, known = [each for each in spends if each.at <= at], knowing(rules)
    found = fold(past, at, known)
    if found.fall is None or found.fall.needed is None:
        return
    eve, needed = found.fall.day - DAY, found.fall.needed
    last = max(noon(eve), at)
    assert needed > 0

    def after_buying(amount):
        whole = [OrderSpend(1000 + n, eve, last, 1) for n in range(amount)]
        more = whole if rules.metric == "orders" else [OrderSpend(1000, eve, last, amount)]
        spends = [*past, *(more if amount else [])]
        return fold(spends, last, known).rank, fold(spends, starts_at(found.fall.day, ZONE), known).rank

    assert after_buying(needed)[1] >= found.rank
    eve_rank, rank = after_buying(needed - 1)
    assert rank < found.rank or eve_rank > found.rank


@fixed
@given(programs(), histories(refunds=False), instants)
def test_no_purchase_prevents_a_fall_of_which_nothing_needed_is_told(rules, spends, at):
    """Unless the member rises by it."""
    past, known = [each for each in spends if each.at <= at], knowing(rules)
    found = fold(past, at, known)
    if (fall := found.fall) is None or fall.needed is not None:
        return
    eve = fall.day - DAY
    last = OrderSpend(1000, eve, max(noon(eve), at), 99)
    rises = fold([*past, last], last.at, known).rank > found.rank
    assert rises or fold([*past, last], starts_at(fall.day, ZONE), known).rank == fall.to_rank


@slow
@given(chains(one_metric=True), histories(), hands(), st.integers(1, 10**6))
def test_until_the_next_review_nothing_changes(versions, spends, overrides, chance):
    """Whatever lies between two looks: every instant tells the same."""
    known = knowing(versions=versions, overrides=overrides)
    for at, seen, on_record in looked_at(spends, known, END):
        due, told = seen.next_review_at, replace(known, warned=on_record)
        if due is None or not due - at > SECOND:
            continue
        between = at + SECOND * (chance % int((due - at) / SECOND))
        now = fold(spends, at, told)
        assert fold(spends, between, told) == now
        assert fold(spends, due - SECOND, told) == now


@slow
@given(chains(), histories(), hands())
def test_who_is_looked_at_only_when_due_is_where_the_whole_fold_puts_them(versions, spends, overrides):
    """Incremental equals whole: with every notice on record when due, the moves are those foreseen."""
    known = knowing(versions=versions, overrides=overrides)
    *_, (_, seen, on_record) = looked_at(spends, known, END)
    whole = moves(measured(spends), known, ZONE, END)
    assert seen.moves == whole
    assert moves(measured(spends), replace(known, warned=on_record), ZONE, END) == whole


@slow
@given(chains(), histories(), hands(), days)
def test_what_was_told_on_a_day_is_the_beginning_of_what_is_told_later(versions, spends, overrides, day):
    """As time passes no move is taken back."""
    known = knowing(versions=versions, overrides=overrides)
    now = moves(measured(spends), known, ZONE, max(noon(day), versions[0].start))
    assert moves(measured(spends), known, ZONE, END)[: len(now)] == now
