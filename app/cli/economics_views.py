"""One tier's economics in words: its cost lines, the two views side by side, its threshold, a what-if."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from app.cli.backtest_report import table
from app.cli.words import money, plain_money
from app.rules.economics import KNOBS
from app.rules.member_year import shown
from app.rules.money import exponent, half_up
from app.rules.tier_averages import TierCase
from app.rules.tier_economics import TierEconomics, Verdict, WhatIf

VERDICTS: dict[Verdict, str] = {
    "loses": "LOSES MONEY",
    "pays_only_with_retention": "pays only with retention",
    "pays": "pays",
}
NONE = "–"


def of_tier(case: TierCase, told: TierEconomics, currency: str) -> str:
    who = f"{case.members:,} member{'s' if case.members != 1 else ''}"
    if case.basis == "threshold":
        who = "nobody is in it: somebody at its threshold, with the usual order"
    costs = table(list(_costs(told, currency)), "<><")
    views = table(list(_views(told, currency)), "<>>")
    blocks = (costs, views, _threshold(case, told, currency))
    return f"{case.tier.name} ({who}): {VERDICTS[told.verdict]}\n" + "\n\n".join(map(_indented, blocks))


def _costs(told: TierEconomics, currency: str) -> Iterator[list[str]]:
    """ECO-COSTS, and the base of every share said beside it."""
    figures, year = told.figures, told.year

    def line(name: str, amount: Fraction, note: str = "") -> list[str]:
        return [name, plain_money(shown(amount), currency), note]

    each = f"for each of {orders(year.orders_hundredths)} orders"
    weight = (
        f"{figures.discount_percent} points of list revenue, "
        f"{share(told.discount_of_margin_basis_points)} of the margin"
    )
    yield line(f"Discount {figures.discount_percent} %", year.discount_minor, weight)
    yield line("Shipping", year.shipping_minor, f"{plain_money(figures.shipping_minor, currency)} {each}")
    yield line("Gifts and credits", year.gifts_minor)
    yield line("Packaging", year.packaging_minor, f"{plain_money(figures.packaging_minor, currency)} {each}")
    yield line("Support", year.support_minor)
    if year.benefits_minor:
        yield line("Other benefits", year.benefits_minor)
    yield line("VIP cost", year.cost_minor)
    revenue = plain_money(shown(year.revenue_minor), currency)
    paid = plain_money(shown(year.paid_minor), currency)
    yield line("Margin before it", year.margin_minor, f"{figures.margin_percent} % of {revenue} list revenue")
    net = f"{share(year.net_of_list_basis_points)} of list revenue"
    net += f", {share(year.net_of_paid_basis_points)} of the {paid} paid"
    yield line("Net after it", year.net_minor, net)


def _views(told: TierEconomics, currency: str) -> Iterator[list[str]]:
    """GAP-ECON: the guide's figures and those with the benefits on all that is sold."""
    figures, guide, loaded = told.figures, told.guide, told.loaded

    def sums(name: str, one: Fraction, other: Fraction | None) -> list[str]:
        return [
            name,
            *(NONE if each is None else plain_money(shown(each), currency) for each in (one, other)),
        ]

    views = (guide.break_even, loaded.break_even)
    yield ["", "Guide formula", "Fully loaded"]
    yield ["What stays of extra sales", *(share(each.contribution_basis_points) for each in views)]
    yield ["Extra sales that pay for it", *(whole(each.extra_minor, currency) for each in views)]
    yield ["  more than today", *(whole_percent(each.increase_basis_points) for each in views)]
    lift = f"+{figures.spend_lift_percent} % spend"
    yield sums(f"{lift} alone brings", guide.lift_brings_minor, loaded.lift_brings_minor)
    yield sums("  less the cost", guide.lift_gain_minor, loaded.lift_gain_minor)
    yield sums(f"VIP cost with {lift}", told.year.cost_minor, loaded.year.cost_minor)
    retention = (
        f"{figures.repurchase_percent} % instead of {figures.repurchase_others_percent} % buying again"
    )
    yield [f"{lift} and {retention}", "", ""]
    yield sums("  extra sales", guide.incremental_minor, None)
    yield sums("  bring", guide.retention_brings_minor, loaded.expected_minor)
    yield sums("  against", told.year.cost_minor, loaded.without_minor)
    yield sums("  gain", guide.gain_minor, loaded.gain_minor)
    yield [
        "  return on cost",
        *(share(each) for each in (told.roi.guide_basis_points, told.roi.loaded_basis_points)),
    ]
    yield ["Retention at which it pays", NONE, share(loaded.break_even_repurchase_basis_points)]


