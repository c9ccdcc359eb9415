"""What the tiers cost (ECO-GUARD, TIER-ECON-THRESH, PIT-UNWORTHY)."""

from collections.abc import Iterator

from app.rules.economics import figures_of
from app.rules.lints.facts import Facts, Payoff
from app.rules.lints.finding import Finding
from app.rules.program import Program, Tier
from app.rules.qualifying_period import Lifetime, Rolling

ROOM = (12, 13)
"""Tenths of the spend from which a tier pays. Source: TIER-ECON-THRESH: +20–30 %."""


def costs(program: Program, facts: Facts) -> Iterator[Finding]:
    for rank, tier in enumerate(program.tiers, start=1):
        payoff = facts.payoffs.get(rank)
        if payoff is not None:
            yield from _judged(rank, tier, payoff)
        else:
            yield from _rough(program, rank, tier)


def _judged(rank: int, tier: Tier, payoff: Payoff) -> Iterator[Finding]:
    if payoff.verdict == "loses":
        yield Finding("loses", rank, {"loss_minor": -payoff.gain_minor})
        return
    if payoff.verdict == "pays_only_with_retention":
        yield Finding("needs_retention", rank, {"gain_minor": payoff.gain_minor})
    pays, entry = payoff.pays_from, tier.entry
    if pays is not None and entry is not None and entry * 10 < pays * ROOM[0]:
        low, high = (-(-pays * tenths // 10) for tenths in ROOM)
        figures = {"pays_value": pays, "entry_value": entry, "low_value": low, "high_value": high}
        yield Finding("thin", rank, figures)


def _rough(program: Program, rank: int, tier: Tier) -> Iterator[Finding]:
    """What no number of orders can change: the discount, and what every member costs each year."""
    left_percent = program.economics.margin_percent - tier.percent_off
    if tier.percent_off and left_percent <= 0:
        figures = {"off_percent": tier.percent_off, "margin_percent": program.economics.margin_percent}
        yield Finding("discount_over_margin", rank, figures)
        return
    spend = _least_spend_of_a_year(program, tier)
    if spend is None:
        return
    cost = figures_of(tier, program.economics, spend, 0).fixed_minor
    if cost * 100 > spend * left_percent:
        figures = {"cost_minor": cost, "left_minor": spend * left_percent // 100}
        yield Finding("dear_member", rank, figures)


def _least_spend_of_a_year(program: Program, tier: Tier) -> int | None:
    if tier.entry is None or program.measure.unit != "money" or isinstance(program.period, Lifetime):
        return None
    months = program.period.months if isinstance(program.period, Rolling) else 12
    return tier.entry * 12 // months
