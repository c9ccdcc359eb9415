"""GAP-LINT: what a merchant hears about a program before using it, on both sides of every boundary."""

import re
from gettext import NullTranslations

import pytest

from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.lint import RULES, Facts, Figures, Finding, Payoff, lint, shares, words
from app.rules.program import Demotion, Economics, Landing, Program, Tier, TierCost
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.reviews import FixedTerm, Monthly
from app.rules.three_tiers import three_tiers
from tests.rules.one_of_each import SCARF

PROGRAM = three_tiers("USD")
SOME = (PercentOff(percent=10), EarlyAccess(hours=24))
MORE = (PercentOff(percent=15), EarlyAccess(hours=48))
MOST = (PercentOff(percent=20), EarlyAccess(hours=72))
SHIP = FreeShipping(up_to_minor=1)
TWO_YEARS = Rolling(months=24)


def program(*entries, benefits=(SOME, MORE, MOST), tier=None, **more):
    """Silver, Gold, Platinum from these thresholds; `tier` holds further settings of each."""
    names = ("Silver", "Gold", "Platinum")
    tiers = zip(names, entries or (2000, 5000, 10000), benefits, strict=False)
    return Program(
        tiers=tuple(
            Tier(name=name, entry=entry, benefits=given, **(tier or {})) for name, entry, given in tiers
        ),
        **more,
    )


def lines(*percents, **more):
    names = ("Silver", "Gold", "Platinum")
    return Program(
        tiers=tuple(
            Tier(name=name, top_percent=percent, benefits=given, **more)
            for name, percent, given in zip(names, percents, (SOME, MORE, MOST), strict=False)
        ),
        review=Monthly(),
    )


def kinds(judged, **known):
    return {each.kind for each in lint(judged, Facts(**known))}


def found(kind, judged, **known):
    """The ranks and figures of that kind."""
    return [(each.rank, dict(each.figures)) for each in lint(judged, Facts(**known)) if each.kind == kind]


# Shares


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({0: 85, 1: 10, 2: 3, 3: 2}, ()),
        ({0: 75, 1: 20, 2: 3, 3: 2}, ()),
        ({0: 74, 1: 21, 2: 3, 3: 2}, (Finding("tier_over", 1, {"share_tenths": 210}),)),
        ({0: 601, 1: 199, 2: 100, 3: 100}, ()),
        ({0: 60, 1: 20, 2: 10, 3: 10}, (Finding("all_over", 0, {"share_tenths": 400}),)),
        ({0: 90, 1: 5, 2: 5}, (Finding("tier_empty", 3),)),
        ({0: 91, 1: 5, 2: 2, 3: 2}, (Finding("all_under", 0, {"share_tenths": 90}),)),
        ({0: 100}, ()),
        ({}, ()),
    ],
)
def test_shares_are_within_20_percent_of_a_tier_and_10_to_40_of_all(counts, told):
    """TIER-SHARE, PIT-EASY"""
    assert shares(PROGRAM, counts) == told


def test_a_few_customers_have_no_shares():
    assert shares(PROGRAM, {0: 1, 1: 2, 2: 3, 3: 3}) == ()
    assert kinds(PROGRAM, counts={0: 0, 1: 9}) & {"tier_over", "all_over", "all_many"} == set()
    assert "all_over" in kinds(PROGRAM, counts={0: 0, 1: 10})


def test_from_40_percent_on_it_is_an_error_and_above_20_a_warning():
    """TIER-SHARE"""
    assert found("all_many", PROGRAM, counts={0: 800, 1: 150, 2: 30, 3: 20}) == []
    assert found("all_many", PROGRAM, counts={0: 799, 1: 151, 2: 30, 3: 20}) == [(0, {"share_tenths": 201})]
    assert found("all_many", PROGRAM, counts={0: 601, 1: 199, 2: 150, 3: 50}) == [(0, {"share_tenths": 399})]
    at_40 = lint(PROGRAM, Facts(counts={0: 600, 1: 200, 2: 150, 3: 50}))
    assert (at_40[0].kind, at_40[0].id, at_40[0].severity) == ("all_over", "PIT-EASY", "error")
    assert "all_many" not in {each.kind for each in at_40}


def test_a_tier_over_20_percent_is_not_told_twice():
    assert kinds(PROGRAM, counts={0: 700, 1: 250, 2: 30, 3: 20}) & {"tier_over", "all_many"} == {"tier_over"}


