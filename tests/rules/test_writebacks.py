"""What the store should show: effects, audiences, discounts, and what a customer carries (design 6)."""

import json
from datetime import date

import pytest
from pydantic import ValidationError

from app.rules.audiences import Audience, audiences, effects
from app.rules.benefits.discount import Discount
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.customer_state import AtRisk, CustomerState, Situation, customer_state
from app.rules.program import Landing, Program, Tier
from app.rules.three_tiers import three_tiers
from app.rules.writebacks import discounts, fingerprint

SINCE = date(2026, 3, 1)
DOLLARS = three_tiers("USD")


def program(*tiers):
    """Tiers as (name, benefits), each asking for one minor unit more."""
    return Program(
        tiers=tuple(Tier(name=name, entry=n, benefits=given) for n, (name, given) in enumerate(tiers, 1))
    )


BESIDE = ("order", "product")
TEN, SHIP = PercentOff(percent=10), FreeShipping(up_to_minor=1500)


def test_every_effect_of_the_default_program_is_of_one_tier():
    """TIER-3TABLE"""
    shared = {key: each for key, each in effects(DOLLARS).items() if each.benefit.kind != "birthday"}
    assert {key: each.audience.tags for key, each in shared.items()} == {
        "percent 10": ("VIP-Silver",),
        "ship 1500": ("VIP-Silver",),
        "early 24": ("VIP-Silver",),
        "percent 15": ("VIP-Gold",),
        "ship 3000": ("VIP-Gold",),
        "early 48": ("VIP-Gold",),
        "percent 20": ("VIP-Platinum",),
        "ship 6000": ("VIP-Platinum",),
        "early 72": ("VIP-Platinum",),
    }


def test_the_default_program_needs_one_audience_a_tier():
    assert audiences(DOLLARS) == (
        Audience("VIP-Silver", "VIP Silver", ("VIP-Silver",)),
        Audience("VIP-Gold", "VIP Gold", ("VIP-Gold",)),
        Audience("VIP-Platinum", "VIP Platinum", ("VIP-Platinum",)),
    )


def test_the_default_program_needs_six_discounts():
    """TIER-T-DISC, TIER-T-SHIP; the platform allows 25."""
    assert discounts(DOLLARS, "USD") == (
        Discount("percent 10", "Silver member – 10 %", "VIP-Silver", percent=10),
        Discount(
            "ship 1500",
            "Silver member – free shipping to 15.00 USD",
            "VIP-Silver",
            ship_up_to="15.00",
            beside=BESIDE,
        ),
        Discount("percent 15", "Gold member – 15 %", "VIP-Gold", percent=15),
        Discount(
            "ship 3000",
            "Gold member – free shipping to 30.00 USD",
            "VIP-Gold",
            ship_up_to="30.00",
            beside=BESIDE,
        ),
        Discount("percent 20", "Platinum member – 20 %", "VIP-Platinum", percent=20),
        Discount(
            "ship 6000",
            "Platinum member – free shipping to 60.00 USD",
            "VIP-Platinum",
            ship_up_to="60.00",
            beside=BESIDE,
        ),
    )


@pytest.mark.parametrize(
    ("currency", "prices"),
    [("JPY", ["1500", "3000", "6000"]), ("KWD", ["15.000", "30.000", "60.000"])],
)
def test_prices_are_written_in_the_shops_money(currency, prices):
    told = [each.ship_up_to for each in discounts(three_tiers(currency), currency) if each.ship_up_to]
    assert told == prices


def test_tiers_that_share_an_effect_share_its_audience_and_its_discount():
    shared = program(("Silver", (TEN, SHIP)), ("Gold", (PercentOff(percent=15), SHIP)))
    assert [(each.key, each.audience) for each in discounts(shared, "USD")] == [
        ("percent 10", "VIP-Silver"),
        ("ship 1500", "VIP-Silver+VIP-Gold"),
        ("percent 15", "VIP-Gold"),
    ]
    both = next(each for each in audiences(shared) if each.key == "VIP-Silver+VIP-Gold")
    assert (both.name, both.tags) == ("VIP Silver + Gold", ("VIP-Silver", "VIP-Gold"))
    assert both.query == "customer_tags CONTAINS 'VIP-Silver' OR customer_tags CONTAINS 'VIP-Gold'"