def _threshold(case: TierCase, told: TierEconomics, currency: str) -> str:
    """TIER-ECON-THRESH"""
    found = told.threshold
    if found.break_even_minor is None or found.low_minor is None or found.high_minor is None:
        return "At these figures no spend is high enough for the tier to pay."
    words = (
        f"With lift and retention it pays from a spend of {money(found.break_even_minor, currency)} a year;\n"
        f"20 to 30 % more is {plain_money(found.low_minor, currency)} to {money(found.high_minor, currency)}."
    )
    if case.entry_minor is None:
        return words
    return f"{words}\n{case.tier.name} asks for {money(case.entry_minor, currency)}."


def of_what_if(case: TierCase, told: WhatIf, changes: Mapping[str, int], currency: str) -> str:
    """GAP-WHATIF: now and then, side by side."""
    turned = (f"{knob} {_figure(knob, figure, currency)}" for knob, figure in changes.items())
    rows = [["", "Now", "Then"]]
    sides = (told.now, told.then)

    def sums(name: str, *amounts: Fraction) -> None:
        rows.append([name, *(plain_money(shown(each), currency) for each in amounts)])

    sums("VIP cost", *(each.year.cost_minor for each in sides))
    sums("Net after it", *(each.year.net_minor for each in sides))
    rows.append(["  of list revenue", *(share(each.year.net_of_list_basis_points) for each in sides)])
    rows.append(
        ["Extra sales, guide", *(whole(each.guide.break_even.extra_minor, currency) for each in sides)]
    )
    rows.append(
        ["Extra sales, loaded", *(whole(each.loaded.break_even.extra_minor, currency) for each in sides)]
    )
    sums("Expected gain, guide", *(each.guide.gain_minor for each in sides))
    sums("Expected gain, loaded", *(each.loaded.gain_minor for each in sides))
    rows.append(["Verdict", *(VERDICTS[each.verdict] for each in sides)])
    net, gain = _signed(told.net_change_minor, currency), _signed(told.gain_change_minor, currency)
    title = f"{case.tier.name}, what if {', '.join(turned)}: net {net}, expected gain {gain}"
    return f"{title}\n{_indented(table(rows, '<>>'))}"


def _figure(knob: str, figure: int, currency: str) -> str:
    return plain_money(figure, currency) if KNOBS[knob].endswith("_minor") else f"{figure} %"


def _signed(amount: Fraction, currency: str) -> str:
    return f"{'+' if amount >= 0 else ''}{money(shown(amount), currency)}"


def orders(hundredths: Fraction) -> str:
    """1200 -> `12`, 1250 -> `12.5`."""
    count = shown(hundredths)
    return f"{count // 100:,}.{count % 100:02d}".rstrip("0").rstrip(".")


def share(basis_points: Fraction | None) -> str:
    """Percent with one digit, half-up: 2482 -> `24.8 %`."""
    if basis_points is None:
        return NONE
    tenths = half_up(basis_points.numerator, basis_points.denominator * 10)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10} %"


def whole_percent(basis_points: Fraction | None) -> str:
    """ECO-BE-PCT: 4725 -> `47 %`."""
    if basis_points is None:
        return NONE
    return f"{half_up(basis_points.numerator, basis_points.denominator * 100):,} %"


def whole(amount_minor: Fraction | None, currency: str) -> str:
    """ECO-BREAKEVEN, the rounding trap: 236250 of USD -> `2,363`, as the guide shows it."""
    if amount_minor is None:
        return "no sales are enough"
    return f"{half_up(amount_minor.numerator, amount_minor.denominator * 10 ** exponent(currency)):,}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
