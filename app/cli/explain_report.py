"""An explanation as a person reads it in a terminal."""

from collections.abc import Iterator, Sequence

from app.cli.backtest_report import printable, table
from app.cli.words import moment, money, plain_money
from app.explain.shape import Change, Explanation, OrderLines, Rank, Row
from app.explain.since_then import Difference
from app.ledger.entries import MONEY

OTHERS_SHOWN = 10
LEAVING_SHOWN = 6


def report(told: Explanation) -> str:
    blocks = [_standing(told), _tiers(told), _orders(told), _next(told)]
    blocks += [_changes("How it came about", told.path, told)] if told.path and told.program.live else []
    blocks += [_changes("Recorded moves", told.changes, told)] if told.changes else []
    blocks += [_waiting(told)] if told.waiting else []
    return "\n\n".join(blocks)


def _standing(told: Explanation) -> str:
    who = told.who
    name = " ".join(printable(part) for part in (who.name, who.email and f"<{who.email}>") if part)
    known_as = f"customer {who.platform_id}" if who.platform_id else f"known from orders only, {who.id}"
    lines = [f"{name or 'Somebody without a name'} ({known_as}) of {told.shop}"]
    lines += [f"{_held(told)}, spend {money(told.metric_value, told.currency)}"]
    window = told.window
    lines.append(f"counted from {window.first} to {window.last} ({window.period}, {window.zone})")
    program = told.program
    lines.append(f"by program version {program.version} ({'live' if program.live else 'a draft'})")
    if told.earned.rank != told.tier.rank:
        lines.append(f"The window alone would earn {_tier(told.earned)}.")
    if told.next_tier and told.to_next is not None:
        lines.append(f"{money(told.to_next, told.currency)} more to {_tier(told.next_tier)}.")
    if who.merged:
        lines.append(f"Merged into it: {', '.join(str(each.platform_id or each.id) for each in who.merged)}.")
    if who.gone:
        lines.append("The customer is gone from the store: nothing is written for it.")
    return "\n".join(lines)


def _tier(rank: Rank) -> str:
    return rank.name or "no tier"


def _held(told: Explanation) -> str:
    if not told.program.live:
        return f"Would be in {_tier(told.tier)} (the program is not live)"
    since = f" since {moment(told.since, told.window.zone)}" if told.since else ""
    return f"{told.tier.name or 'No tier'}{since}"


def _tiers(told: Explanation) -> str:
    rows = [
        [
            tier.name,
            "–" if tier.entry is None else plain_money(tier.entry, told.currency),
            "reached" if tier.reached else "",
        ]
        for tier in reversed(told.tiers)
    ]
    return f"Tiers, from a spend in {told.currency} of\n{_indented(table(rows, '<><'))}"


def _orders(told: Explanation) -> str:
    counting = [order for order in told.orders if order.leaves_on]
    others = [order for order in told.orders if not order.leaves_on]
    lines = [f"Orders that count: {len(counting)}"]
    for order in counting:
        lines += _order(order, told)
    if told.correction_minor:
        lines.append(f"  Spend is never below zero: {money(told.correction_minor, told.currency)}")
    if others:
        lines.append(f"Orders that do not count now: {len(others)}")
        for order in others[:OTHERS_SHOWN]:
            lines += _order(order, told)
        if len(others) > OTHERS_SHOWN:
            lines.append(f"  … and {len(others) - OTHERS_SHOWN} more; --json lists all of them.")
    return "\n".join(lines)


def _order(order: OrderLines, told: Explanation) -> Iterator[str]:
    leaves = f", leaves on {order.leaves_on}" if order.leaves_on else ""
    counts = money(order.counted_minor, told.currency)
    yield f"  {printable(order.name)} of {order.ordered_on}: {counts}{leaves}"
    for row in order.rows:
        yield f"    {row.part} {row.on}: {_amounts(row)}; counted {money(row.counted_minor, row.currency)}"
        for left in row.left_out:
            yield f"      not counted {money(left.amount_minor, row.currency)}: {left.why}"
    if order.correction_minor:
        yield f"    an order never counts below zero: {money(order.correction_minor, told.currency)}"


def _amounts(row: Row) -> str:
    parts = zip(MONEY, row.amounts.parts(), strict=True)
    return ", ".join(
        f"{name.replace('_', ' ')} {plain_money(amount, row.currency)}" for name, amount in parts if amount
    )


def _next(told: Explanation) -> str:
    lines = ["What happens next"]
    for each in told.leaving[:LEAVING_SHOWN]:
        lines.append(
            f"  {each.day}: {money(each.amount_minor, told.currency)} leave the window, which then holds "
            f"{money(each.left_minor, told.currency)} ({_tier(each.earned)} by itself)"
        )
    if len(told.leaving) > LEAVING_SHOWN:
        lines.append(f"  … and on {len(told.leaving) - LEAVING_SHOWN} later days.")
    if told.next_review_at:
        lines.append(f"  Reviewed by itself at {moment(told.next_review_at, told.window.zone)}.")
    if told.fall is not None:
        for notice in told.fall.notices:
            recorded = (
                f"recorded on {notice.recorded_on}" if notice.recorded_on else f"due on {notice.due_on}"
            )
            lines.append(f"  Notice {notice.kind.removeprefix('risk_')} days before: {recorded}.")
    if told.landing_percent is not None:
        lines.append(f"  Soft landing: the discount is {told.landing_percent} % for now.")
    for hand in told.by_hand:
        until = f" until {moment(hand.until, told.window.zone)}" if hand.until else ""
        lines.append(
            f"  By hand: {hand.kind} {printable(hand.tier or 'no tier')}{until}, "
            f"by {printable(hand.author)}: {printable(hand.reason)}"
        )
    return "\n".join([*lines, f"  {told.note.words}"])


def since_then(found: Sequence[Difference], told: Explanation) -> str:
    """What is known now and was not known at the end of that day."""
    if not found:
        return "Nothing became known later that changes this day."

    def said(value: str | int | None) -> str:
        if value is None:
            return "not known"
        return value if isinstance(value, str) else plain_money(value, told.currency)

    lines = ["What became known later about this day"]
    lines += [
        f"  {printable(each.subject.replace('_', ' '))}: {said(each.then)} → {said(each.now)}"
        for each in found
    ]
    return "\n".join(lines)


def _changes(title: str, changes: tuple[Change, ...], told: Explanation) -> str:
    return "\n".join([title, *(f"  {_change(change, told)}" for change in changes)])


def _change(change: Change, told: Explanation) -> str:
    moved = f"{_tier(change.from_tier)} → {_tier(change.to_tier)}"
    numbers = ""
    if change.metric_value is not None and change.threshold is not None:
        spend, threshold = (plain_money(m, told.currency) for m in (change.metric_value, change.threshold))
        numbers = f" with {spend} of {threshold} {told.currency}"
    cause = f" by {printable(change.order_name)}" if change.order_name else ""
    at = moment(change.at, told.window.zone)
    return f"{at} {moved}{numbers}{cause} ({change.kind.replace('_', ' ')}, version {change.program_version})"


def _waiting(told: Explanation) -> str:
    return "\n".join(["Not settled yet", *(f"  {printable(each.words)}" for each in told.waiting)])


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.splitlines())
