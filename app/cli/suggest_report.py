"""A suggestion as a person reads it: how spend is spread, its groups, the tiers, and what to know."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from app.cli.backtest_report import percent, table
from app.cli.words import money, plain_money
from app.rules.breaks import FEWEST_AMOUNTS, Breaks
from app.rules.distribution import StandOut
from app.rules.suggestion import Note, SuggestedTier, Suggestion

BAR = 40
"""Characters of the longest bar."""

SCALES = {"spend": "spend", "log": "the logarithm of spend"}

BASES = {
    "break": "natural break",
    "log_break": "natural break",
    "share": "share of buyers",
    "step": "1.5 × the tier below",
    "default": "the default",
}


def report(found: Suggestion) -> str:
    blocks = [_summary(found)]
    if found.buyers:
        blocks += [_histogram(found), _stand_out(found), *(_groups(each, found) for each in found.breaks)]
    blocks.append(_tiers(found))
    blocks += ["\n".join(words) for words in [list(_notes(found))] if words]
    return "\n\n".join(blocks)


def _summary(found: Suggestion) -> str:
    since = "the beginning" if found.counted_from == date.min else found.counted_from
    who = f"{found.buyers:,} of {found.customers:,} customers bought"
    return f"From {since} to {found.as_of} {who}, for {money(found.spend_minor, found.currency)} in all"


def _histogram(found: Suggestion) -> str:
    """A bar for each bin, and in it the tiers that begin there."""
    edges, counts = found.histogram.edges, found.histogram.counts
    rows = [[f"From {found.currency}", "Buyers", ""]]
    for (edge, end), count in zip(pairwise(edges), counts, strict=True):
        bar = "█" * -(-BAR * count // max(counts))
        names = [tier.name for tier in found.tiers if edge <= tier.entry_minor < end]
        rows.append([plain_money(edge, found.currency), f"{count:,}", "  ".join([bar, *names]).strip()])
    return table(rows, ">><")


def _stand_out(found: Suggestion) -> str:
    rows = [["Per buyer", "Average", "Above it", "", "Outliers above", "", ""]]
    rows += [_stands_out(each, found.currency) for each in found.stand_out]
    return table(rows, "<>>>>>>")


def _stands_out(found: StandOut, currency: str) -> list[str]:
    if found.metric == "spend":
        average = plain_money((found.average_hundredths + 50) // 100, currency)
        fence = plain_money(found.fence, currency)
    else:
        average, fence = (
            f"{found.average_hundredths // 100:,}.{found.average_hundredths % 100:02d}",
            f"{found.fence:,}",
        )
    return [
        found.metric.capitalize(),
        average,
        f"{found.above_average:,}",
        percent(found.above_average_basis_points),
        fence,
        f"{found.outliers:,}",
        percent(found.outliers_basis_points),
    ]


def _groups(breaks: Breaks, found: Suggestion) -> str:
    if not breaks.groups:
        return (
            f"No natural breaks: there are fewer than {FEWEST_AMOUNTS} different amounts ({breaks.amounts})."
        )
    if not breaks.clear:
        return f"No clear breaks in {SCALES[breaks.scale]}: a single group explains it as well."
    rows = [[f"From {found.currency}", "Buyers", "Share", "Of spend"]]
    for group in reversed(breaks.groups):
        rows.append(
            [
                plain_money(group.from_minor, found.currency),
                f"{group.customers:,}",
                percent(group.customers_basis_points),
                percent(group.spend_basis_points),
            ]
        )
    return f"Natural breaks in {SCALES[breaks.scale]}\n\n{table(rows, '>>>>')}"


def _tiers(found: Suggestion) -> str:
    head = [
        "Suggested",
        f"From {found.currency}",
        "Buyers",
        "Share",
        "Of spend",
        "By",
        "Pays from",
        "+20–30 %",
    ]
    rows = [head, *(_tier(tier, found.currency) for tier in reversed(found.tiers))]
    return f"{table(rows, '<>>>><>>')}\n\n{_in_all(found)}"


def _tier(tier: SuggestedTier, currency: str) -> list[str]:
    pays = [tier.break_even_minor, tier.pays_from_minor, tier.pays_to_minor]
    even, least, most = ["-" if each is None else plain_money(each, currency) for each in pays]
    return [
        tier.name,
        plain_money(tier.entry_minor, currency),
        f"{tier.customers:,}",
        percent(tier.customers_basis_points),
        percent(tier.spend_basis_points),
        BASES[tier.basis],
        even,
        f"{least} to {most}" if least != most else least,
    ]


def _in_all(found: Suggestion) -> str:
    lowest = found.tiers[0]
    return f"In all tiers: {lowest.reaching:,} buyers, {percent(lowest.reaching_basis_points)}."


def _notes(found: Suggestion) -> Iterator[str]:
    names = {tier.rank: tier.name for tier in found.tiers}
    for note in found.notes:
        yield _words(note, names.get(note.rank, ""), found)


def _words(note: Note, name: str, found: Suggestion) -> str:
    amount = money(note.figure, found.currency)
    match note.kind:
        case "too_few_buyers":
            return f"Too few buyers for shares of them ({note.figure:,}); these are the default amounts."
        case "all_equal":
            return (
                f"Every buyer spent {amount}, so no amount tells them apart; these are the default amounts."
            )
        case "ties" if found.tiers[0].basis == "default":
            return (
                f"So many spent exactly {amount} that no amount is exclusive; these are the default amounts."
            )
        case "ties":
            return f"No amount catches 10 to 20 %: too many spent exactly {amount}."
        case "short_history":
            return f"Orders are known for {note.figure:,} days only; with time more will reach the tiers."
        case "nobody":
            return f"Nobody reaches {name} yet."
        case "never_pays":
            return f"{name} pays at no spend by the program's assumptions on margin, lift and retention."
        case "pays_only_above":
            return f"{name} should ask for {amount} or more to pay with a fifth to spare."
