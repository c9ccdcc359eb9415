"""What the linter should know of a shop, taken from a comparison (GAP-LINT)."""

from collections.abc import Mapping
from datetime import date

from app.compare.shape import Comparison
from app.compare.tally import BEST
from app.rules.economics import economics
from app.rules.lint import Facts, Payoff
from app.rules.money import half_up
from app.rules.program import Program
from app.rules.tier_averages import TierYear, cases
from app.rules.tier_economics import TierEconomics

MONTHS = 12


def lint_facts(
    told: Comparison,
    program: Program,
    previous: Program | None,
    history_from: date | None,
    today: date,
    other_automatic_discounts: int | None,
    early_access_enforced: bool | None,
) -> Facts:
    spend = sum(year.spend_minor for year in told.years.values())
    orders = sum(year.orders for year in told.years.values())
    return Facts(
        counts={rank: year.customers for rank, year in told.years.items()},
        average_order_minor=half_up(spend, orders) if orders else None,
        history_months=months_known(history_from, today) if history_from else None,
        best={BEST: told.best_tenth_value} if told.best_tenth_value is not None else {},
        payoffs=payoffs(program, told.years),
        full_price_tenths=told.full_price_tenths,
        other_automatic_discounts=other_automatic_discounts,
        early_access_enforced=early_access_enforced,
        today=today,
        previous=previous,
    )


def payoffs(program: Program, years: Mapping[int, TierYear]) -> dict[int, Payoff]:
    """By rank, of the tiers that there is a year for."""
    return {
        rank: _payoff(economics(case.figures), program)
        for rank, case in enumerate(cases(program, years), start=1)
        if case.figures is not None
    }


def _payoff(told: TierEconomics, program: Program) -> Payoff:
    """What a tier must ask for is spend of a year, and means something for a metric of money alone."""
    pays_from = told.threshold.break_even_minor if program.measure.unit == "money" else None
    gain = told.loaded.gain_minor
    return Payoff(told.verdict, half_up(gain.numerator, gain.denominator), pays_from)


def months_known(first: date, today: date) -> int:
    """Whole months from the day of the first order."""
    whole = (today.year - first.year) * MONTHS + today.month - first.month
    return max(0, whole - (today.day < first.day))