def test_every_discount_names_an_audience_that_there_is():
    shared = program(("A", (TEN, SHIP)), ("B", (TEN,)), ("C", (TEN, SHIP, EarlyAccess(hours=24))))
    keys = {each.key for each in audiences(shared)}
    assert {each.audience for each in discounts(shared, "USD")} <= keys
    assert len(keys) == 3


def test_early_access_has_an_audience_and_no_discount():
    """TIER-T-EARLY"""
    early = program(("Silver", (EarlyAccess(hours=24),)))
    assert (len(audiences(early)), discounts(early, "USD")) == (1, ())


def test_a_benefit_that_stands_twice_in_a_tier_is_one_effect():
    assert list(effects(program(("Silver", (TEN, TEN))))) == ["percent 10"]


def test_a_tier_without_benefits_needs_nothing():
    bare = program(("Silver", ()))
    assert (effects(bare), audiences(bare), discounts(bare, "USD")) == ({}, (), ())


def test_a_tier_whose_name_has_a_space_is_asked_for_by_its_tag():
    named = program(("Big Spender", (TEN,)))
    assert audiences(named)[0].query == "customer_tags CONTAINS 'VIP-Big-Spender'"


def test_the_codes_that_stand_in_for_discounts_do_not_change_from_run_to_run():
    """A code that changed would leave the old one valid in the store."""
    codes = [each.code for each in discounts(DOLLARS, "USD")]
    assert codes[:2] == ["VIP-1BF1D52A93", "VIP-D2EC70A7E8"]
    assert len(set(codes)) == 6
    renamed = program(("Bronze", (TEN,)))
    assert discounts(renamed, "USD")[0].code == codes[0]


def test_a_customer_without_a_tier_carries_nothing_of_ours():
    assert customer_state(DOLLARS, "USD", 0, None, 150_000) == CustomerState((), None, None)


def test_a_member_carries_the_tag_the_tier_and_what_the_storefront_shows():
    """PROG-STATUS, PROG-NEXT, PROG-UNLOCK"""
    state = customer_state(DOLLARS, "USD", 1, SINCE, 321_05)
    assert (state.tags, state.tier) == (("VIP-Silver",), "Silver")
    assert json.loads(state.status) == {
        "tier": "Silver",
        "rank": 1,
        "of": 3,
        "since": "2026-03-01",
        "spend": "321.05",
        "unit": "money",
        "currency": "USD",
        "next": "Gold",
        "to_next": "4678.95",
        "benefits": [
            "10 % off every order, applied by itself at the checkout",
            "Free shipping, for rates up to 15.00 USD",
            "New products 24 hours before everybody else",
            "25.00 USD store credit on your birthday",
        ],
        "said": [
            {"key": "percent_off", "percent": 10, "notes": [{"key": "note_itself"}]},
            {"key": "free_shipping", "amount": "15.00", "notes": [{"key": "note_itself"}]},
            {"key": "early_access", "count": 24},
            {"key": "birthday", "given": {"key": "given_store_credit", "amount": "25.00"}},
        ],
        "entitlements": [
            {
                "kind": "percent_off",
                "told": "10 % off every order, applied by itself at the checkout",
                "percent": 10,
                "collections": [],
            },
            {"kind": "free_shipping", "told": "Free shipping, for rates up to 15.00 USD"},
            {"kind": "early_access", "told": "New products 24 hours before everybody else", "hours": 24},
            {
                "kind": "birthday",
                "told": "25.00 USD store credit on your birthday",
                "form": "store_credit",
                "amount_minor": 2500,
                "percent": None,
            },
        ],
    }


