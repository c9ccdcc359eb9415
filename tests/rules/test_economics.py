"""The economics of a tier, to the cent: the guide's figures, the honest ones, verdicts and thresholds.

Ada's tier is Gold of TIER-3TABLE: $5,000 and twelve orders a year, 15 % off, $10 shipping, a $50 gift.
"""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.break_even import guide_break_even, honest_break_even, threshold
from app.rules.economics import KNOBS, economics, figures_of, what_if
from app.rules.member_year import LIMITS, BadFigure, TierFigures, member_year, shown
from app.rules.money import half_up
from app.rules.program import Economics, Tier, TierCost
from app.rules.three_tiers import three_tiers

PROGRAM = three_tiers("USD")
GOLD = figures_of(PROGRAM.tiers[1], PROGRAM.economics, spend_minor=500_000, orders_hundredths=1_200)
TOLD = economics(GOLD)


def whole(amount):
    """In dollars, as the guide shows it."""
    return half_up(amount.numerator, amount.denominator * 100)


def percent(basis_points):
    return half_up(basis_points.numerator, basis_points.denominator * 100)


def tenths(basis_points):
    return half_up(basis_points.numerator, basis_points.denominator * 10)


@pytest.mark.parametrize(
    ("line", "minor"),
    [
        pytest.param("discount_minor", 750_00, id="ECO-EX-DISC"),
        pytest.param("shipping_minor", 120_00, id="ECO-EX-SHIP"),
        pytest.param("gifts_minor", 50_00, id="ECO-EX-BDAY"),
        pytest.param("support_minor", 25_00, id="ECO-EX-SUP"),
        pytest.param("packaging_minor", 0, id="ECO-COSTS"),
        pytest.param("cost_minor", 945_00, id="ECO-EX-TOTAL"),
        pytest.param("margin_minor", 2_000_00, id="ECO-EX-NET margin"),
        pytest.param("net_minor", 1_055_00, id="ECO-EX-NET"),
        pytest.param("paid_minor", 4_250_00, id="base of the margin"),
    ],
)
def test_the_guides_gold_costs_945_and_keeps_1055(line, minor):
    assert getattr(TOLD.year, line) == minor


def test_packaging_is_a_cost_of_every_order():
    """ECO-COSTS: premium packaging"""
    year = member_year(replace(GOLD, packaging_minor=2_50))

    assert (year.packaging_minor, year.cost_minor) == (30_00, 975_00)


def test_the_net_is_21_percent_of_list_revenue_and_24_8_of_what_is_paid():
    """ECO-EX-NET: 0.211 → 21 %; the base is stated"""
    assert percent(TOLD.year.net_of_list_basis_points) == 21
    assert tenths(TOLD.year.net_of_paid_basis_points) == 248
    assert TOLD.roi.base == "list revenue"


def test_fifteen_percent_off_is_37_5_percent_of_a_40_percent_margin():
    """ECO-COSTS: 15 points of list revenue"""
    assert TOLD.year.discount_minor * 100 == 15 * TOLD.year.revenue_minor
    assert TOLD.discount_of_margin_basis_points == 3_750


def test_the_guides_break_even_is_2363_or_47_percent():
    """ECO-BREAKEVEN, ECO-BE-PCT"""
    found = TOLD.guide.break_even

    assert found.extra_minor == 2_362_50
    assert (whole(found.extra_minor), percent(found.increase_basis_points)) == (2_363, 47)


def test_the_rounding_trap_round_would_say_2362():
    """ECO-BREAKEVEN"""
    assert round(TOLD.guide.break_even.extra_minor / 100) == 2_362
    assert whole(TOLD.guide.break_even.extra_minor) == 2_363


def test_the_honest_break_even_is_4181_or_84_percent():
    """GAP-ECON: the extra sales are discounted and shipped too"""
    found = TOLD.loaded.break_even

    assert found.contribution_basis_points == 2_260
    assert shown(found.extra_minor) == 4_181_42
    assert (whole(found.extra_minor), percent(found.increase_basis_points)) == (4_181, 84)


def test_spend_lift_alone_does_not_pay_in_either_view():
    """ECO-SPEND-LIFT: $500 < $945"""
    assert GOLD.lifted_minor == 6_250_00
    assert (TOLD.guide.lift_brings_minor, TOLD.guide.lift_gain_minor) == (500_00, -445_00)
    assert (TOLD.loaded.lift_brings_minor, TOLD.loaded.lift_gain_minor) == (282_50, -662_50)


