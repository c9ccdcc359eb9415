"""Natural breaks: the groups that customers fall into by spend (TIER-NATURAL, GAP-BREAKS).

Groups are Fisher's (`fisher.py`), of spend as it is and of its logarithm. As it is, breaks part the few who
spend most from all others; of the logarithm, where ten times as much is one step anywhere, they part
ordinary customers too.

The number of groups, 2 to 6, is the one with the largest integrated completed likelihood (Biernacki, Celeux
and Govaert, IEEE PAMI 22, 2000): the Bayesian information criterion of a normal distribution for each group,
with every customer counted to their own. Goodness of variance fit, usual for Jenks, rises with every group
and so needs a taste for elbows; this makes each group pay for its place, takes wide and narrow ones alike,
and can tell that a single group explains the spend as well: then no break is `clear`. Spend as it is has a
long tail that one group never explains; it is the logarithm that can be without clear breaks.
"""

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from app.rules.fisher import Line, classify
from app.rules.round_amounts import roundest
from app.rules.spend_ranking import Ranking

MOST_GROUPS = 6
FEWEST_AMOUNTS = 10
"""Of different spends. Fewer are no distribution: each may well be a group of its own."""

LOG_STEPS = 1_000_000
"""The logarithm in whole millionths, so that every machine adds up the same."""

PRIOR_CUSTOMERS = 6
"""A group's variance is drawn towards a part of the whole one, as if so many customers spoke for that: else
two who happen to spend alike would look like a group (Fraley and Raftery, J. Classification 24, 2007)."""

Scale = Literal["spend", "log"]

_SCALES: dict[Scale, Callable[[int], int]] = {
    "spend": lambda spend: spend,
    "log": lambda spend: round(math.log(spend) * LOG_STEPS),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Customers who spend from `from_minor`, inclusive, to below the next group; shares are of all buyers.

    `from_minor` is `least_minor`, with which the group truly begins, rounded down by at most a tenth or to
    an amount between the groups, and never in the lowest group. The figures are those of `from_minor`.
    """

    from_minor: int
    least_minor: int
    customers: int
    customers_basis_points: int
    spend_minor: int
    spend_basis_points: int


@dataclass(frozen=True, slots=True)
class Score:
    """How well so many groups fit: the part of the variance that lies between them, and the criterion."""

    groups: int
    goodness: float
    criterion: float


@dataclass(frozen=True, slots=True)
class Breaks:
    """Without groups where there are fewer than FEWEST_AMOUNTS `amounts`, which are different spends."""

    scale: Scale
    amounts: int
    groups: tuple[Group, ...]  # lowest first
    scores: tuple[Score, ...]  # from one group up
    clear: bool  # do these groups explain more than a single one does?


def natural_breaks(ranking: Ranking, scale: Scale) -> Breaks:
    """The groups of buyers by spend in minor units. Equal spends are never parted."""
    points = Counter(map(_SCALES[scale], ranking.spends))
    if len(points) < FEWEST_AMOUNTS:
        return Breaks(scale, len(points), (), (), clear=False)
    line = Line(list(points), list(points.values()))
    found = classify(line, MOST_GROUPS)
    scores = tuple(_score(line, starts) for starts in found)
    best = max(scores[1:], key=lambda score: score.criterion)
    begins = [line.weights[start] for start in found[best.groups - 1]]
    clear = best.criterion > scores[0].criterion
    return Breaks(scale, len(points), _groups(ranking, begins), scores, clear)


def _groups(ranking: Ranking, begins: list[int]) -> tuple[Group, ...]:
    """`begins` are the places in the ranking, from below, of each group's first customer."""
    least = [ranking.spends[begin] for begin in begins]
    froms = [least[0]]
    for place, (below, spend) in zip(begins[1:], pairwise(least), strict=True):
        gap = ranking.spends[place - 1] + 1
        froms.append(roundest(max(below + 1, min(gap, -(-spend * 9 // 10))), spend, spend))
    groups = []
    for at, (start, spend) in enumerate(zip(froms, least, strict=True)):
        end = froms[at + 1] if at + 1 < len(froms) else ranking.spends[-1] + 1
        customers = ranking.reaching(start) - ranking.reaching(end)
        total = ranking.spend_reaching(start) - ranking.spend_reaching(end)
        shares = ranking.share(customers), ranking.spend_share(total)
        groups.append(Group(start, spend, customers, shares[0], total, shares[1]))
    return tuple(groups)


def _score(line: Line, starts: list[int]) -> Score:
    number, whole = line.weights[-1], line.fit([0])
    prior = whole / number / len(starts) ** 2
    likelihood = 0.0
    for begin, end in pairwise([*starts, len(line.values)]):
        size, within = line.weights[end] - line.weights[begin], line.within(begin, end)
        variance = (prior + within) / (size + PRIOR_CUSTOMERS)
        normal = math.log(2 * math.pi * variance) + within / size / variance
        likelihood += size * (math.log(size / number) - normal / 2)
    parameters = 3 * len(starts) - 1  # means, variances, shares less one
    criterion = 2 * likelihood - parameters * math.log(number)
    return Score(len(starts), 1 - line.fit(starts) / whole, criterion)