def test_less_than_one_percent_with_a_tier_is_no_path():
    """PIT-NOPATH"""
    assert "no_path" not in kinds(PROGRAM, counts={0: 990, 1: 8, 2: 1, 3: 1})
    assert found("no_path", PROGRAM, counts={0: 991, 1: 7, 2: 1, 3: 1}) == [
        (1, {"members": 9, "customers": 1000})
    ]
    assert "all_under" not in kinds(PROGRAM, counts={0: 991, 1: 7, 2: 1, 3: 1})
    assert "no_path" in kinds(PROGRAM, counts={0: 10})
    assert "no_path" not in kinds(PROGRAM, counts={0: 9})
    assert "no_path" not in kinds(lines(20), counts={0: 100})


def test_the_highest_tier_is_the_rarest():
    """TIER-GAP: the top tier is truly exclusive."""
    assert "upside_down" not in kinds(PROGRAM, counts={0: 90, 1: 6, 2: 2, 3: 2})
    assert found("upside_down", PROGRAM, counts={0: 90, 1: 5, 2: 2, 3: 3}) == [
        (3, {"customers": 3, "below_customers": 2})
    ]
    assert "upside_down" not in kinds(program(2000), counts={0: 1, 1: 99})


def test_ten_thousand_members_of_a_tier_are_too_many_for_one_mail():
    """PIT-GENERIC, SEG-COMMS"""
    assert "one_mail_for_all" not in kinds(PROGRAM, counts={0: 90_001, 1: 9_999})
    assert found("one_mail_for_all", PROGRAM, counts={0: 90_000, 1: 10_000}) == [(1, {"customers": 10_000})]


def test_a_rank_that_the_program_no_longer_has_counts_as_a_member():
    assert "all_over" in kinds(program(2000), counts={0: 60, 1: 20, 3: 20})


@pytest.mark.parametrize(
    ("percents", "told"),
    [
        ((20,), set()),
        ((21,), {"tier_over"}),
        ((39, 20), set()),
        ((39, 18), {"tier_over"}),
        ((40, 20), {"all_over"}),
    ],
)
def test_lines_promise_their_shares_before_anybody_is_counted(percents, told):
    """TIER-SHARE, ID-FIXED"""
    assert kinds(lines(*percents)) & {"tier_over", "all_over"} == told


# Thresholds


def test_one_average_order_does_not_reach_a_tier():
    """PIT-EASY; thresholds are inclusive (ID-SPEND)."""
    assert "one_order" not in kinds(program(), average_order_minor=1999)
    assert found("one_order", program(), average_order_minor=2000) == [
        (1, {"order_value": 2000, "entry_value": 2000})
    ]
    assert "one_order" not in kinds(program())
    assert [rank for rank, _ in found("one_order", program(), average_order_minor=5000)] == [1, 2]


def test_a_tier_for_the_first_order_is_too_easy_whatever_it_is_worth():
    assert "one_order" in kinds(program(1, 3, 6, metric="orders"))
    assert "one_order" not in kinds(program(2, 4, 8, metric="orders"), average_order_minor=50)


def test_the_next_tier_asks_for_half_as_much_again():
    """PIT-SAME"""
    assert "step_small" not in kinds(program(2000, 3000))
    assert found("step_small", program(2000, 2999)) == [(2, {"entry_value": 2999, "below_value": 2000})]


def test_the_lower_line_is_half_as_wide_again():
    """PIT-SAME"""
    assert "line_step_small" not in kinds(lines(15, 10))
    assert found("line_step_small", lines(14, 10)) == [(2, {"line_percent": 10, "below_percent": 14})]


def test_a_step_of_more_than_five_times_wants_a_tier_between():
    """PIT-NOPATH"""
    assert "step_far" not in kinds(program(2000, 10000))
    assert found("step_far", program(2000, 10001)) == [(2, {"entry_value": 10001, "below_value": 2000})]