def test_retention_carries_it_by_the_guides_figures():
    """ECO-EX-LIFT, ECO-RET-LIFT: 0.85 × 6,250 − 0.50 × 5,000"""
    assert TOLD.guide.incremental_minor == 2_812_50
    assert TOLD.guide.incremental_minor > TOLD.guide.break_even.extra_minor
    assert (TOLD.guide.retention_brings_minor, TOLD.guide.gain_minor) == (1_125_00, 180_00)


def test_fully_loaded_136_88_are_left_of_it():
    """GAP-ECON"""
    loaded = TOLD.loaded

    assert (loaded.year.discount_minor, loaded.year.shipping_minor) == (937_50, 150_00)
    assert (loaded.year.cost_minor, loaded.year.net_minor) == (1_162_50, 1_337_50)
    assert (shown(loaded.expected_minor), loaded.without_minor) == (1_136_88, 1_000_00)
    assert (loaded.gain_minor, shown(loaded.gain_minor)) == (Fraction(136_875, 10), 136_88)
    assert tenths(loaded.break_even_repurchase_basis_points) == 748


def test_the_verdict_on_the_guides_gold_gives_its_reasons():
    """ECO-GUARD"""
    assert TOLD.verdict == "pays_only_with_retention"
    told = [(each.view, each.kind, each.brings_minor, each.needs_minor, each.holds) for each in TOLD.reasons]
    assert told == [
        ("loaded", "cost", 2_000_00, 945_00, True),
        ("guide", "spend_lift_alone", 500_00, 945_00, False),
        ("loaded", "spend_lift_alone", 282_50, 945_00, False),
        ("guide", "retention", 1_125_00, 945_00, True),
        ("loaded", "retention", Fraction(1_136_875, 10), 1_000_00, True),
    ]


def test_the_return_names_what_it_rests_on():
    roi = TOLD.roi

    assert roi.guide_basis_points == Fraction(180 * 10_000, 945)
    assert roi.loaded_basis_points == Fraction(136_875 * 10_000, 988_125)  # of 85 % × $1,162.50
    assert (roi.margin_percent, roi.shipping_minor, roi.spend_lift_percent) == (40, 10_00, 25)
    assert (roi.repurchase_percent, roi.repurchase_others_percent) == (85, 50)
    assert roi.not_counted == ("referrals",)


def test_nothing_spent_has_no_return_and_pays():
    free = economics(TierFigures(100, 100, 0, 40, 0, 0, 0, 0, 0, 50, 50))

    assert (free.verdict, free.roi.guide_basis_points, free.roi.loaded_basis_points) == ("pays", None, None)
    assert (free.guide.break_even.extra_minor, free.loaded.break_even.extra_minor) == (0, 0)
    assert free.threshold.break_even_minor == 0


def test_a_discount_above_the_margin_loses_and_no_sales_help():
    """ECO-GUARD"""
    told = economics(replace(GOLD, discount_percent=45))

    assert told.verdict == "loses"
    assert (told.loaded.break_even.extra_minor, told.loaded.break_even_repurchase_basis_points) == (
        None,
        None,
    )
    assert told.guide.break_even.extra_minor is not None
    assert (told.threshold.net_minor, told.threshold.break_even_minor) == (None, None)


def test_a_tier_that_gives_everything_away_has_no_share_of_what_is_paid():
    assert economics(replace(GOLD, discount_percent=100)).year.net_of_paid_basis_points is None


# A member buys 1,000 in one order at a margin of 50 %: the tier costs a gift, and lift doubles the spend.
PLAIN = TierFigures(
    spend_minor=1_000,
    orders_hundredths=100,
    discount_percent=0,
    margin_percent=50,
    shipping_minor=0,
    packaging_minor=0,
    gifts_minor=0,
    support_minor=0,
    spend_lift_percent=100,
    repurchase_percent=100,
    repurchase_others_percent=100,
)


