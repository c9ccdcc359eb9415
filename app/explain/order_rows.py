"""The ledger of a member, order by order: what counted, what did not, and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from app.explain.shape import LeftOut, OrderLines, Row
from app.ledger.differences import key_of, standing_sums
from app.models import LedgerEntry
from app.rules.amounts import Amounts
from app.rules.order_components import ProductLine
from app.rules.order_labels import Labels
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on
from app.rules.program import Program
from app.rules.qualifying_period import CalendarYear, Rolling
from app.rules.spend import NO_LABELS, Entry, counted, placed, too_small
from app.rules.standing import inside

PARTS = {"sale": "Order", "edit": "Edit", "cancel": "Cancelled"}
PAYMENTS = {"paid": "paid", "partial": "partially paid", "unpaid": "unpaid", "test": "test"}
NEVER = {
    "duties": "duties never count",
    "tips": "tips never count",
    "gift_card": "gift cards count when they are spent",
    "beyond": "given back beyond what the order still held",
}


class Judge:
    """The eye that looks at every row: program, currency, instant, and the first day that counts."""

    def __init__(
        self, program: Program, currency: str, at: datetime, first: date, facts: Iterable[Entry]
    ) -> None:
        self.program, self.currency, self.at, self.first = program, currency, at, first
        self.labels = {entry.order_id: entry.labels for entry in facts}
        by_order: dict[int, list[Entry]] = {}
        for entry in facts:
            by_order.setdefault(entry.order_id, []).append(entry)
        self.small = {each for each, rows in by_order.items() if too_small(rows, program.counting, currency)}

    def inside(self, spend: OrderSpend) -> bool:
        return inside(spend, self.at, self.first)

    def leaves_on(self, day: date) -> date | None:
        """The first day on which an order of `day` no longer counts, where its own day decides that."""
        match self.program.period:
            case Rolling(months=months):
                return leaves_on(day, months)
            case CalendarYear():
                return date(day.year + 1, 1, 1)
        return None


def order_lines(
    rows: Iterable[LedgerEntry], spends: Iterable[OrderSpend], names: Mapping[int, str], judge: Judge
) -> tuple[OrderLines, ...]:
    """Every order with money, newest first. `spends` are those of the fold, so both tell the same sums."""
    by_order: dict[int, list[LedgerEntry]] = {}
    for row in rows:
        by_order.setdefault(row.order_id, []).append(row)
    counting: dict[int, list[OrderSpend]] = {}
    for spend in spends:
        if judge.inside(spend):
            counting.setdefault(spend.order_id, []).append(spend)
    lines = [
        _order(order_id, of_one, counting.get(order_id, []), names.get(order_id, ""), judge)
        for order_id, of_one in by_order.items()
    ]
    shown = [line for line in lines if line.rows]
    return tuple(sorted(shown, key=lambda line: (line.ordered_at, line.order_id), reverse=True))


def _order(
    order_id: int, rows: Sequence[LedgerEntry], counting: Sequence[OrderSpend], name: str, judge: Judge
) -> OrderLines:
    shown = tuple(
        _row(entry, amounts, judge)
        for entry, amounts in _added_up(order_id, rows, judge.labels.get(order_id, NO_LABELS))
    )
    total = sum(spend.amount for spend in counting)
    first = rows[0]
    return OrderLines(
        order_id=order_id,
        name=name or f"#{order_id}",
        ordered_on=first.ordered_on,
        ordered_at=first.ordered_at,
        rows=shown,
        counted_minor=total,
        correction_minor=total - sum(row.counted_minor for row in shown),
        leaves_on=max((day for spend in counting if (day := judge.leaves_on(spend.day))), default=None),
    )


def _added_up(order_id: int, rows: Sequence[LedgerEntry], labels: Labels) -> list[tuple[Entry, Amounts]]:
    """One entry for the rows of each key, and all its money; what cancels out is dropped."""
    found = []
    for key, sums in standing_sums(rows).items():
        component, payment, _, counted_on, ordered_on, currency = key
        if not sums.amounts:
            continue
        entry = Entry(
            order_id=order_id,
            component=component,
            payment=payment,  # type: ignore[arg-type]  # written only from `components`
            currency=currency,
            goods=sums.amounts.goods,
            tax=sums.amounts.tax,
            shipping=sums.amounts.shipping,
            lines=tuple(ProductLine(product, *money) for product, money in sums.lines.items()),
            counted_on=counted_on,
            ordered_on=ordered_on,
            occurred_at=sums.occurred_at,
            ordered_at=sums.ordered_at,
            recorded_at=max(row.recorded_at for row in rows if key_of(row) == key),
            labels=labels,
        )
        found.append((entry, sums.amounts))
    return sorted(found, key=lambda each: (each[0].occurred_at, each[0].component != "sale"))


def _row(entry: Entry, amounts: Amounts, judge: Judge) -> Row:
    amount, left_out = _judged(entry, amounts, judge)
    return Row(
        part=PARTS.get(entry.component, "Refund"),
        component=entry.component,
        on=entry.counted_on,
        occurred_at=entry.occurred_at,
        recorded_at=entry.recorded_at,
        payment=PAYMENTS[entry.payment],
        currency=entry.currency,
        amounts=amounts,
        counted_minor=amount,
        left_out=tuple(left_out),
    )


def _judged(entry: Entry, amounts: Amounts, judge: Judge) -> tuple[int, list[LeftOut]]:
    """What of a row counts now, and every part that does not with its reason; together the whole row."""
    counting = judge.program.counting
    verdict = counted(entry, counting, judge.currency)
    if entry.order_id in judge.small:
        return 0, [LeftOut(amounts.total, "an order below the minimum")]
    if verdict.left_out and verdict.left_out != "product left out":
        return 0, [LeftOut(amounts.total, verdict.left_out)]
    left_out = []
    considered = amounts.goods
    for name, counts in (("tax", counting.tax), ("shipping", counting.shipping)):
        if counts:
            considered += getattr(amounts, name)
        elif getattr(amounts, name):
            left_out.append(LeftOut(getattr(amounts, name), f"{name} does not count"))
    if considered != verdict.amount:
        left_out.insert(0, LeftOut(considered - verdict.amount, "product left out"))
    left_out += [
        LeftOut(getattr(amounts, name), why) for name, why in NEVER.items() if getattr(amounts, name)
    ]
    when = _outside(entry, judge)
    if when is None:
        return verdict.amount, left_out
    return 0, ([LeftOut(verdict.amount, when)] if verdict.amount else []) + left_out


def _outside(entry: Entry, judge: Judge) -> str | None:
    day, at = placed(entry, judge.program.counting)
    if judge.inside(OrderSpend(entry.order_id, day, at, entry.goods)):
        return None
    if at > judge.at:
        return "not yet"
    left = judge.leaves_on(day)
    return f"outside the window since {left}" if left else "before the period"
