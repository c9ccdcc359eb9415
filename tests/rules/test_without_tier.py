"""What a customer carries who has no tier: nothing, and from half-way on their progress (MSG-HALF)."""

import json

import pytest

from app.rules.customer_state import NOTHING
from app.rules.program import Program, Tier
from app.rules.reviews import Monthly
from app.rules.three_tiers import three_tiers
from app.rules.without_tier import state_without_tier, status_without_tier

DOLLARS = three_tiers("USD")


def test_half_of_the_first_threshold_is_on_the_way_and_a_cent_less_is_not() -> None:
    assert state_without_tier(DOLLARS, "USD", 999_99) == NOTHING
    assert state_without_tier(DOLLARS, "USD", 1_000_00).status is not None


def test_progress_is_told_without_tag_tier_or_benefit() -> None:
    """PROG-NEXT: amount so far, amount to go."""
    state = state_without_tier(DOLLARS, "USD", 1_620_50)

    assert (state.tags, state.tier) == ((), None)
    assert json.loads(state.status or "") == {
        "tier": None,
        "rank": 0,
        "of": 3,
        "spend": "1620.50",
        "unit": "money",
        "currency": "USD",
        "next": "Silver",
        "to_next": "379.50",
    }


def test_who_has_enough_and_waits_for_the_review_owes_nothing() -> None:
    assert json.loads(state_without_tier(DOLLARS, "USD", 2_000_00).status or "")["to_next"] == "0.00"


def test_an_odd_number_of_orders_is_half_way_when_half_is_passed() -> None:
    counted = DOLLARS.model_copy(update={"metric": "orders", "tiers": (Tier(name="Silver", entry=5),)})

    assert state_without_tier(counted, "USD", 2) == NOTHING
    assert json.loads(state_without_tier(counted, "USD", 3).status or "")["to_next"] == "2"


@pytest.mark.parametrize("value", [0, 10**9])
def test_nobody_is_on_the_way_to_a_line_that_moves(value: int) -> None:
    best = Program(tiers=(Tier(name="Best", top_percent=5),), review=Monthly(day=1))

    assert state_without_tier(best, "USD", value) == NOTHING
    assert status_without_tier(best, "USD", value)["to_next"] is None
