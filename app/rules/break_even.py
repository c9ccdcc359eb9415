"""How much a tier must bring to pay for itself (ECO-BREAKEVEN, ECO-BE-PCT, TIER-ECON-THRESH).

Two views stand side by side (GAP-ECON). The guide divides the cost by the margin, as if the extra sales
were neither discounted nor shipped; the honest one divides by what stays of them after the benefits.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from app.rules.member_year import WHOLE, TierFigures, member_year

EXCLUSIVE = (Fraction(12, 10), Fraction(13, 10))
"""TIER-ECON-THRESH: 20 to 30 % above the spend from which the program pays."""


@dataclass(frozen=True)
class BreakEven:
    """Extra list revenue, a member and year, that brings in today's cost; None: no revenue is enough."""

    contribution_basis_points: Fraction  # what stays of the extra list revenue
    extra_minor: Fraction | None
    increase_basis_points: Fraction | None  # of today's list revenue


def guide_break_even(figures: TierFigures) -> BreakEven:
    """Cost ÷ margin: $945 ÷ 40 % = $2,362.50, 47 % of $5,000."""
    return _break_even(figures, figures.margin)


def honest_break_even(figures: TierFigures) -> BreakEven:
    """Cost ÷ what stays after discount, shipping and packaging: $945 ÷ 22.6 % = $4,181, 84 % of $5,000."""
    return _break_even(figures, figures.contribution)


def _break_even(figures: TierFigures, contribution: Fraction) -> BreakEven:
    cost = member_year(figures).cost_minor
    if cost and contribution <= 0:
        return BreakEven(WHOLE * contribution, None, None)
    extra = cost / contribution if cost else Fraction(0)
    return BreakEven(WHOLE * contribution, extra, WHOLE * extra / figures.spend_minor)


@dataclass(frozen=True)
class Threshold:
    """The least yearly list revenue of a member, in minor units, from which …; None: no revenue is enough."""

    net_minor: int | None  # … what stays after the cost is not negative
    break_even_minor: int | None  # … and the tier brings no less than having none, with lift and retention
    low_minor: int | None  # break_even × 1.2
    high_minor: int | None  # break_even × 1.3


def threshold(figures: TierFigures) -> Threshold:
    """Solves for the revenue at unchanged order size: both conditions are straight lines in it.

    With retention r, lift l and contribution c, the tier brings r·(l·c·s − fixed), and without it the same
    customers bring r₀·margin·s.
    """
    stays = Fraction(figures.repurchase_percent, 100)
    lifted = figures.lifted_minor / figures.spend_minor
    without = Fraction(figures.repurchase_others_percent, 100) * figures.margin
    net = _least(figures.contribution, Fraction(figures.fixed_minor))
    gain = _least(stays * lifted * figures.contribution - without, stays * figures.fixed_minor)
    if net is None or gain is None:
        return Threshold(net, None, None, None)
    break_even = max(net, gain)
    return Threshold(net, break_even, *(ceil(break_even * each) for each in EXCLUSIVE))


def _least(slope: Fraction, needed: Fraction) -> int | None:
    """The least whole s with slope × s ≥ needed, and not only at s = 0."""
    if slope < 0 or (slope == 0 and needed > 0):
        return None
    return ceil(needed / slope) if slope else 0
