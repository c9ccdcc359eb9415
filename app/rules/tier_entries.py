"""The entries of three tiers for a shop's spends (TIER-SHARE, TIER-NATURAL).

10 to 20 % of the buyers reach the lowest tier, and a fifth to a half of a tier's reach the next one, which
asks for at least 1.5 times as much. Within that a threshold is a natural break where one falls there, else
the amount that reaches 15 %, or a third; and of the amounts that fit it is the roundest (`round_amounts.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.rules.breaks import Breaks
from app.rules.money import half_up
from app.rules.round_amounts import roundest
from app.rules.spend_ranking import Ranking
from app.rules.suggestion import Basis, Note
from app.rules.three_tiers import three_tiers

FEWEST_BUYERS = 10
"""Below this a share says nothing: one buyer of four is 25 %."""

LEAST_SHARE, WANTED_SHARE, MOST_SHARE = 10, 15, 20
"""Percent of the buyers in any tier (TIER-SHARE)."""

EASY_SHARE = 40
"""Percent of the buyers from which a tier is not exclusive (TIER-SHARE, PIT-EASY)."""

LEAST_PART, WANTED_PART, MOST_PART = 20, 33, 50
"""Percent of a tier's buyers who reach the next one: fewer at each step, and at the top still somebody."""

STEP = 150
"""Percent of the entry below that a tier asks for at least."""

AROUND_A_BREAK = 10
"""Percent by which rounding may move a natural break."""


@dataclass(frozen=True, slots=True)
class Entry:
    amount_minor: int
    basis: Basis
    drawn_from_minor: int


def entries(
    ranking: Ranking, breaks: Sequence[Breaks], currency: str
) -> tuple[tuple[Entry, ...], list[Note]]:
    lowest, notes = _lowest(ranking, breaks)
    if lowest is None:
        default = [tier.entry or 0 for tier in three_tiers(currency).tiers]
        return tuple(Entry(amount, "default", amount) for amount in default), notes
    middle = _next(ranking, breaks, lowest)
    return (lowest, middle, _next(ranking, breaks, middle)), notes


def _lowest(ranking: Ranking, breaks: Sequence[Breaks]) -> tuple[Entry | None, list[Note]]:
    """None where the spends allow no threshold."""
    buyers = ranking.buyers
    if buyers < FEWEST_BUYERS:
        return None, [Note("too_few_buyers", figure=buyers)]
    if ranking.spends[0] == ranking.spends[-1]:
        return None, [Note("all_equal", figure=ranking.spends[0])]
    fewest, most = -(-LEAST_SHARE * buyers // 100), MOST_SHARE * buyers // 100
    wanted = half_up(WANTED_SHARE * buyers, 100)
    amounts = ranking.amounts(fewest, most)
    if amounts is not None:
        return _chosen(ranking, breaks, amounts, wanted), []
    tied = ranking.of_rank(fewest)
    notes = [Note("ties", figure=tied)]
    above, with_them = ranking.reaching(tied + 1), ranking.reaching(tied)
    if above:
        least = ranking.of_rank(above)
        return Entry(roundest(tied + 1, least, near=least), "share", least), notes
    if 100 * with_them < EASY_SHARE * buyers:
        return Entry(roundest(ranking.of_rank(with_them + 1) + 1, tied, near=tied), "share", tied), notes
    return None, notes


def _next(ranking: Ranking, breaks: Sequence[Breaks], below: Entry) -> Entry:
    reaching = ranking.reaching(below.amount_minor)
    step = -(-STEP * below.amount_minor // 100)
    fewest, most = max(1, -(-LEAST_PART * reaching // 100)), MOST_PART * reaching // 100
    amounts = ranking.amounts(fewest, most) if reaching else None
    if amounts is None or amounts[1] < step:
        return Entry(roundest(step, 2 * below.amount_minor, near=step), "step", step)
    wanted = max(1, half_up(WANTED_PART * reaching, 100))
    return _chosen(ranking, breaks, (max(step, amounts[0]), amounts[1]), wanted)


def _chosen(ranking: Ranking, breaks: Sequence[Breaks], amounts: tuple[int, int], wanted: int) -> Entry:
    """A clear natural break that lies within the amounts, rounded within them; else the amount wanted."""
    natural: list[tuple[int, Entry]] = []
    for found in breaks:
        basis: Basis = "break" if found.scale == "spend" else "log_break"
        for group in found.groups[1:] if found.clear else ():
            start = group.least_minor
            if amounts[0] <= start <= amounts[1]:
                amount = roundest(
                    max(amounts[0], start - start * AROUND_A_BREAK // 100),
                    min(amounts[1], start + start * AROUND_A_BREAK // 100),
                    near=start,
                )
                natural.append((abs(ranking.reaching(amount) - wanted), Entry(amount, basis, start)))
    if natural:
        return min(natural, key=lambda each: each[0])[1]
    near = min(max(ranking.of_rank(wanted), amounts[0]), amounts[1])
    return Entry(roundest(*amounts, near=near), "share", near)
