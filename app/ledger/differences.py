"""What an order lacks: what should stand in the ledger less what does, key by key.

Posting writes these differences, `verify` reports them: both ask the same question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.ledger import entries
from app.ledger import facts as codec
from app.models import LedgerEntry, Shop
from app.rules.amounts import Amounts
from app.rules.order_components import Component, ProductLine, components
from app.rules.order_facts import OrderFacts
from app.rules.periods import local_day
from app.rules.value import value

Key = tuple[str, str, int | None, date, date, str]
"""Component, payment, customer, counted_on, ordered_on, currency."""


@value
class Gap:
    """What a key lacks: what should stand there less what does. Nowhere a gap means a right ledger."""

    key: Key
    amounts: Amounts
    lines: tuple[ProductLine, ...]
    occurred_at: datetime
    ordered_at: datetime

    @property
    def customer_id(self) -> int | None:
        return self.key[2]


@dataclass(slots=True)
class Sum:
    """What the rows of one key sum to."""

    amounts: Amounts
    lines: dict[str | None, tuple[int, int]]
    occurred_at: datetime
    ordered_at: datetime


def gaps(shop: Shop, facts: OrderFacts, owner: int | None, rows: Sequence[LedgerEntry]) -> list[Gap]:
    """The differences between what should exist for an order and its posted rows."""
    wanted, stands = expected(shop, facts, owner, rows), standing_sums(rows)
    if not stands:
        return [
            Gap(key, part.amounts, _sorted(part.lines), part.occurred_at, part.ordered_at)
            for key, part in wanted.items()
        ]
    found = []
    for key in sorted(wanted.keys() | stands.keys(), key=str):
        part, known = wanted.get(key), stands.get(key)
        amounts = (part.amounts if part else Amounts()) - (known.amounts if known else Amounts())
        lines = _line_difference(part.lines if part else (), known.lines if known else {})
        if not amounts and not lines:
            continue
        shape = part or known
        assert shape is not None
        found.append(Gap(key, amounts, lines, shape.occurred_at, shape.ordered_at))
    return found


def expected(
    shop: Shop, facts: OrderFacts, owner: int | None, rows: Iterable[LedgerEntry]
) -> dict[Key, Component]:
    """The component that should stand at each key. Days already posted for an instant stay (GAP-TIME)."""
    days = {row.occurred_at: row.counted_on for row in rows} | {
        row.ordered_at: row.ordered_on for row in rows
    }

    def day(instant: datetime) -> date:
        if instant not in days:
            days[instant] = local_day(instant, shop.zone)
        return days[instant]

    return {
        (
            part.component,
            part.payment,
            owner,
            day(part.occurred_at),
            day(part.ordered_at),
            part.currency,
        ): part
        for part in components(facts)
    }


def key_of(row: LedgerEntry) -> Key:
    return row.component, row.payment, row.customer_id, row.counted_on, row.ordered_on, row.currency


def standing_sums(rows: Iterable[LedgerEntry]) -> dict[Key, Sum]:
    """What the posted rows of one order sum to, by key."""
    sums: dict[Key, Sum] = {}
    for row in rows:
        key = key_of(row)
        amounts = Amounts(*(getattr(row, name) for name in entries.MONEY))
        known = sums.get(key)
        if known is None:
            known = sums[key] = Sum(Amounts(), {}, row.occurred_at, row.ordered_at)
        known.amounts = known.amounts + amounts
        for line in codec.decode_lines(row.lines):
            goods, tax = known.lines.get(line.product, (0, 0))
            known.lines[line.product] = (goods + line.goods, tax + line.tax)
    return sums


def _line_difference(
    wanted: Iterable[ProductLine], stands: dict[str | None, tuple[int, int]]
) -> tuple[ProductLine, ...]:
    rest = {product: (-goods, -tax) for product, (goods, tax) in stands.items()}
    for line in wanted:
        goods, tax = rest.get(line.product, (0, 0))
        rest[line.product] = (goods + line.goods, tax + line.tax)
    return _sorted(ProductLine(product, *money) for product, money in rest.items() if any(money))


def _sorted(lines: Iterable[ProductLine]) -> tuple[ProductLine, ...]:
    return tuple(sorted(lines, key=lambda line: str(line.product)))