def test_a_tenth_of_the_customers_is_at_least_halfway_to_the_first_tier():
    """PIT-NOPATH, MSG-HALF"""
    assert "nobody_halfway" not in kinds(program(), best={10: 1000})
    assert found("nobody_halfway", program(), best={10: 999}) == [
        (1, {"held_value": 999, "entry_value": 2000})
    ]
    assert "nobody_halfway" not in kinds(lines(20), best={10: 1})


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (Rolling(months=12), 12),
        (Rolling(months=1), 1),
        (CalendarYear(), 12),
        (CalendarYear(through_next_year=True), 24),
        (MembershipYear(), 12),
        (Lifetime(), 0),
    ],
)
def test_the_window_is_not_longer_than_the_history(period, months):
    """ID-WINDOW, ID-ROLL12"""
    judged = program(period=period)
    assert "long_window" not in kinds(judged, history_months=months)
    assert "long_window" not in kinds(judged)
    if months:
        assert found("long_window", judged, history_months=months - 1) == [
            (0, {"window_months": months, "held_months": months - 1})
        ]


def test_a_tier_is_not_kept_with_less_than_half_of_what_earns_it():
    """DEM-NEEDED"""
    assert "keep_low" not in kinds(program(2000, tier={"keep": 1000}))
    assert found("keep_low", program(2000, tier={"keep": 999})) == [
        (1, {"entry_value": 2000, "keep_value": 999})
    ]


def test_a_line_is_not_kept_by_more_than_twice_as_many_as_earn_it():
    """DEM-NEEDED"""
    assert "keep_line_wide" not in kinds(lines(10, keep_percent=20))
    assert found("keep_line_wide", lines(10, keep_percent=21)) == [
        (1, {"line_percent": 10, "keep_percent": 21})
    ]


@pytest.mark.parametrize(
    ("entry", "keep", "grace", "flaps"),
    [
        (2000, None, 2, False),
        (2001, None, 2, True),
        (2500, None, 2, True),
        (2501, None, 2, False),
        (2500, 2000, 2, False),
        (2500, 2001, 2, True),
        (2001, None, 3, False),
    ],
)
def test_a_quarterly_buyer_near_a_threshold_flaps_unless_grace_or_keeping_absorbs_it(
    entry, keep, grace, flaps
):
    """Requirements 13: $500 a quarter is $2,000 or $2,500 in twelve months. DEM-GRACE"""
    judged = program(entry, tier={"keep": keep}, demotion=Demotion(grace_months=grace))
    assert ("flapping" in kinds(judged, average_order_minor=500)) == flaps


def test_flapping_needs_a_rolling_window_and_follows_its_length():
    soon = Demotion(grace_months=0)
    assert "flapping" not in kinds(
        program(2500, period=CalendarYear(), demotion=soon), average_order_minor=500
    )
    half = program(1500, period=Rolling(months=6), demotion=soon)
    assert found("flapping", half, average_order_minor=500) == [
        (1, {"order_value": 500, "fewer": 2, "more": 3})
    ]
    assert "flapping" in kinds(program(5, metric="orders", demotion=soon))
    assert "flapping" not in kinds(program(4, metric="orders", demotion=soon))


# Benefits


@pytest.mark.parametrize(
    ("upper", "told"),
    [
        (SOME, {"nothing_new"}),
        ((PercentOff(percent=11), EarlyAccess(hours=24)), {"one_new"}),
        ((PercentOff(percent=10), EarlyAccess(hours=25)), {"one_new"}),
        ((*SOME, FreeShipping(up_to_minor=1)), {"one_new"}),
        ((PercentOff(percent=11), EarlyAccess(hours=25)), set()),
        ((PercentOff(percent=11), EarlyAccess(hours=24), FreeShipping(up_to_minor=1)), set()),
        ((PercentOff(percent=12), PercentOff(percent=11), EarlyAccess(hours=24)), {"one_new"}),
        ((PercentOff(percent=9), EarlyAccess(hours=24)), {"nothing_new", "gives_less"}),
        ((PercentOff(percent=11), EarlyAccess(hours=23)), {"one_new", "gives_less"}),
        ((PercentOff(percent=11),), {"one_new", "gives_less"}),
        ((), {"nothing_new", "gives_less"}),
    ],
)
def test_each_tier_brings_two_things_more_and_nothing_less_than_the_one_below(upper, told):
    """TIER-GAP, PIT-SAME, TIER-MULTI"""
    judged = program(benefits=(SOME, upper))
    assert kinds(judged) & {"nothing_new", "one_new", "gives_less"} == told


def test_what_is_the_same_is_an_own_pitfall():
    ids = {each.kind: each.id for each in lint(program(benefits=(SOME, SOME)), Facts())}
    assert ids["nothing_new"] == "PIT-SAME"
    assert RULES["one_new"].id == "TIER-GAP"


