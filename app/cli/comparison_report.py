"""What a draft would change, and what is unwise about it, as a person reads it in a terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from app.cli.backtest_report import printable, table
from app.cli.words import moment, money
from app.compare.shape import Comparison, Mover, Movers
from app.models import ProgramVersion, Shop
from app.rules.lint import Figures, Finding, words
from app.rules.program import Program


def findings(found: Sequence[Finding], told: Program, currency: str) -> str:
    if not found:
        return "Nothing to object to."
    return "\n".join(
        f"{each.severity}: {words(each, told, Figures(lambda minor: money(minor, currency)))} ({each.id})"
        for each in found
    )


def finding_json(each: Finding, told: Program, currency: str) -> dict[str, Any]:
    return {
        "id": each.id,
        "kind": each.kind,
        "severity": each.severity,
        "tier": told.name(each.rank),
        "figures": dict(each.figures),
        "words": words(each, told, Figures(lambda minor: money(minor, currency))),
    }


def comparison(told: Comparison) -> str:
    blocks = [_head(told), _matrix(told)]
    blocks += [_movers("Up", told.up, told)] if told.up.customers else []
    blocks += [_movers("Down", told.down, told)] if told.down.customers else []
    blocks += ["\n".join(_rest(told))]
    return "\n\n".join(blocks)


def _head(told: Comparison) -> str:
    against = f"version {told.before_version}" if told.before_version else "no tiers: the store is not live"
    return (
        f"{told.shop}: the draft from {moment(told.start, told.zone)} on, against {against}\n"
        f"{told.customers:,} customers: {told.up.customers:,} up, {told.down.customers:,} down, "
        f"{told.lost:,} of them without a tier; "
        f"{told.flips_back:,} would be back where they were within 90 days"
    )


def _matrix(told: Comparison) -> str:
    rows = [["now", "then", "customers"]]
    rows += [
        [cell.before or "no tier", cell.after or "no tier", f"{cell.customers:,}"] for cell in told.matrix
    ]
    return table(rows, "<<>")


def _movers(title: str, movers: Movers, told: Comparison) -> str:
    lines = [f"{title}: {movers.customers:,}", *(f"  {_mover(each, told)}" for each in movers.told)]
    if movers.customers > len(movers.told):
        lines.append(f"  … and {movers.customers - len(movers.told):,} more")
    return "\n".join(lines)


def _mover(each: Mover, told: Comparison) -> str:
    back = f", back on {each.back_on}" if each.back_on else ""
    return (
        f"{_who(each.name, each.email, each.platform_id or each.customer_id)}: {each.before or 'no tier'} → "
        f"{each.after or 'no tier'} with {_held(each.metric_value, told)}{back}"
    )


def _who(name: str, email: str | None, number: int) -> str:
    said = " ".join(printable(part) for part in (name, f"<{email}>" if email else "") if part)
    return said or f"customer {number}"


def _held(value: int, told: Comparison) -> str:
    return money(value, told.currency) if told.metric_unit == "money" else f"{value:,} orders"


def _rest(told: Comparison) -> Iterator[str]:
    if told.grandfathered_until:
        yield (
            f"Grandfathered: {told.grandfathered:,} keep their tier until {told.grandfathered_until} at least"
        )
    for each in told.notices:
        yield (
            f"Notices {each.kind.removeprefix('risk_')} days before a fall, due in 60 days: {each.after:,}, "
            f"of which {each.new:,} by the draft alone"
        )
    cost = told.cost
    sign = "+" if cost.difference_minor > 0 else ""
    yield (
        f"Cost a year: {money(cost.after_minor, told.currency)} instead of "
        f"{money(cost.before_minor, told.currency)} ({sign}{money(cost.difference_minor, told.currency)})"
    )


def question(told: Comparison) -> str:
    return f"Publish it, for {told.customers:,} customers?"


def published(row: ProgramVersion, shop: Shop, judged: int, at: datetime) -> str:
    if row.from_at is not None and row.from_at > at:
        return f"Version {row.version} of {shop.domain} begins {moment(row.from_at, shop.zone)}."
    by_now = f" {judged:,} customers were judged by it." if judged else " The workers judge everybody by it."
    return f"Version {row.version} of {shop.domain} is live.{by_now}"
