"""Reading the ledger: the entries of orders and of customers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from itertools import islice
from typing import Any

from sqlalchemy import Select
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, or_, select

from app.ledger import facts as codec
from app.models import LedgerEntry, Order
from app.rules.order_components import Payment
from app.rules.order_labels import Labels, from_text
from app.rules.spend import Entry

_SEEN = [field.name for field in fields(Entry) if field.name != "labels"]
"""The columns that the rules see."""
_LINES = 1 + _SEEN.index("lines")
_COLUMNS: list[Any] = [LedgerEntry.customer_id, *(getattr(LedgerEntry, name) for name in _SEEN)]

IDS_PER_QUERY = 1_000

MONEY = ("goods", "tax", "shipping", "duties", "tips", "gift_card", "beyond")


def of_orders(session: Session, shop_id: int, order_ids: Collection[int]) -> Sequence[LedgerEntry]:
    """Every row of these orders, as posted.

    Sorted here: asked to sort, SQLite walks the whole store's ledger in the order of its key.
    """
    found = select(LedgerEntry).where(
        LedgerEntry.shop_id == shop_id, col(LedgerEntry.order_id).in_(order_ids)
    )
    return sorted(session.exec(found).all(), key=lambda row: row.id)


def of_customers(
    session: Session,
    shop_id: int,
    customer_ids: Collection[int],
    *,
    labelled: bool = False,
) -> dict[int, list[Entry]]:
    """The entries of each customer, all that is known.

    `labelled` says whether the program looks at tags or channels, which stand with the orders.

    Read as plain columns: a store that is judged anew reads its whole ledger here.
    """
    found = _theirs(sql_select(*_COLUMNS), shop_id, customer_ids)
    entries: dict[int, list[Entry]] = {customer_id: [] for customer_id in customer_ids}
    for row in session.connection().execute(found).all():
        values: list[Any] = [*row]
        values[_LINES] = codec.decode_lines(values[_LINES])
        entries[row[0]].append(Entry(*values[1:]))
    return with_labels(session, shop_id, entries) if labelled else entries


def with_labels(
    session: Session, shop_id: int, entries: Mapping[int, Sequence[Entry]]
) -> dict[int, list[Entry]]:
    """The same entries with the tags and the channel of their orders, as far as any has some."""
    labels = labels_of(session, shop_id, {entry.order_id for each in entries.values() for entry in each})
    return {customer_id: [carrying(entry, labels) for entry in each] for customer_id, each in entries.items()}


def carrying(entry: Entry, labels: Mapping[int, Labels]) -> Entry:
    """The entry with the tags and the channel of its order, if it has any; `labels` by order id."""
    return replace(entry, labels=labels[entry.order_id]) if entry.order_id in labels else entry


def labels_of(session: Session, shop_id: int, order_ids: Collection[int]) -> dict[int, Labels]:
    """Tags and channel of the orders that have any, as they are now."""
    found: dict[int, Labels] = {}
    rest = iter(order_ids)
    while some := list(islice(rest, IDS_PER_QUERY)):
        rows = select(Order.id, Order.tags, Order.channel).where(
            Order.shop_id == shop_id, col(Order.id).in_(some), or_(Order.tags != "", Order.channel != "")
        )
        found |= {row[0]: Labels(from_text(row[1]), row[2]) for row in session.exec(rows).all()}
    return found


def rows_of_customers(session: Session, shop_id: int, customer_ids: Collection[int]) -> Sequence[LedgerEntry]:
    """Their rows as posted, whenever they were recorded."""
    return session.scalars(_theirs(sql_select(LedgerEntry), shop_id, customer_ids)).all()


def _theirs(rows: Select[Any], shop_id: int, customer_ids: Collection[int]) -> Select[Any]:
    return rows.where(col(LedgerEntry.shop_id) == shop_id, col(LedgerEntry.customer_id).in_(customer_ids))


def entry(row: LedgerEntry) -> Entry:
    """A row as the rules see it."""
    payment: Payment = row.payment  # type: ignore[assignment]  # written only from `components`
    return Entry(
        order_id=row.order_id,
        component=row.component,
        payment=payment,
        currency=row.currency,
        goods=row.goods,
        tax=row.tax,
        shipping=row.shipping,
        lines=codec.decode_lines(row.lines),
        counted_on=row.counted_on,
        ordered_on=row.ordered_on,
        occurred_at=row.occurred_at,
        ordered_at=row.ordered_at,
        recorded_at=row.recorded_at,
    )
