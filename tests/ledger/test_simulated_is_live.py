"""Live and simulated are one fold: the same tier changes, on the same days, of the same kind (issue 3)."""

import pytest

from tests.conftest import in_short
from tests.ledger.live_days import (
    FIRST,
    LAST,
    SIX,
    Stage,
    arriving,
    made_orders,
    simulated_moves,
    some_orders,
)

ZONE = "Europe/London"


def most_in_soak(*quick):
    return in_short(*quick, more=[name for name in SIX if name not in quick])


@pytest.mark.parametrize("name", most_in_soak("three tiers", "a term of 10 months"))
def test_live_and_simulated_changes_are_the_same_over_two_years_of_a_shop(db, name):
    """A seeded sample; all customers in `make soak`."""
    agree(db, name, some_orders(10, seed=name))


@pytest.mark.parametrize("name", most_in_soak("orders", "calendar year", "top 10 % of the month"))
def test_live_and_simulated_changes_are_the_same_for_made_histories(db, name):
    agree(db, name, made_orders(10, seed=name))


def agree(db, name, orders):
    stage = Stage(db, "ada-shop.myshopify.com", SIX[name], ZONE, FIRST)

    stage.live_through(arriving(orders), LAST)

    found = simulated_moves(orders, SIX[name], ZONE)
    assert found
    assert stage.recorded() == found
