"""Live and simulated are one fold: the same tier changes, on the same days, of the same kind (issue 3)."""

import pytest

from app.rules.program import Counting
from app.rules.simulate import simulate
from app.rules.simulated_history import of_export
from app.rules.simulated_plan import Plan
from tests.ledger.live_days import FIRST, LAST, SIX, Stage, arriving, simulated, some_orders

ZONE = "Europe/London"


@pytest.mark.parametrize("name", SIX)
def test_live_and_simulated_changes_are_the_same_over_two_years(db, name):
    orders = some_orders(15, seed=name)
    stage = Stage(db, "ada-shop.myshopify.com", SIX[name], ZONE, FIRST)

    stage.live_through(arriving(orders), LAST)

    history = of_export(orders, ZONE, [Counting()])
    found = simulated(simulate(history.shoppers, Plan(SIX[name], "GBP", ZONE, FIRST, LAST)))
    assert found
    assert stage.recorded() == found