@pytest.mark.parametrize(
    ("gift", "lift", "others", "verdict"),
    [
        (500, 100, 100, "pays"),  # the lift brings exactly the gift
        (500, 99, 99, "pays_only_with_retention"),  # it brings 495, as much as 99 % of others
        (500, 99, 100, "loses"),
        (500, 100, 0, "pays"),
        (500, 0, 0, "pays_only_with_retention"),  # the net is exactly nothing
        (501, 0, 0, "loses"),
        (501, 500, 0, "loses"),  # today's net is below zero, whatever is hoped of the lift
        (300, 0, 40, "pays_only_with_retention"),  # 200 = 40 % × 500
        (300, 0, 41, "loses"),
    ],
)
def test_bringing_exactly_what_it_costs_is_paying(gift, lift, others, verdict):
    """ECO-GUARD, both sides of every line"""
    figures = replace(PLAIN, gifts_minor=gift, spend_lift_percent=lift, repurchase_others_percent=others)

    assert economics(figures).verdict == verdict


def test_members_who_come_back_less_often_than_others_lose():
    assert economics(replace(PLAIN, repurchase_percent=49, repurchase_others_percent=100)).verdict == "loses"


def test_the_break_even_retention_is_on_the_line():
    figures = replace(PLAIN, gifts_minor=300, spend_lift_percent=0, repurchase_others_percent=40)

    assert economics(figures).loaded.break_even_repurchase_basis_points == 10_000
    beyond = replace(figures, repurchase_others_percent=41)
    assert economics(beyond).loaded.break_even_repurchase_basis_points is None


def test_the_threshold_of_gold_is_where_the_program_pays_and_20_to_30_percent_more():
    """TIER-ECON-THRESH: r·(l·c·s − 75) = r₀·m·s at s = 63.75 ÷ 0.040125 = $1,588.79"""
    found = threshold(GOLD)

    assert found.net_minor == 331_86  # 75 ÷ 0.226
    assert found.break_even_minor == 1_588_79
    assert (found.low_minor, found.high_minor) == (1_906_55, 2_065_43)


def at_spend(figures, spend):
    """The same tier at another spend, in orders as large as before, exactly."""
    net = spend * figures.margin - spend * figures.per_revenue - figures.fixed_minor
    lifted = spend * Fraction(100 + figures.spend_lift_percent, 100)
    loaded = lifted * figures.contribution - figures.fixed_minor
    without = spend * figures.margin * figures.repurchase_others_percent
    return net, loaded * figures.repurchase_percent - without


MONEY = st.integers(0, 10**7)
FIGURES = st.builds(
    TierFigures,
    spend_minor=st.integers(1, 10**9),
    orders_hundredths=st.integers(0, 10**5),
    discount_percent=st.integers(0, 100),
    margin_percent=st.integers(1, 100),
    shipping_minor=MONEY,
    packaging_minor=MONEY,
    gifts_minor=MONEY,
    support_minor=MONEY,
    spend_lift_percent=st.integers(0, 500),
    repurchase_percent=st.integers(0, 100),
    repurchase_others_percent=st.integers(0, 100),
    benefits_minor=MONEY,
)
COSTS = (
    "discount_percent",
    "shipping_minor",
    "packaging_minor",
    "gifts_minor",
    "support_minor",
    "benefits_minor",
)


@given(FIGURES)
def test_the_threshold_is_the_least_spend_that_pays(figures):
    """TIER-ECON-THRESH"""
    found = threshold(figures).break_even_minor
    if found is None:
        assert min(at_spend(figures, 10**15)) < 0
        return
    assert min(at_spend(figures, found)) >= 0
    assert found == 0 or min(at_spend(figures, found - 1)) < 0


@given(FIGURES, st.sampled_from(COSTS), st.integers(0, 10**6))
def test_more_cost_never_lowers_a_break_even_nor_raises_a_net(figures, line, more):
    dearer = replace(figures, **{line: min(LIMITS[line][1], getattr(figures, line) + more)})

    for solve in (guide_break_even, honest_break_even):
        before, after = solve(figures).extra_minor, solve(dearer).extra_minor
        assert after is None or (before is not None and after >= before)
    before, after = threshold(figures).break_even_minor, threshold(dearer).break_even_minor
    assert after is None or (before is not None and after >= before)
    assert member_year(dearer).net_minor <= member_year(figures).net_minor
    assert economics(dearer).loaded.gain_minor <= economics(figures).loaded.gain_minor


