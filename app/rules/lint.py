"""What a merchant should hear about a program before it is used (TIER-SHARE, PIT-EASY).

Findings are plain values; pages and commands put them into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.rules.money import half_up
from app.rules.program import Program

FEWEST_CUSTOMERS = 10
"""Below this a share says nothing: one buyer of four is 25 %."""

MOST_IN_A_TIER, MOST_IN_ALL, FEWEST_IN_ALL = 200, 400, 100
"""Tenths of a percent. Source: TIER-SHARE: aim for 10–20 % in any tier; 40 % is not exclusive."""


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Literal["tier_over", "tier_empty", "all_over", "all_under"]
    rank: int
    """The tier it is about; 0: all tiers together."""
    tenths: int
    """Tenths of a percent of all customers."""


def shares(program: Program, counts: Mapping[int, int]) -> tuple[Finding, ...]:
    """What is odd about how many customers stand in each tier. `counts` has rank 0 too."""
    total = sum(counts.values())
    members = total - counts.get(0, 0)
    if not members:
        return ()
    found = [
        Finding("tier_empty", rank, 0) for rank in range(1, len(program.tiers) + 1) if not counts.get(rank, 0)
    ]
    if total < FEWEST_CUSTOMERS:
        return tuple(found)
    for rank in range(1, len(program.tiers) + 1):
        tenths = half_up(1000 * counts.get(rank, 0), total)
        if counts.get(rank, 0) * 1000 > MOST_IN_A_TIER * total:
            found.append(Finding("tier_over", rank, tenths))
    in_all = half_up(1000 * members, total)
    if members * 1000 >= MOST_IN_ALL * total:
        found.append(Finding("all_over", 0, in_all))
    elif members * 1000 < FEWEST_IN_ALL * total:
        found.append(Finding("all_under", 0, in_all))
    return tuple(found)
