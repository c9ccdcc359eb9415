"""The histogram as numbers to draw: bars, lines and what stands below them, in percent of the width."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.rules.distribution import Histogram
from app.web.tiers.figures import TierFigure

MOST_TICKS = 5
STEPS = 400
"""Places of a slider."""


@dataclass(frozen=True, slots=True)
class Bar:
    start: int
    end: int
    """Exclusive."""
    customers: int
    x: float
    width: float
    height: float
    """Of the tallest."""


@dataclass(frozen=True, slots=True)
class Mark:
    rank: int
    name: str
    threshold: int
    x: float


@dataclass(frozen=True, slots=True)
class Drawing:
    edges: tuple[int, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[int, ...]
    """Amounts at equal distances from the left end to the right one."""

    @property
    def lowest(self) -> int:
        return self.edges[0]

    @property
    def highest(self) -> int:
        return self.edges[-1]


def drawn(histogram: Histogram, figures: Sequence[TierFigure]) -> Drawing | None:
    """None where nobody bought: there is nothing to draw."""
    if not histogram.counts:
        return None
    edges, counts = histogram.edges, histogram.counts
    width, most = 100 / len(counts), max(counts)
    bars = tuple(
        Bar(start, end, count, at * width, width, 100 * count / most)
        for at, ((start, end), count) in enumerate(zip(pairwise(edges), counts, strict=True))
    )
    marks = tuple(
        Mark(each.rank, each.tier.name, each.threshold, place(edges, each.threshold))
        for each in figures
        if each.tier is not None and each.threshold is not None
    )
    return Drawing(edges, bars, marks, _ticks(edges))


def place(edges: Sequence[int], amount: int) -> float:
    """Where an amount stands, in percent of the width; beyond the ends it stands at them."""
    if amount <= edges[0]:
        return 0.0
    if amount >= edges[-1]:
        return 100.0
    at = bisect_right(edges, amount) - 1
    inside = math.log(amount / edges[at]) / math.log(edges[at + 1] / edges[at])
    return 100 * (at + inside) / (len(edges) - 1)


def _ticks(edges: Sequence[int]) -> tuple[int, ...]:
    bins = len(edges) - 1
    parts = next((each for each in range(MOST_TICKS - 1, 0, -1) if bins % each == 0), 1)
    return tuple(edges[bins * at // parts] for at in range(parts + 1))


def slider_place(drawing: Drawing, amount: int) -> int:
    """Where a slider stands for an amount: equal steps multiply it by equal factors."""
    span = math.log(drawing.highest / max(1, drawing.lowest))
    if span <= 0 or amount <= drawing.lowest:
        return 0
    return min(STEPS, round(STEPS * math.log(amount / max(1, drawing.lowest)) / span))
