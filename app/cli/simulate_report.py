"""A simulation as a person reads it: a table of the months with bars, then what it comes to."""

from app.cli.backtest_report import NO_TIER, percent, printable, table
from app.cli.words import plain_money
from app.rules.simulated_comparison import Comparison
from app.rules.simulation import DAYS_OF_A_YEAR, FLAPPING_DAYS, Simulation, TierAssumed, Verdict

BAR = 24
VERDICTS: dict[Verdict | None, str] = {
    "under": "under the 10 to 20 % to aim for",
    "good": "within the 10 to 20 % to aim for",
    "over": "over the 10 to 20 % to aim for",
    "no privilege": "from 40 % on a program is no privilege",
    None: "nobody ordered",
}


def report(found: Simulation, *, members: bool = False) -> str:
    blocks = [
        f"{found.first} to {found.last} ({found.zone}), {found.customers:,} customers, {found.currency}",
        _months(found),
        _tiers(found),
        _moved(found),
        *([_lines(found)] if found.lines else []),
        assumptions(found),
    ]
    if members:
        blocks.append(_members(found))
    return "\n\n".join(blocks)


def _months(found: Simulation) -> str:
    names = [each.tier or NO_TIER for each in found.totals[1:]]
    rows = [["Month", *names, "In a tier", "", "Up", "Down", "Back", "Spend in tiers", "Cost"]]
    most = max((month.members for month in found.months), default=0)
    for month in found.months:
        rows.append(
            [
                f"{month.first:%Y-%m}",
                *(f"{each.members:,}" for each in month.tiers[1:]),
                f"{month.members:,}",
                bar(month.members, most),
                f"{month.moved.promotions:,}",
                f"{month.moved.demotions:,}",
                f"{month.moved.reactivations:,}",
                plain_money(sum(each.spend_minor for each in month.tiers[1:]), found.currency),
                plain_money(month.cost_minor, found.currency),
            ]
        )
    return table(rows, "<" + ">" * (len(names) + 1) + "<" + ">>>>>")