def test_the_first_tier_brings_two_benefits():
    """PIT-MIDTIER, TIER-MID: entry members feel valued."""
    assert "few_at_entry" not in kinds(program(benefits=(SOME, MORE)))
    assert found("few_at_entry", program(benefits=(SOME[:1], MORE))) == [(1, {"benefits": 1})]
    assert found("few_at_entry", program(benefits=((),))) == [(1, {"benefits": 0})]


def test_the_top_tier_does_not_bring_more_than_half_of_all():
    """PIT-MIDTIER"""
    half = program(benefits=(SOME, (PercentOff(percent=11), SOME[1]), (*MOST, SHIP)))
    assert "top_heavy" not in kinds(half)
    heavy = program(benefits=(SOME[:1], SOME, (*MOST, SHIP)))
    assert found("top_heavy", heavy) == [(3, {"new": 3, "all": 5})]
    assert "top_heavy" not in kinds(program(benefits=(SOME[:1], (*MORE, SHIP))))


def test_every_tier_has_something_that_is_not_money():
    """TIER-SUSTAIN"""
    assert "only_money" not in kinds(
        program(2000, benefits=((PercentOff(percent=10), EarlyAccess(hours=1)),))
    )
    money = (PercentOff(percent=10), FreeShipping(up_to_minor=1000))
    assert found("only_money", program(2000, 5000, benefits=(SOME, money))) == [(2, {})]
    assert "only_money" not in kinds(program(2000, benefits=((),)))


def test_more_than_twenty_percent_off_is_unusual():
    """BEN-FIN-PCT"""
    assert "much_off" not in kinds(program(2000, benefits=((PercentOff(percent=20),),)))
    assert found("much_off", program(2000, benefits=((PercentOff(percent=21),),))) == [
        (1, {"off_percent": 21})
    ]


def test_whoever_pays_the_full_price_needs_no_discount():
    """PIT-MISCUT, ID-M3-NODISCOUNT"""
    assert "price_is_no_matter" not in kinds(program(2000), full_price_tenths={1: 799})
    assert found("price_is_no_matter", program(2000), full_price_tenths={1: 800}) == [
        (1, {"off_percent": 10, "full_price_tenths": 800})
    ]
    assert "price_is_no_matter" not in kinds(
        program(2000, benefits=((EarlyAccess(hours=1),),)), full_price_tenths={1: 1000}
    )


def test_early_access_that_nothing_enforces_is_told():
    """PIT-DELIVERY, BEN-ENFORCE"""
    assert found("not_enforced", program(2000), early_access_enforced=False) == [(1, {"hours_hours": 24})]
    assert "not_enforced" not in kinds(program(2000), early_access_enforced=True)
    assert "not_enforced" not in kinds(program(2000))
    assert "not_enforced" not in kinds(program(2000, benefits=(SOME[:1],)), early_access_enforced=False)


def test_free_shipping_reaches_what_shipping_costs():
    """PIT-DELIVERY"""
    ship = ((FreeShipping(up_to_minor=1000),),)
    assert "shipping_never_free" not in kinds(
        program(2000, benefits=ship, economics=Economics(shipping_minor=1000))
    )
    assert "shipping_never_free" not in kinds(program(2000, benefits=ship))
    assert found(
        "shipping_never_free", program(2000, benefits=ship, economics=Economics(shipping_minor=1001))
    ) == [(1, {"up_to_minor": 1000, "cost_minor": 1001})]


# Falling


def test_without_grace_under_continuous_review_a_fall_is_a_surprise():
    """PIT-SURPRISE"""
    assert found("no_grace", program(demotion=Demotion(grace_months=0))) == [(0, {"grace_months": 0})]
    assert "no_grace" not in kinds(program(demotion=Demotion(grace_months=1)))
    assert "no_grace" not in kinds(program(demotion=Demotion(grace_months=0), review=Monthly()))
    assert "no_grace" not in kinds(program(demotion=Demotion(grace_months=0), review=FixedTerm()))


