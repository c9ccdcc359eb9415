"""Does a tier pay? Its costs, two views of what it brings, and a verdict (ECO-GUARD, GAP-ECON, GAP-WHATIF).

The guide's view takes today's cost and the margin of the extra revenue. The loaded view lets the cost
rise with the sales: more is discounted and shipped. The verdict is the loaded view's.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from app.rules.benefits.cost import Year
from app.rules.break_even import guide_break_even, honest_break_even, threshold
from app.rules.member_year import WHOLE, MemberYear, TierFigures, member_year
from app.rules.program import Economics, Tier
from app.rules.tier_economics import (
    Guide,
    Loaded,
    Reason,
    ReasonKind,
    Roi,
    TierEconomics,
    Verdict,
    View,
    WhatIf,
)

KNOBS = {
    "discount": "discount_percent",
    "shipping": "shipping_minor",
    "packaging": "packaging_minor",
    "gift": "gifts_minor",
    "support": "support_minor",
    "margin": "margin_percent",
    "lift": "spend_lift_percent",
    "retention": "repurchase_percent",
    "retention-others": "repurchase_others_percent",
}
"""What can be turned in a what-if, and the figure it is."""


def figures_of(tier: Tier, assumed: Economics, spend_minor: int, orders_hundredths: int) -> TierFigures:
    """A tier of a program with an average member's year; every benefit says what it costs."""
    year = Year(spend_minor, orders_hundredths, assumed.shipping_minor)
    costs = [each.cost(year) for each in tier.benefits]
    return TierFigures(
        spend_minor=spend_minor,
        orders_hundredths=orders_hundredths,
        discount_percent=max((each.off_percent for each in costs), default=0),
        margin_percent=assumed.margin_percent,
        shipping_minor=max((each.shipping_minor for each in costs), default=0),
        packaging_minor=tier.cost.packaging_minor,
        gifts_minor=tier.cost.gifts_minor + sum(each.gifts_minor for each in costs),
        support_minor=tier.cost.support_minor,
        benefits_minor=sum(each.a_year_minor for each in costs),
        spend_lift_percent=assumed.spend_lift_percent,
        repurchase_percent=assumed.repurchase_percent,
        repurchase_others_percent=assumed.repurchase_others_percent,
    )


def what_if(figures: TierFigures, changes: Mapping[str, int]) -> WhatIf:
    """The same sums over changed figures; `changes` by KNOBS. Raises BadFigure for one out of its limits."""
    now = economics(figures)
    changed: dict[str, Any] = {KNOBS[knob]: figure for knob, figure in changes.items()}
    then = economics(replace(figures, **changed))
    return WhatIf(
        now,
        then,
        net_change_minor=then.year.net_minor - now.year.net_minor,
        gain_change_minor=then.loaded.gain_minor - now.loaded.gain_minor,
    )


def economics(figures: TierFigures) -> TierEconomics:
    year, guide, loaded = member_year(figures), _guide(figures), _loaded(figures)
    reasons = _reasons(year, guide, loaded)
    return TierEconomics(
        figures=figures,
        verdict=_verdict(year, loaded),
        reasons=reasons,
        year=year,
        discount_of_margin_basis_points=Fraction(WHOLE * figures.discount_percent, figures.margin_percent),
        guide=guide,
        loaded=loaded,
        roi=_roi(figures, year, guide, loaded),
        threshold=threshold(figures),
    )


def _guide(figures: TierFigures) -> Guide:
    cost, lifted = member_year(figures).cost_minor, figures.lifted_minor
    lift = (lifted - figures.spend_minor) * figures.margin
    members = lifted * figures.repurchase_percent / 100
    incremental = members - Fraction(figures.spend_minor * figures.repurchase_others_percent, 100)
    return Guide(
        break_even=guide_break_even(figures),
        lift_brings_minor=lift,
        lift_gain_minor=lift - cost,
        incremental_minor=incremental,
        retention_brings_minor=incremental * figures.margin,
        gain_minor=incremental * figures.margin - cost,
    )


def _loaded(figures: TierFigures) -> Loaded:
    today, year = member_year(figures), member_year(figures, figures.lifted_minor)
    lift = (figures.lifted_minor - figures.spend_minor) * figures.contribution
    expected = year.net_minor * figures.repurchase_percent / 100
    without = today.margin_minor * figures.repurchase_others_percent / 100
    rate = WHOLE * without / year.net_minor if year.net_minor > 0 else None
    return Loaded(
        break_even=honest_break_even(figures),
        lift_brings_minor=lift,
        lift_gain_minor=lift - today.cost_minor,
        year=year,
        expected_minor=expected,
        without_minor=without,
        gain_minor=expected - without,
        break_even_repurchase_basis_points=rate if rate is not None and rate <= WHOLE else None,
    )


def _verdict(year: MemberYear, loaded: Loaded) -> Verdict:
    """Bringing exactly what it costs is paying. A net below zero loses, whatever is hoped of the lift."""
    if year.net_minor < 0 or loaded.gain_minor < 0:
        return "loses"
    return "pays" if loaded.lift_gain_minor >= 0 else "pays_only_with_retention"


def _reasons(year: MemberYear, guide: Guide, loaded: Loaded) -> tuple[Reason, ...]:
    cost = year.cost_minor
    return (
        _reason("loaded", "cost", year.margin_minor, cost),
        _reason("guide", "spend_lift_alone", guide.lift_brings_minor, cost),
        _reason("loaded", "spend_lift_alone", loaded.lift_brings_minor, cost),
        _reason("guide", "retention", guide.retention_brings_minor, cost),
        _reason("loaded", "retention", loaded.expected_minor, loaded.without_minor),
    )


def _reason(view: View, kind: ReasonKind, brings: Fraction, needs: Fraction) -> Reason:
    return Reason(view, kind, brings, needs, brings >= needs)


def _roi(figures: TierFigures, year: MemberYear, guide: Guide, loaded: Loaded) -> Roi:
    """The guide divides by today's cost, the loaded view by what those cost who buy again."""
    expected_cost = loaded.year.cost_minor * figures.repurchase_percent / 100
    return Roi(
        guide_basis_points=_over(guide.gain_minor, year.cost_minor),
        loaded_basis_points=_over(loaded.gain_minor, expected_cost),
        base="list revenue",
        margin_percent=figures.margin_percent,
        shipping_minor=figures.shipping_minor,
        spend_lift_percent=figures.spend_lift_percent,
        repurchase_percent=figures.repurchase_percent,
        repurchase_others_percent=figures.repurchase_others_percent,
    )


def _over(gain: Fraction, cost: Fraction) -> Fraction | None:
    return WHOLE * gain / cost if cost else None
