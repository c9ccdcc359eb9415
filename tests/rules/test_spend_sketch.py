"""Customers by what they hold: who reaches a threshold, and a small sketch for the browser."""

import json

from app.rules.spend_sketch import POINTS, Holder, Spread, places_of
from app.rules.tier_averages import TierYear

SPREAD = Spread(Holder(value, 2 * value, value // 100) for value in (0, 100, 300, 300, 900))


def test_a_threshold_is_reached_by_who_holds_exactly_that_much() -> None:
    assert SPREAD.between(300, 900) == (600, TierYear(2, 1200, 6))
    assert SPREAD.between(301, None) == (900, TierYear(1, 1800, 9))
    assert SPREAD.between(None, 300) == (100, TierYear(2, 200, 1))
    assert SPREAD.between(900, 300) == (0, TierYear(0, 0, 0))


def test_who_holds_nothing_is_a_customer_and_no_buyer() -> None:
    assert (SPREAD.customers, SPREAD.buyers, SPREAD.of_place(1)) == (5, 4, 900)
    assert Spread(()).sketch()["values"] == []


def test_what_is_packed_is_the_same_again() -> None:
    again = Spread.unpacked(SPREAD.packed())
    assert again.sketch() == SPREAD.sketch() and again.buyers == SPREAD.buyers
    assert list(again.orders_of_each()) == list(SPREAD.orders_of_each())
    assert Spread.unpacked(Spread(()).packed()).customers == 0


def test_a_small_store_is_told_whole_and_a_large_one_in_a_few_thousand_characters() -> None:
    assert SPREAD.sketch()["sums"] == [900, 1200, 1500, 1600]
    places = places_of(100_000)
    assert len(places) <= POINTS
    assert (places[0], places[-1]) == (1, 100_000)
    large = Spread(Holder(7 * value, 7 * value, 1) for value in range(1, 100_001))
    assert len(json.dumps(large.sketch())) < 14_000
