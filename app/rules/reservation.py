"""How much of a drop's stock to keep for each tier (BEN-RESERVE): the highest tier first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reserved:
    tier: str
    members: int
    wanted: int
    """So many members are expected to buy one."""
    units: int | None
    """What the stock allows of it; None where the stock is not counted."""


def reserve(
    members: Sequence[tuple[str, int]], percent: Mapping[str, int], stock: int | None
) -> list[Reserved]:
    """`members` by tier, the highest first; `percent` of them are assumed to buy one unit, rounded up.

    A tier is given what those above it leave. What was sold beyond the stock leaves nothing.
    """
    told, left = [], stock
    for tier, count in members:
        wanted = -(-count * percent[tier] // 100)
        units = None if left is None else min(wanted, max(left, 0))
        left = None if left is None or units is None else left - units
        told.append(Reserved(tier, count, wanted, units))
    return told