@given(FIGURES)
def test_the_sums_add_up_and_the_views_agree(figures):
    told = economics(figures)
    year, loaded = told.year, told.loaded

    lines = (
        year.discount_minor,
        year.shipping_minor,
        year.gifts_minor,
        year.packaging_minor,
        year.support_minor,
        year.benefits_minor,
    )
    assert (sum(lines), year.margin_minor - year.net_minor) == (year.cost_minor, year.cost_minor)
    assert loaded.lift_gain_minor == loaded.year.net_minor - year.margin_minor
    if loaded.break_even.extra_minor is not None:
        assert loaded.break_even.extra_minor * figures.contribution == year.cost_minor
        assert told.guide.break_even.extra_minor <= loaded.break_even.extra_minor
    if told.verdict == "pays":
        assert loaded.gain_minor >= 0 and loaded.lift_gain_minor >= 0


@given(FIGURES)
def test_a_tier_that_does_not_lose_is_above_its_threshold(figures):
    """ECO-GUARD and TIER-ECON-THRESH tell the same."""
    told = economics(figures)
    enough = (
        told.threshold.break_even_minor is not None and figures.spend_minor >= told.threshold.break_even_minor
    )
    assert (told.verdict != "loses") == enough


def test_what_if_shows_both_sides_and_the_difference():
    """GAP-WHATIF: at 12 % instead of 15 % $150 more stay, and $150 × 1.25 × 0.85 more are expected."""
    told = what_if(GOLD, {"discount": 12})

    assert told.now == TOLD
    assert (told.then.year.discount_minor, told.then.year.net_minor) == (600_00, 1_205_00)
    assert (told.net_change_minor, told.gain_change_minor) == (150_00, Fraction(159_375, 10))


@pytest.mark.parametrize(
    ("knob", "figure", "gain"),
    [
        ("discount", 15, Fraction(0)),
        ("shipping", 800, Fraction(25_50)),  # $2 × 15 orders × 85 %
        ("gift", 0, Fraction(42_50)),
        ("support", 0, Fraction(21_25)),
        ("packaging", 100, Fraction(-12_75)),
        ("lift", 0, Fraction(-240_125, 10)),  # 85 % × 22.6 % of $1,250
        ("retention", 50, Fraction(-468_125, 10)),  # 35 % × $1,337.50
        ("retention-others", 40, Fraction(200_00)),
    ],
)
def test_every_knob_turns_its_figure(knob, figure, gain):
    """GAP-WHATIF: discount, shipping, gift, support, lift, retention"""
    assert what_if(GOLD, {knob: figure}).gain_change_minor == gain


def test_the_margin_is_a_knob_too():
    assert what_if(GOLD, {"margin": 50}).net_change_minor == 500_00
    assert set(KNOBS.values()) <= set(LIMITS)


@given(FIGURES)
def test_changing_nothing_changes_nothing(figures):
    told = what_if(figures, {})
    assert (told.now, told.net_change_minor, told.gain_change_minor) == (told.then, 0, 0)


@pytest.mark.parametrize(
    ("name", "figure"),
    [(name, limit[0] - 1) for name, limit in LIMITS.items()]
    + [(name, limit[1] + 1) for name, limit in LIMITS.items()],
)
def test_a_figure_out_of_its_limits_is_refused_by_name(name, figure):
    with pytest.raises(BadFigure, match=f"^{name} must be from") as refused:
        replace(GOLD, **{name: figure})
    assert refused.value.name == name


def test_shipping_costs_only_where_the_tier_makes_it_free():
    """BEN-FIN-SHIP"""
    unknown, known = Economics(), Economics(shipping_minor=8_00)
    gold, plain = PROGRAM.tiers[1], Tier(name="Plain", entry=1, cost=TierCost(packaging_minor=7))

    assert figures_of(gold, known, 100, 100).shipping_minor == 8_00
    assert figures_of(gold, unknown, 100, 100).shipping_minor == 30_00  # the dearest rate that becomes free
    assert figures_of(plain, known, 100, 100).shipping_minor == 0
    assert figures_of(plain, known, 100, 100).packaging_minor == 7


def test_as_data_money_is_whole_and_half_up():
    data = TOLD.to_json()

    assert json.loads(json.dumps(data)) == data
    assert data["guide"]["break_even"] == {
        "contribution_basis_points": 4_000,
        "extra_minor": 236_250,
        "increase_basis_points": 4_725,
    }
    assert (data["loaded"]["expected_minor"], data["loaded"]["gain_minor"]) == (113_688, 13_688)
    assert data["year"]["orders_hundredths"] == 1_200
    assert data["roi"]["margin_percent"] == 40
    assert what_if(GOLD, {"gift": 0}).to_json()["net_change_minor"] == 50_00
