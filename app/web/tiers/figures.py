"""Per tier of a program: who reaches it today, what they bring, and what they cost a year.

Whoever holds as much as a tier asks, and not what the next one asks, is counted to it: members whom grace
or a hand keeps in a tier are not.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cutoffs import place_of_the_last
from app.rules.economics import economics, figures_of
from app.rules.member_year import TierFigures, shown
from app.rules.money import half_up
from app.rules.program import Program, Tier
from app.rules.spend_sketch import Spread
from app.rules.tier_averages import TierYear, cases


@dataclass(frozen=True, slots=True)
class TierFigure:
    """Money in minor units."""

    rank: int
    tier: Tier | None
    """None: customers who reach no tier."""
    threshold: int | None
    """In the metric's unit: what the tier asks, or where the line of its best percent would be today."""
    customers: int
    revenue_minor: int
    cost_minor: int
    """Of all its members together, a year."""
    discount_minor: int
    """Of that, the discount on their orders."""
    discount_percent: int = 0
    an_order_minor: int = 0
    a_member_minor: int = 0
    """What a member's year costs: so many percent of the spend, and so much for each order and member."""


def tier_figures(program: Program, spread: Spread) -> tuple[TierFigure, ...]:
    """From the lowest tier up; before them, at rank 0, those without one."""
    held = _by_rank(program, spread)
    marks = thresholds(program, spread)
    costs = _costs(program, {rank: year for rank, (_, year) in held.items()})
    money = program.measure.unit == "money"
    return tuple(
        TierFigure(
            rank,
            program.tier(rank),
            marks.get(rank),
            year.customers,
            value if money else year.spend_minor,
            *costs[rank],
        )
        for rank, (value, year) in sorted(held.items())
    )


def years_of(program: Program, spread: Spread) -> dict[int, TierYear]:
    """By rank, what those bought in twelve months who reach it today."""
    return {rank: year for rank, (_, year) in _by_rank(program, spread).items()}


def _by_rank(program: Program, spread: Spread) -> dict[int, tuple[int, TierYear]]:
    """What they hold together, and their year; of tiers that ask as much the higher one has them."""
    marks = thresholds(program, spread)
    held: dict[int, tuple[int, TierYear]] = {}
    ceiling: int | None = None
    for rank in range(len(program.tiers), 0, -1):
        mark = marks[rank]
        if mark is None:
            held[rank] = (0, TierYear(0, 0, 0))
            continue
        held[rank] = spread.between(mark, ceiling)
        ceiling = mark if ceiling is None else min(mark, ceiling)
    held[0] = spread.between(None, ceiling)
    return held


def thresholds(program: Program, spread: Spread) -> dict[int, int | None]:
    """By rank, in the metric's unit; None: a line that cannot be drawn, because nobody bought."""
    return {rank: _threshold(tier, spread) for rank, tier in enumerate(program.tiers, start=1)}


def _threshold(tier: Tier, spread: Spread) -> int | None:
    if tier.top_percent is None:
        return tier.entry
    return spread.of_place(place_of_the_last(tier.top_percent, spread.buyers)) if spread.buyers else None


def _costs(program: Program, years: Mapping[int, TierYear]) -> dict[int, tuple[int, ...]]:
    """By rank: what the tier costs in all, its discounts, and the rates that a member's cost is made of."""
    found: dict[int, tuple[int, ...]] = {0: (0, 0)}
    for rank, case in enumerate(cases(program, years), start=1):
        figures = case.figures or _usual(case.tier, program)
        members = case.members if case.basis == "members" else 0
        year = economics(figures).year
        found[rank] = (
            shown(year.cost_minor * members),
            shown(year.discount_minor * members),
            figures.discount_percent,
            figures.shipping_minor + figures.packaging_minor,
            figures.fixed_minor,
        )
    return found


def _usual(tier: Tier, program: Program) -> TierFigures:
    """Where no year is known: somebody at the entry with one order."""
    return figures_of(tier, program.economics, max(1, tier.entry or 1), 100)


def best_tenth(spread: Spread) -> int | None:
    """The least that one of the best tenth of all customers holds."""
    if not spread.customers:
        return None
    return spread.of_place(place_of_the_last(10, spread.customers))


def average_order(years: Mapping[int, TierYear]) -> int | None:
    orders = sum(year.orders for year in years.values())
    return half_up(sum(year.spend_minor for year in years.values()), orders) if orders else None
