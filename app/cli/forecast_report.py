"""Forecasts as a person reads them in a terminal."""

from app.cli.backtest_report import printable, table
from app.cli.words import money
from app.explain.ahead import Ahead, Outlook
from app.explain.forecast import Falling, FallingList
from app.explain.near import NearList
from app.models import Customer, Shop
from app.rules.periods import local_day
from app.rules.value_metrics import Metric

NO_TIER = "no tier"


def falling_report(found: FallingList, metric: Metric, shop: Shop) -> str:
    if not found.members:
        return f"Nobody falls within {found.within_days} days of {found.today}."
    rows = [["Customer", "Tier", "Falls on", "To", "Kept by", "Warned on"]]
    for each in found.members:
        rows.append(
            [
                _who(each.email, each.platform_id, each.customer_id),
                each.tier or NO_TIER,
                f"{each.falls_on} (in {each.days} days)",
                each.falls_to or NO_TIER,
                _kept_by(each, metric, shop),
                ", ".join(str(day) for day in (each.warned_60_on, each.warned_30_on) if day) or "–",
            ]
        )
    return f"{table(rows, '<<<<<<')}\n\n{_of_all(len(found.members), found.total)}"


def near_report(found: NearList, metric: Metric, shop: Shop) -> str:
    within = _measured(found.within, metric, shop)
    if not found.members:
        return f"Nobody lacks {within} or less to the next tier."
    rows = [["Customer", "Tier", "Next", "Lacks", "Holds"]]
    for each in found.members:
        rows.append(
            [
                _who(each.email, each.platform_id, each.customer_id),
                each.tier or NO_TIER,
                each.next_tier,
                _measured(each.gap, metric, shop),
                _measured(each.metric_value, metric, shop),
            ]
        )
    return f"{table(rows, '<<<>>')}\n\n{_of_all(len(found.members), found.total)}"


def outlook_report(found: Ahead, row: Customer, order_minor: int | None, metric: Metric, shop: Shop) -> str:
    name = " ".join(printable(part) for part in (row.name, row.email and f"<{row.email}>") if part)
    known_as = f"customer {row.platform_id}" if row.platform_id else f"known from orders only, {row.id}"
    blocks = [f"{name or 'Somebody without a name'} ({known_as}) of {shop.domain}"]
    blocks.append(_outlook("Now", found.now, metric, shop))
    if found.with_order is not None and order_minor is not None:
        day = local_day(found.with_order.at, shop.zone)
        order = money(order_minor, shop.currency)
        blocks.append(_outlook(f"With an order of {order} on {day}", found.with_order, metric, shop))
    return "\n\n".join(blocks)


def _outlook(title: str, told: Outlook, metric: Metric, shop: Shop) -> str:
    lines = [title, f"  {told.tier or 'No tier'}, holding {_measured(told.metric_value, metric, shop)}"]
    if told.falls_on is not None:
        fall = f"  Falls to {told.falls_to or NO_TIER} on {told.falls_on} if nothing more is bought"
        if told.needed is not None:
            lines.append(f"{fall}; {_measured(told.needed, metric, shop)} bought before keeps the tier.")
        else:
            lines.append(f"{fall}; no order prevents it.")
    elif told.rank:
        lines.append("  Does not fall by time.")
    if told.to_next is not None and told.next_tier:
        half = ", half the way is done" if told.halfway else ""
        lines.append(f"  {_measured(told.to_next, metric, shop)} more to {told.next_tier}{half}.")
    return "\n".join(lines)


def _kept_by(each: Falling, metric: Metric, shop: Shop) -> str:
    if each.needed is not None:
        return _measured(each.needed, metric, shop)
    return "set by hand" if each.by_hand else "no order"


def _measured(amount: int, metric: Metric, shop: Shop) -> str:
    if metric.unit == "money":
        return money(amount, shop.currency)
    return f"{amount:,} order{'' if amount == 1 else 's'}"


def _who(email: str | None, platform_id: int | None, customer_id: int) -> str:
    return printable(email or f"customer {platform_id or customer_id}")


def _of_all(shown: int, total: int) -> str:
    return f"{total:,} in all." if shown == total else f"{shown:,} of {total:,}; --limit shows more."
