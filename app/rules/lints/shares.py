"""How many customers stand in each tier (TIER-SHARE, PIT-EASY, PIT-NOPATH, PIT-GENERIC)."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.money import half_up
from app.rules.program import Program

FEWEST_CUSTOMERS = 10
"""Below this a share says nothing: one buyer of four is 25 %."""

MOST_IN_A_TIER, MOST_IN_ALL, FEWEST_IN_ALL, HARDLY_ANYBODY = 200, 400, 100, 10
"""Tenths of a percent. Source: TIER-SHARE: aim for 10–20 % in any tier; 40 % is not exclusive."""

ONE_MAIL = 10_000
"""Source: PIT-GENERIC: the same mail to 10,000 VIPs."""


def shares(program: Program, counts: Mapping[int, int]) -> tuple[Finding, ...]:
    """What is odd about how many customers stand in each tier. `counts` has rank 0 too."""
    total = sum(counts.values())
    members = total - counts.get(0, 0)
    if not members:
        return ()
    ranks = range(1, len(program.tiers) + 1)
    found = [Finding("tier_empty", rank) for rank in ranks if not counts.get(rank, 0)]
    if total < FEWEST_CUSTOMERS:
        return tuple(found)
    for rank in ranks:
        if counts.get(rank, 0) * 1000 > MOST_IN_A_TIER * total:
            found.append(_share("tier_over", rank, counts[rank], total))
    if members * 1000 >= MOST_IN_ALL * total:
        found.append(_share("all_over", 0, members, total))
    elif members * 1000 < FEWEST_IN_ALL * total:
        found.append(_share("all_under", 0, members, total))
    return tuple(found)


def members(program: Program, facts: Facts) -> Iterator[Finding]:
    """Everything about numbers of customers: as counted, or as the program's own lines promise."""
    total = sum(facts.counts.values())
    if total < FEWEST_CUSTOMERS:
        yield from shares(program, facts.counts)
        yield from _promised(program)
        return
    held = total - facts.counts.get(0, 0)
    found = shares(program, facts.counts)
    if held * 1000 < HARDLY_ANYBODY * total and program.tiers[0].entry is not None:
        yield Finding("no_path", 1, {"members": held, "customers": total})
        found = tuple(each for each in found if each.kind != "all_under")
    yield from found
    kinds = {each.kind for each in found}
    if held * 1000 > MOST_IN_A_TIER * total and not kinds & {"tier_over", "all_over"}:
        yield _share("all_many", 0, held, total)
    yield from _crowds(program, facts.counts)


def _crowds(program: Program, counts: Mapping[int, int]) -> Iterator[Finding]:
    top = len(program.tiers)
    ours, below = counts.get(top, 0), counts.get(top - 1, 0)
    if top > 1 and ours > below:
        yield Finding("upside_down", top, {"customers": ours, "below_customers": below})
    for rank in range(1, top + 1):
        if counts.get(rank, 0) >= ONE_MAIL:
            yield Finding("one_mail_for_all", rank, {"customers": counts[rank]})


def _promised(program: Program) -> Iterator[Finding]:
    """A tier for the best 30 % holds 30 % of the customers, less those of the tiers above."""
    lines = [(rank, tier.top_percent) for rank, tier in enumerate(program.tiers, 1) if tier.top_percent]
    for (rank, percent), (_, higher) in pairwise([*lines, (0, 0)]):
        if (percent - higher) * 10 > MOST_IN_A_TIER:
            yield _share("tier_over", rank, percent - higher, 100)
    if lines and lines[0][1] * 10 >= MOST_IN_ALL:
        yield _share("all_over", 0, lines[0][1], 100)


def _share(kind: str, rank: int, part: int, whole: int) -> Finding:
    return Finding(kind, rank, {"share_tenths": half_up(1000 * part, whole)})
