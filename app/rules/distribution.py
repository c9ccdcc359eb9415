"""The shape of a shop's spend: a histogram to draw, and who stands out above the average (ID-OUTLIERS)."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.rules.money import half_up
from app.rules.spend_ranking import Ranking

MOST_BINS = 24
BINS_A_DECADE = (20, 10, 5, 4, 2, 1)


@dataclass(frozen=True, slots=True)
class Histogram:
    """Buyers by spend, in bins equally wide on a log scale: `counts[i]` from `edges[i]` to below the next."""

    edges: tuple[int, ...]  # minor units, one more than counts
    counts: tuple[int, ...]


def histogram(ranking: Ranking) -> Histogram:
    """As many bins to a power of ten as fit into MOST_BINS in all; no bins where nobody bought."""
    if not ranking.buyers:
        return Histogram((), ())
    lowest, highest = math.log10(ranking.spends[0]), math.log10(ranking.spends[-1] + 1)
    for bins in BINS_A_DECADE:
        first, end = math.floor(lowest * bins), math.ceil(highest * bins)
        if end - first <= MOST_BINS:
            break
    edges = sorted({round(10 ** (step / bins)) for step in range(first, end + 1)})
    edges[-1] = max(edges[-1], ranking.spends[-1] + 1)  # where a power is off by a rounding
    reaching = [ranking.reaching(edge) for edge in edges]
    counts = (here - above for here, above in pairwise(reaching))
    return Histogram(tuple(edges), tuple(counts))


@dataclass(frozen=True, slots=True)
class StandOut:
    """Buyers above the average of a metric, and above its upper fence; shares in basis points of all buyers.

    Money in minor units. The average is in hundredths of the metric's unit.
    """

    metric: Literal["spend", "orders"]
    average_hundredths: int
    above_average: int
    above_average_basis_points: int
    fence: int
    outliers: int
    outliers_basis_points: int


def stand_out(metric: Literal["spend", "orders"], values: Sequence[int]) -> StandOut | None:
    """Outliers are above Q3 + 1.5 × (Q3 - Q1), Tukey's upper fence (Exploratory Data Analysis, 1977).

    Quartiles, and not the deviation: the few who buy most stretch that until they hide in it. A quartile is
    the value at which a quarter (three quarters) of the buyers is reached. None: there are no buyers.
    """
    ranked = sorted(values)
    number, total = len(ranked), sum(ranked)
    if not number:
        return None
    low, high = ranked[-(-number // 4) - 1], ranked[-(-3 * number // 4) - 1]
    fence = (2 * high + 3 * (high - low)) // 2
    above = sum(value * number > total for value in ranked)
    outliers = number - bisect_right(ranked, fence)
    return StandOut(
        metric,
        half_up(100 * total, number),
        above,
        half_up(10_000 * above, number),
        fence,
        outliers,
        half_up(10_000 * outliers, number),
    )