def test_grace_has_a_landing_where_there_is_a_discount_to_lower():
    """DEM-SOFTLAND"""
    landing = {"landing": (Landing(months=1, percent=5),)}
    assert found("no_landing", program(2000)) == [(0, {"grace_months": 3})]
    assert "no_landing" not in kinds(program(2000, tier=landing))
    assert "no_landing" not in kinds(program(2000, demotion=Demotion(grace_months=0)))
    assert "no_landing" not in kinds(program(2000, benefits=((PercentOff(percent=1),),)))
    assert "no_landing" in kinds(program(2000, benefits=((PercentOff(percent=2),),)))


def test_where_nobody_falls_only_that_is_told():
    """DEM-NEEDED"""
    told = kinds(program(period=Lifetime(), demotion=Demotion(grace_months=0)))
    assert told & {"never_falls", "no_grace", "no_landing"} == {"never_falls"}
    assert "never_falls" not in kinds(program(period=Rolling(months=60)))


# Costs


def test_a_tier_that_loses_money_is_an_error():
    """ECO-GUARD, GAP-ECON"""
    losing = {1: Payoff("loses", -1)}
    assert found("loses", program(2000), payoffs=losing) == [(1, {"loss_minor": 1})]
    assert [each.severity for each in lint(program(2000), Facts(payoffs=losing)) if each.kind == "loses"] == [
        "error"
    ]
    assert "loses" not in kinds(program(2000), payoffs={1: Payoff("pays", 0)})
    assert "loses" not in kinds(program(2000))


def test_a_tier_that_pays_by_retention_alone_says_so():
    """ECO-GUARD: no green light for the lift that alone does not pay."""
    assert found("needs_retention", program(2000), payoffs={1: Payoff("pays_only_with_retention", 5)}) == [
        (1, {"gain_minor": 5})
    ]
    assert "needs_retention" not in kinds(program(2000), payoffs={1: Payoff("pays", 5)})


def test_a_threshold_leaves_a_fifth_above_the_spend_that_pays():
    """TIER-ECON-THRESH, PIT-EASY"""
    assert "thin" not in kinds(program(1200), payoffs={1: Payoff("pays", 1, 1000)})
    assert found("thin", program(1199), payoffs={1: Payoff("pays", 1, 1000)}) == [
        (1, {"pays_value": 1000, "entry_value": 1199, "low_value": 1200, "high_value": 1300})
    ]
    assert found("thin", program(1200), payoffs={1: Payoff("pays", 1, 1001)})[0][1]["low_value"] == 1202
    assert "thin" not in kinds(program(1199), payoffs={1: Payoff("pays", 1)})
    assert "thin" not in kinds(lines(20), payoffs={1: Payoff("pays", 1, 1000)})


def test_a_discount_as_large_as_the_margin_is_an_error():
    """ECO-GUARD"""
    off = ((PercentOff(percent=20),),)
    assert "discount_over_margin" not in kinds(
        program(2000, benefits=off, economics=Economics(margin_percent=21))
    )
    assert found(
        "discount_over_margin", program(2000, benefits=off, economics=Economics(margin_percent=20))
    ) == [(1, {"off_percent": 20, "margin_percent": 20})]


@pytest.mark.parametrize(
    ("period", "left"), [(Rolling(months=12), 600), (CalendarYear(), 600), (Rolling(months=6), 1200)]
)
def test_gifts_and_support_do_not_cost_more_than_the_margin_leaves(period, left):
    """PIT-UNWORTHY: 40 % of $20 less 10 % is $6 a year."""

    def cost(gifts):
        return {"cost": TierCost(gifts_minor=gifts, support_minor=100)}

    assert "dear_member" not in kinds(program(2000, tier=cost(left - 100), period=period))
    assert found("dear_member", program(2000, tier=cost(left - 99), period=period)) == [
        (1, {"cost_minor": left + 1, "left_minor": left})
    ]


def test_a_rough_sum_is_not_made_where_there_is_an_exact_one():
    dear = program(2000, tier={"cost": TierCost(gifts_minor=10**6)})
    assert "dear_member" in kinds(dear)
    assert "dear_member" not in kinds(dear, payoffs={1: Payoff("pays", 1)})
    assert "dear_member" not in kinds(dear.model_copy(update={"period": Lifetime()}))
    assert "dear_member" not in kinds(dear.model_copy(update={"metric": "orders"}))


# Against the program that is live


def test_a_threshold_that_rises_takes_members_by_surprise():
    """PIT-SURPRISE"""
    assert "raised" not in kinds(program(2000), previous=program(2000))
    assert "raised" not in kinds(program(1999), previous=program(2000))
    assert found("raised", program(2001), previous=program(2000)) == [
        (1, {"before_value": 2000, "after_value": 2001})
    ]