def test_at_the_top_nothing_is_left_to_reach():
    status = json.loads(customer_state(DOLLARS, "USD", 3, SINCE, 2_000_000).status)
    assert (status["next"], status["to_next"]) == (None, None)


def test_a_member_who_has_more_than_the_next_tier_asks_for_owes_nothing():
    """Spend may be above the line for a moment, between two evaluations."""
    assert json.loads(customer_state(DOLLARS, "USD", 1, SINCE, 600_000).status)["to_next"] == "0.00"


def test_equal_standings_are_written_in_equal_words():
    """What was sent is compared as text: the same state must never look new."""
    one, other = (customer_state(DOLLARS, "USD", 2, SINCE, 500_000) for _ in range(2))
    assert one == other
    assert fingerprint(one.tags, one.tier, one.status) == fingerprint(other.tags, other.tier, other.status)


def test_names_of_any_script_stand_in_the_status_as_they_are():
    golden = program(("金", (TEN,)))
    assert "金" in customer_state(golden, "JPY", 1, SINCE, 100).status


LANDING = Program(
    tiers=(
        Tier(name="Silver", entry=1, benefits=(TEN,)),
        Tier(
            name="Gold",
            entry=2,
            benefits=(PercentOff(percent=15), SHIP),
            landing=(Landing(months=1, percent=12), Landing(months=2, percent=10)),
        ),
    )
)


def test_each_step_of_a_landing_is_an_effect_of_its_own():
    """GAP-SOFTLAND, DEM-SOFTLAND: whoever carries the step's tag has it, and not the tier's own discount."""
    found = effects(LANDING)
    assert {effect: each.audience.query for effect, each in found.items()} == {
        "percent 10": "customer_tags CONTAINS 'VIP-Silver' OR customer_tags CONTAINS 'VIP-Landing-10'",
        "percent 15": "(customer_tags CONTAINS 'VIP-Gold') AND customer_tags NOT CONTAINS 'VIP-Landing-10' "
        "AND customer_tags NOT CONTAINS 'VIP-Landing-12'",
        "ship 1500": "customer_tags CONTAINS 'VIP-Gold'",
        "percent 12": "customer_tags CONTAINS 'VIP-Landing-12'",
    }
    assert len(discounts(LANDING, "USD")) == 4


@pytest.mark.parametrize(
    ("landing", "tags", "percent"),
    [
        (0, ("VIP-Gold",), 15),
        (1, ("VIP-Gold", "VIP-Landing-12"), 12),
        (2, ("VIP-Gold", "VIP-Landing-10"), 10),
    ],
)
def test_a_member_in_grace_carries_the_tag_of_the_step_and_reads_its_percent(landing, tags, percent):
    state = customer_state(LANDING, "USD", 2, SINCE, 1, Situation(landing))
    assert state.tags == tags
    assert json.loads(state.status)["benefits"][0].startswith(f"{percent} % off")


def test_what_is_at_risk_stands_in_the_status_for_the_storefront():
    """DEM-NOSURPRISE: where no channel can send, the storefront shows it."""
    state = customer_state(
        DOLLARS, "USD", 2, SINCE, 1, Situation(at_risk=AtRisk(date(2026, 9, 1), "Silver", 4_120_00))
    )
    assert json.loads(state.status)["at_risk"] == {"on": "2026-09-01", "then": "Silver", "needed": "4120.00"}


def test_orders_are_told_as_numbers_and_not_as_money():
    counted = DOLLARS.model_copy(update={"metric": "orders"})
    status = json.loads(customer_state(counted, "USD", 1, SINCE, 7).status)
    assert (status["spend"], status["to_next"]) == ("7", "499993")


def test_no_tier_may_take_the_tag_of_a_landing():
    with pytest.raises(ValidationError, match="Landing"):
        Program(tiers=(Tier(name="Landing 12", entry=1),))


def test_a_fingerprint_tells_different_states_apart():
    assert len({fingerprint("a"), fingerprint("b"), fingerprint("a", "b"), fingerprint(["a", "b"])}) == 4
    assert len(fingerprint(SINCE)) == 32
