"""What is told about a tier's economics: two views side by side, reasons, a verdict.

Money is in exact minor units, a member and year; shares are in basis points. JSON has them rounded half-up.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from app.rules.break_even import BreakEven, Threshold
from app.rules.member_year import MemberYear, TierFigures, plain

Verdict = Literal["loses", "pays_only_with_retention", "pays"]
View = Literal["guide", "loaded"]
ReasonKind = Literal["cost", "spend_lift_alone", "retention"]


@dataclass(frozen=True)
class Guide:
    """The guide's arithmetic, a member and year: ECO-BREAKEVEN, ECO-BE-PCT, ECO-EX-LIFT."""

    break_even: BreakEven
    lift_brings_minor: Fraction  # margin of the spend lift: 25 % of $5,000 at 40 % = $500
    lift_gain_minor: Fraction  # … less the cost
    incremental_minor: Fraction  # 85 % × $6,250 − 50 % × $5,000 = $2,812.50
    retention_brings_minor: Fraction  # … at the margin: $1,125
    gain_minor: Fraction  # … less the cost


@dataclass(frozen=True)
class Loaded:
    """The same with the benefits on all that is sold, a member and year."""

    break_even: BreakEven
    lift_brings_minor: Fraction  # what stays of the spend lift
    lift_gain_minor: Fraction  # … less today's cost
    year: MemberYear  # at the lifted revenue: $6,250 cost $1,162.50, net $1,337.50
    expected_minor: Fraction  # 85 % of that net: $1,136.88
    without_minor: Fraction  # the margin without a tier: 50 % × $2,000
    gain_minor: Fraction  # the difference
    break_even_repurchase_basis_points: Fraction | None  # at which it is 0; None: no rate is enough


@dataclass(frozen=True)
class Reason:
    """`brings_minor` against `needs_minor`, a member and year; it holds where it brings as much."""

    view: View
    kind: ReasonKind
    brings_minor: Fraction
    needs_minor: Fraction
    holds: bool


@dataclass(frozen=True)
class Roi:
    """Gain over cost, in basis points (None where nothing is spent), and what it rests on.

    Referrals (ECO-REFER) are not counted in any figure.
    """

    guide_basis_points: Fraction | None
    loaded_basis_points: Fraction | None
    base: Literal["list revenue"]
    margin_percent: int
    shipping_minor: int
    spend_lift_percent: int
    repurchase_percent: int
    repurchase_others_percent: int
    not_counted: tuple[str, ...] = ("referrals",)


@dataclass(frozen=True)
class TierEconomics:
    """All about one tier on given figures; money in minor units, shares in basis points, both exact."""

    figures: TierFigures
    verdict: Verdict
    reasons: tuple[Reason, ...]
    year: MemberYear  # today's
    discount_of_margin_basis_points: Fraction  # 15 points of list revenue are 37.5 % of a 40 % margin
    guide: Guide
    loaded: Loaded
    roi: Roi
    threshold: Threshold

    def to_json(self) -> dict[str, Any]:
        """Whole minor units and basis points, rounded half-up."""
        data: dict[str, Any] = plain(self)
        return data


@dataclass(frozen=True)
class WhatIf:
    """One tier on two sets of figures; the differences are `then` less `now`."""

    now: TierEconomics
    then: TierEconomics
    net_change_minor: Fraction  # of today's net
    gain_change_minor: Fraction  # of the loaded view's gain

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = plain(self)
        return data