def test_it_is_what_keeps_a_tier_that_must_not_rise():
    low = program(2000, tier={"keep": 1500})
    assert "raised" not in kinds(program(3000, tier={"keep": 1500}), previous=low)
    assert found("raised", program(2000), previous=low) == [(1, {"before_value": 1500, "after_value": 2000})]


def test_a_line_that_narrows_takes_members_by_surprise():
    """PIT-SURPRISE"""
    assert "narrowed" not in kinds(lines(10), previous=lines(10))
    assert found("narrowed", lines(9), previous=lines(10)) == [
        (1, {"before_percent": 10, "after_percent": 9})
    ]


def test_another_measure_is_told_instead_of_its_thresholds():
    """PIT-SURPRISE"""
    before = program(2000)
    assert "judged_anew" not in kinds(program(3000), previous=before)
    assert kinds(program(3000, period=CalendarYear()), previous=before) & {"judged_anew", "raised"} == {
        "judged_anew"
    }
    assert "judged_anew" in kinds(program(3, metric="orders"), previous=before)
    assert "judged_anew" not in kinds(program(3000, period=Rolling(months=13)), previous=before)


def test_a_shorter_window_takes_members_by_surprise():
    """PIT-SURPRISE"""
    before = program(2000, period=Rolling(months=12))
    assert "shorter_window" not in kinds(program(2000, period=Rolling(months=13)), previous=before)
    assert found("shorter_window", program(2000, period=Rolling(months=11)), previous=before) == [
        (0, {"before_months": 12, "after_months": 11})
    ]


def test_tiers_that_are_gone_are_told_once():
    """PIT-SURPRISE"""
    assert "tiers_gone" not in kinds(program(), previous=program(2000))
    assert found("tiers_gone", program(2000), previous=program()) == [(0, {"gone": 2})]


def test_benefits_that_were_taken_are_told():
    """PIT-SURPRISE"""
    before = program(2000, benefits=(SOME,))
    assert "benefits_taken" not in kinds(program(2000, benefits=(MORE,)), previous=before)
    assert found("benefits_taken", program(2000, benefits=(SOME[:1],)), previous=before) == [(1, {})]


# All together


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_the_default_program_has_only_the_note_of_its_landing(currency):
    """TIER-3TABLE"""
    assert kinds(three_tiers(currency)) == {"no_landing"}


def test_the_gravest_comes_first_then_the_lowest_tier():
    told = lint(program(2000, 2100, benefits=(SOME[:1], SOME[:1])), Facts(counts={0: 10, 1: 90}))
    order = [("error", "warning", "note").index(each.severity) for each in told]
    assert order == sorted(order) and len(set(order)) == 3
    warned = [each.rank for each in told if each.severity == "warning"]
    assert warned == sorted(warned)


def test_every_pitfall_that_a_program_can_show_has_a_rule():
    """GAP-LINT, requirements 12"""
    pitfalls = "EASY SAME SURPRISE MIDTIER NOPATH MISCUT DELIVERY GENERIC UNWORTHY"
    ids = {rule.id for rule in RULES.values()}
    assert {f"PIT-{each}" for each in pitfalls.split()} <= ids
    assert {"TIER-GAP", "TIER-SHARE", "TIER-SUSTAIN", "TIER-ECON-THRESH"} <= ids


EVERYTHING = [
    (program(2000, 2100, 20000, tier={"keep": 900}, demotion=Demotion(grace_months=0)), {}),
    (program(2000, benefits=(SOME[:1],)), {"counts": {0: 90, 1: 21}}),
    (program(benefits=(SOME[:1], SOME, SOME[:1])), {"counts": {0: 1000, 1: 1}}),
    (program(benefits=(SOME[:1], SOME[:1], (*MOST, SHIP))), {"counts": {0: 90, 2: 5, 3: 6}}),
    (lines(41, 40, keep_percent=90), {}),
    (lines(9), {"previous": lines(10)}),
    (program(2200, demotion=Demotion(grace_months=1)), {"average_order_minor": 500, "best": {10: 1}}),
    (program(2000, metric="orders", period=Lifetime()), {"previous": program(), "average_order_minor": 1}),
    (program(2000), {"average_order_minor": 2000, "history_months": 1, "counts": {0: 75, 1: 15, 2: 10}}),
    (program(2000), {"counts": {0: 10**6, 1: 10_000}, "early_access_enforced": False}),
    (program(2000), {"full_price_tenths": {1: 1000}, "payoffs": {1: Payoff("loses", -123)}}),
    (program(2000), {"payoffs": {1: Payoff("pays_only_with_retention", 5, 1900)}}),
    (program(2000, benefits=((PercentOff(percent=50),),)), {"previous": program(1000, period=TWO_YEARS)}),
    (program(2000, tier={"cost": TierCost(gifts_minor=10**6)}), {"counts": {0: 95, 1: 5}}),
    (
        program(2000, benefits=((FreeShipping(up_to_minor=1),),), economics=Economics(shipping_minor=2)),
        {"previous": program(2000)},
    ),
    (program(2000, benefits=((PercentOff(percent=5), SCARF),)), {"other_automatic_discounts": 25}),
]  # fmt: skip