def bar(part: int, whole: int) -> str:
    """As long as the part is of the whole; a part that is not nought can be seen."""
    return "█" * (max(1, part * BAR // whole) if part else 0)


def _tiers(found: Simulation) -> str:
    head = ["Tier", "At the end", "Share", "Spend", "Discount", "Shipping", "Gifts", "Support", "Cost"]
    rows = [[*head, "Reached by", "Median days"]]
    reached = {each.tier: each for each in found.reached}
    for each, share in reversed(list(zip(found.totals, found.shares, strict=True))):
        way = reached.get(each.tier or "")
        costs = (
            each.discount_minor,
            each.shipping_minor + each.packaging_minor,
            each.gifts_minor,
            each.support_minor,
            each.cost_minor,
        )
        rows.append(
            [
                each.tier or NO_TIER,
                f"{each.members:,}",
                percent(share.basis_points),
                plain_money(each.spend_minor, found.currency),
                *(plain_money(cost, found.currency) if way else "" for cost in costs),
                f"{way.customers:,}" if way else "",
                f"{way.median_days:,}" if way and way.median_days is not None else "",
            ]
        )
    return table(rows, "<" + ">" * 10)


def _moved(found: Simulation) -> str:
    share = percent(found.in_a_tier_basis_points)
    placed = max((each.placed for each in found.reached), default=0)
    rows = [
        ["In a tier at the end", f"{found.in_a_tier:,}", f"{share} of customers: {VERDICTS[found.verdict]}"],
        ["Placed on the first day", f"{placed:,}", "by what they had bought before"],
        ["Promotions", f"{found.moved.promotions:,}", f"of them {found.moved.reactivations:,} back up"],
        ["Demotions", f"{found.moved.demotions:,}", ""],
        ["Down and back", f"{found.flapping.down_and_back:,}", f"members, within {FLAPPING_DAYS} days"],
        ["Up and back", f"{found.flapping.up_and_back:,}", f"members, within {FLAPPING_DAYS} days"],
        ["Benefits cost", plain_money(found.cost_minor, found.currency), found.currency],
    ]
    return table(rows, "<><")


def _lines(found: Simulation) -> str:
    rows = [["Line of", "Tier", "Earns from", "Keeps from"]]
    rows += [[each.day.isoformat(), each.tier, f"{each.entry:,}", f"{each.keep:,}"] for each in found.lines]
    return table(rows, "<<>>")


def assumptions(found: Simulation) -> str:
    """What the sums rest on: none of it is known from a history."""
    return "\n".join(
        [
            "Assumed:",
            "  Customers buy what they bought; no tier makes them buy more, or sooner.",
            "  Every notice is recorded on the day it is due, and nothing is set by hand.",
            "  A purchase has the discount of the tier that was held when it was made, on what counts of it.",
            f"  Gifts and support cost their part of a year of {DAYS_OF_A_YEAR} days, shipping every order.",
            "  What else goes by orders or spend is counted for the tier's average member in this time.",
            *(f"  {_assumed(each, found.currency)}" for each in found.assumed),
        ]
    )


def _assumed(tier: TierAssumed, currency: str) -> str:
    steps = " %, ".join(map(str, tier.landing_percents))
    landing = f" ({steps} % in grace)" if steps else ""
    return (
        f"{tier.tier}: {tier.discount_percent} % off{landing}, an order"
        f" {plain_money(tier.shipping_minor + tier.packaging_minor, currency)}, a year"
        f" {plain_money(tier.gifts_minor, currency)} of gifts"
        f" and {plain_money(tier.support_minor, currency)} of support"
    )


def _members(found: Simulation) -> str:
    names = [each.tier or NO_TIER for each in found.totals]
    rows = [["Customer", "Tier", "Way"]]
    for member in found.members:
        way = ", ".join(f"{move.day} {names[move.to_rank]} ({move.kind})" for move in member.moves)
        rows.append([printable(member.customer), member.tier or NO_TIER, way])
    return table(rows, "<<<")


def comparison_report(found: Comparison, *, members: bool = False) -> str:
    one, other = found.one, found.other
    blocks = [
        f"{one.first} to {one.last} ({one.zone}), {one.customers:,} customers, {one.currency}",
        _months_beside(found),
        _beside(found),
        f"One program. {assumptions(one)}",
        f"The other. {assumptions(other)}",
    ]
    if members:
        rows = [["Customer", "One", "Other"]]
        rows += [
            [printable(each.customer), each.one or NO_TIER, each.other or NO_TIER] for each in found.elsewhere
        ]
        blocks.append(table(rows, "<<<"))
    return "\n\n".join(blocks)


def _months_beside(found: Comparison) -> str:
    rows = [["Month", "One", "", "Other", "", "Members", "Cost of one", "Of the other", "Difference"]]
    both = list(zip(found.one.months, found.other.months, found.months, strict=True))
    most = max((max(one.members, other.members) for one, other, _ in both), default=0)
    for one, other, less in both:
        rows.append(
            [
                f"{one.first:%Y-%m}",
                f"{one.members:,}",
                bar(one.members, most),
                f"{other.members:,}",
                bar(other.members, most),
                f"{less.members:+,}",
                *(
                    plain_money(cost, found.one.currency)
                    for cost in (one.cost_minor, other.cost_minor, less.cost_minor)
                ),
            ]
        )
    return table(rows, "<><><>>>>")


def _beside(found: Comparison) -> str:
    one, other, currency = found.one, found.other, found.one.currency
    rows = [["", "One", "Other", "Difference"]]
    for name, before, after in (
        ("In a tier at the end", one.in_a_tier, other.in_a_tier),
        ("Promotions", one.moved.promotions, other.moved.promotions),
        ("Demotions", one.moved.demotions, other.moved.demotions),
        ("Back up", one.moved.reactivations, other.moved.reactivations),
        (f"Down and back in {FLAPPING_DAYS} days", one.flapping.down_and_back, other.flapping.down_and_back),
        (f"Up and back in {FLAPPING_DAYS} days", one.flapping.up_and_back, other.flapping.up_and_back),
    ):
        rows.append([name, f"{before:,}", f"{after:,}", f"{after - before:+,}"])
    for name, before, after in (
        ("Spend in tiers", one.member_spend_minor, other.member_spend_minor),
        ("Benefits cost", one.cost_minor, other.cost_minor),
    ):
        rows.append([name, *(plain_money(each, currency) for each in (before, after, after - before))])
    rows.append(["In another tier at the end", "", "", f"{len(found.elsewhere):,}"])
    return table(rows, "<>>>")
