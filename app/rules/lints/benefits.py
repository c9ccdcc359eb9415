"""What the tiers bring (TIER-GAP, PIT-SAME, PIT-MIDTIER, TIER-SUSTAIN, PIT-MISCUT, PIT-DELIVERY)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program, Tier

FEWEST_NEW = 2
"""Source: TIER-GAP: each tier brings 2–3 benefits that the tier below lacks."""
MOST_OFF_PERCENT = 20
"""Source: BEN-FIN-PCT: 10–20 %."""
FULL_PRICE_TENTHS = 800
"""From this part of their spend on, price does not decide what members buy (ID-M3-NODISCOUNT)."""

Strengths = Mapping[tuple[str, ...], tuple[int, ...]]


def benefits(program: Program, facts: Facts) -> Iterator[Finding]:
    if len(_strengths(program.tiers[0])) < FEWEST_NEW:
        yield Finding("few_at_entry", 1, {"benefits": len(_strengths(program.tiers[0]))})
    for rank, (below, tier) in enumerate(pairwise(program.tiers), start=2):
        new = new_benefits(tier, below)
        if new < FEWEST_NEW:
            yield Finding("one_new" if new else "nothing_new", rank, {"new": new})
        if gives_less(tier, below):
            yield Finding("gives_less", rank)
    yield from _top_heavy(program)
    for rank, tier in enumerate(program.tiers, start=1):
        yield from _money(rank, tier, facts)
        yield from _delivery(program, rank, tier, facts)


def new_benefits(tier: Tier, below: Tier | None) -> int:
    """How many benefits the other tier lacks, or has only weaker."""
    ours, theirs = _strengths(tier), _strengths(below) if below else {}
    return sum(_stronger(ours[which], theirs.get(which)) for which in ours)


def gives_less(tier: Tier, below: Tier) -> bool:
    """Is a kind missing that the other tier has, or a benefit only weaker?"""
    ours, theirs = _strengths(tier), _strengths(below)
    if {which[0] for which in theirs} - {which[0] for which in ours}:
        return True
    both = ours.keys() & theirs.keys()
    return any(theirs[which] != ours[which] and not _stronger(ours[which], theirs[which]) for which in both)


def _strengths(tier: Tier) -> Strengths:
    """Kind and words of each benefit -> its numbers, of which more is better; the best of equal kinds."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    for benefit in tier.benefits:
        which, numbers = benefit.strength()
        found[which] = tuple(map(max, found.get(which, numbers), numbers))
    return found


def _stronger(ours: Sequence[int], theirs: Sequence[int] | None) -> bool:
    return theirs is None or any(a > b for a, b in zip(ours, theirs, strict=True))


def _top_heavy(program: Program) -> Iterator[Finding]:
    """TIER-MID. Of two tiers the upper one may well bring more than half."""
    top = len(program.tiers)
    below = (None, *program.tiers)
    new = [new_benefits(tier, lower) for lower, tier in zip(below, program.tiers, strict=False)]
    if top > 2 and 2 * new[-1] > sum(new):
        yield Finding("top_heavy", top, {"new": new[-1], "all": sum(new)})


def _money(rank: int, tier: Tier, facts: Facts) -> Iterator[Finding]:
    if tier.benefits and all(benefit.category == "financial" for benefit in tier.benefits):
        yield Finding("only_money", rank)
    off, full = tier.percent_off, facts.full_price_tenths.get(rank, 0)
    if off > MOST_OFF_PERCENT:
        yield Finding("much_off", rank, {"off_percent": off})
    if off and full >= FULL_PRICE_TENTHS:
        yield Finding("price_is_no_matter", rank, {"off_percent": off, "full_price_tenths": full})


def _delivery(program: Program, rank: int, tier: Tier, facts: Facts) -> Iterator[Finding]:
    hours = max((each.early_hours for each in tier.benefits), default=0)
    if hours and facts.early_access_enforced is False:
        yield Finding("not_enforced", rank, {"hours_hours": hours})
    cost = program.economics.shipping_minor
    for each in tier.benefits:
        price = each.ship_up_to_minor
        if price is not None and cost is not None and price < cost:
            yield Finding("shipping_never_free", rank, {"up_to_minor": price, "cost_minor": cost})