@pytest.mark.parametrize(("others", "over"), [(None, None), (23, None), (24, 1), (25, 2), (40, 2)])
def test_the_discounts_of_a_store_are_counted_before_anything_is_saved(others, over):
    """Platform 1.5: 25 active ones at once, over all apps. What is chosen to be a code takes none."""
    two = (PercentOff(percent=5), FreeShipping(up_to_minor=1), PercentOff(percent=6, by="code"))
    judged = program(2000, benefits=(two,))
    findings = found("no_room", judged, other_automatic_discounts=others)
    assert [figures["over"] for _, figures in findings] == ([] if over is None else [over])


@pytest.mark.parametrize(
    ("percent", "gift", "apart"),
    [("with_everything", "with_everything", 0), ("with_shipping", "with_everything", 1),
     ("with_everything", "alone", 1)],
)  # fmt: skip
def test_a_gift_and_a_discount_go_together_only_where_both_allow_it(percent, gift, apart):
    """BEN-EXP-GWP"""
    both = (PercentOff(percent=5, stacks=percent), SCARF.model_copy(update={"stacks": gift}))
    assert len(found("gift_or_discount", program(2000, benefits=(both,)))) == apart


def test_every_kind_of_finding_reads_as_a_sentence_without_gaps():
    told = {}
    for judged, known in EVERYTHING:
        for each in lint(judged, Facts(**known)):
            told[each.kind] = words(each, judged, Figures(lambda minor: f"${minor}"))
    assert told.keys() == RULES.keys()
    for kind, text in told.items():
        assert not re.search(r"[{}]|  |None", text) and text.endswith("."), (kind, text)


@pytest.mark.parametrize(
    ("finding", "judged", "text"),
    [
        (Finding("tier_over", 2, {"share_tenths": 215}), PROGRAM, "21.5\xa0% of your customers are Gold."),
        (
            Finding("one_order", 1, {"order_value": 1, "entry_value": 1}),
            program(1, metric="orders"),
            "A single average order (1 order) already reaches Silver, which begins at 1 order.",
        ),
        (
            Finding("step_small", 2, {"entry_value": 250000, "below_value": 200000}),
            PROGRAM,
            "Gold begins at $250000, hardly more than Silver at $200000.",
        ),
        (
            Finding("long_window", 0, {"window_months": 12, "held_months": 1}),
            PROGRAM,
            "Orders of 12 months count, but only 1 month of orders are known.",
        ),
    ],
)  # fmt: skip
def test_figures_are_shown_in_their_units(finding, judged, text):
    assert words(finding, judged, Figures(lambda minor: f"${minor}")).startswith(text)


def test_a_catalogue_translates_the_sentence_and_the_figures():
    """GAP-I18N"""

    class German(NullTranslations):
        def gettext(self, message):
            return "{tier}: {held_months} bekannt." if message == RULES["long_window"].text else message

        def ngettext(self, one, many, n):
            return "{count} Monate" if one == "{count} month" else one

    finding = Finding("long_window", 1, {"window_months": 12, "held_months": 2})
    assert words(finding, PROGRAM, Figures(str), German()) == "Silver: 2 Monate bekannt."


def test_a_name_with_braces_is_shown_as_it_is():
    judged = Program(tiers=(Tier(name="{share_tenths}", entry=1),))
    assert "Nobody reaches {share_tenths} yet." in words(Finding("tier_empty", 1), judged, Figures(str))
