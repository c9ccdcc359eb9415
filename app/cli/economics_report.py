"""The economics of a program as a person reads them: what is assumed, a table of tiers, warnings."""

from collections.abc import Iterator

from app.cli.backtest_report import table
from app.cli.economics_views import NONE, VERDICTS, of_tier, of_what_if, orders, share
from app.cli.words import money, plain_money
from app.rules.economics_look import Look, Source, TierLine
from app.rules.member_year import shown
from app.rules.tier_economics import TierEconomics


def report(told: Look) -> str:
    currency = told.source.currency
    blocks = [_head(told), _tiers(told)]
    warnings = [each for line in told.tiers for each in _warnings(line, currency)]
    blocks += ["\n".join(warnings)] if warnings else []
    for line in told.tiers:
        if line.economics is not None:
            blocks.append(of_tier(line.case, line.economics, currency))
        if line.what_if is not None:
            blocks.append(of_what_if(line.case, line.what_if, line.changes, currency))
    return "\n\n".join(blocks)


def _head(told: Look) -> str:
    source, assumed = told.source, told.program.economics
    shipping = (
        f"shipping costs {money(assumed.shipping_minor, source.currency)} an order, where it is free"
        if assumed.shipping_minor is not None
        else "shipping costs the dearest rate that becomes free: set it with --shipping"
    )
    return "\n".join([
        source.title,
        f"Spend from {source.first} to {source.last}: paid goods without tax, taken as list revenue.",
        *_cautions(source),
        "Assumed",
        f"  the margin is {assumed.margin_percent} % of list revenue",
        f"  {shipping}",
        f"  a member's spend rises by {assumed.spend_lift_percent} %, in orders as large as before",
        f"  {assumed.repurchase_percent} % of members buy again, and "
        f"{assumed.repurchase_others_percent} % would without a tier",
        "  referrals are not counted",
    ])  # fmt: skip


def _cautions(source: Source) -> Iterator[str]:
    if source.days_known is not None:
        known = f"{source.days_known:,} day{'s' if source.days_known != 1 else ''}"
        yield f"The history begins on {source.history_from}: this is the spend of {known}, not of a year."
    if source.live:
        yield "Members have the discount already: list revenue and costs are a little more than told here."


def _tiers(told: Look) -> str:
    currency = told.source.currency
    rows = [
        ["Tier", "Members", f"Spend {currency}", "Orders", "VIP cost", "Net", "of list", "of paid", "Verdict"]
    ]
    for line in reversed(told.tiers):
        name, members = line.case.tier.name, f"{line.case.members:,}"
        if line.economics is None:
            rows.append([name, members, *[NONE] * 6, "nothing was bought"])
            continue
        year = line.economics.year
        spend = plain_money(shown(year.revenue_minor), currency)
        rows.append([
            *(name, members, spend, orders(year.orders_hundredths)),
            *(plain_money(shown(each), currency) for each in (year.cost_minor, year.net_minor)),
            *(share(each) for each in (year.net_of_list_basis_points, year.net_of_paid_basis_points)),
            VERDICTS[line.economics.verdict],
        ])  # fmt: skip
    together = (
        f"All members together: VIP cost {money(told.cost_minor, currency)} a year, "
        f"expected gain {money(told.gain_minor, currency)}."
    )
    return f"A member and year\n\n{table(rows, '<>>>>>>><')}\n\n{together}"


def _warnings(line: TierLine, currency: str) -> Iterator[str]:
    """ECO-GUARD: what loses money is said before it is used."""
    told, name = line.economics, line.case.tier.name
    if told is None:
        return
    if told.verdict == "loses":
        yield f"WARNING: {name} loses money: {_why(told, currency)}."
    entry, low, pays = line.case.entry_minor, told.threshold.low_minor, told.threshold.break_even_minor
    if entry is not None and low is not None and pays is not None and entry < low:
        asks, enough, least = (money(each, currency) for each in (entry, pays, low))
        yield f"WARNING: {name} asks for {asks} and pays from {enough}: ask for {least}, or give less."


def _why(told: TierEconomics, currency: str) -> str:
    year, loaded = told.year, told.loaded
    if year.net_minor < 0:
        cost, margin = (plain_money(shown(each), currency) for each in (year.cost_minor, year.margin_minor))
        return f"a member costs {cost} of a margin of {margin} {currency}"
    expected, without = (
        plain_money(shown(each), currency) for each in (loaded.expected_minor, loaded.without_minor)
    )
    return f"with lift and retention a member brings {expected}, without the tier {without} {currency}"
