"""What the tiers ask for (PIT-EASY, PIT-SAME, PIT-NOPATH, ID-WINDOW, DEM-NEEDED, DEM-GRACE)."""

from collections.abc import Iterator
from itertools import pairwise

from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program, Tier
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling

LEAST_STEP = (3, 2)
"""From one tier to the next at least one and a half times as much."""
FAR_STEP = 5
QUARTER = 3
"""Months. Source: requirements 13, the quarterly buyer."""
BEST = 10
"""Percent of the customers who should be in the program at least (TIER-SHARE)."""


def thresholds(program: Program, facts: Facts) -> Iterator[Finding]:
    order = _order(program, facts)
    for rank, tier in enumerate(program.tiers, start=1):
        if tier.entry is not None and order is not None and tier.entry <= order:
            yield Finding("one_order", rank, {"order_value": order, "entry_value": tier.entry})
        yield from _keeping(rank, tier)
        if order is not None:
            yield from _flapping(program, rank, tier, order)
    for rank, (below, tier) in enumerate(pairwise(program.tiers), start=2):
        yield from _step(rank, below, tier)
    yield from _way_in(program, facts)
    yield from _window(program, facts)


def _order(program: Program, facts: Facts) -> int | None:
    """What an average order brings, in the metric's unit."""
    return facts.average_order_minor if program.measure.unit == "money" else 1


def _keeping(rank: int, tier: Tier) -> Iterator[Finding]:
    if tier.entry is not None and tier.keep is not None and 2 * tier.keep < tier.entry:
        yield Finding("keep_low", rank, {"entry_value": tier.entry, "keep_value": tier.keep})
    if tier.top_percent is not None and tier.keep_percent and tier.keep_percent > 2 * tier.top_percent:
        figures = {"line_percent": tier.top_percent, "keep_percent": tier.keep_percent}
        yield Finding("keep_line_wide", rank, figures)


def _flapping(program: Program, rank: int, tier: Tier, order: int) -> Iterator[Finding]:
    """N months hold N ÷ 3 purchases of a quarterly buyer, and on some days one more."""
    if not isinstance(program.period, Rolling) or program.demotion.grace_months >= QUARTER:
        return
    fewer = program.period.months // QUARTER
    if tier.entry is None:
        return
    if fewer * order < (tier.keep or tier.entry) and tier.entry <= (fewer + 1) * order:
        yield Finding("flapping", rank, {"order_value": order, "fewer": fewer, "more": fewer + 1})


def _step(rank: int, below: Tier, tier: Tier) -> Iterator[Finding]:
    more, less = LEAST_STEP
    if below.entry is not None and tier.entry is not None:
        figures = {"entry_value": tier.entry, "below_value": below.entry}
        if tier.entry * less < below.entry * more:
            yield Finding("step_small", rank, figures)
        elif tier.entry > below.entry * FAR_STEP:
            yield Finding("step_far", rank, figures)
    elif below.top_percent and tier.top_percent and below.top_percent * less < tier.top_percent * more:
        figures = {"line_percent": tier.top_percent, "below_percent": below.top_percent}
        yield Finding("line_step_small", rank, figures)


def _way_in(program: Program, facts: Facts) -> Iterator[Finding]:
    """MSG-HALF: somebody should be halfway to the first tier."""
    entry, held = program.tiers[0].entry, facts.best.get(BEST)
    if entry is not None and held is not None and 2 * held < entry:
        yield Finding("nobody_halfway", 1, {"held_value": held, "entry_value": entry})


def _window(program: Program, facts: Facts) -> Iterator[Finding]:
    window = _months_needed(program)
    if facts.history_months is not None and window > facts.history_months:
        yield Finding("long_window", 0, {"window_months": window, "held_months": facts.history_months})


def _months_needed(program: Program) -> int:
    match program.period:
        case Rolling(months=months):
            return months
        case CalendarYear(through_next_year=through):
            return 24 if through else 12
        case MembershipYear():
            return 12
        case Lifetime():
            return 0
