"""Reading the ledger: the entries of orders and of customers."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.ledger import facts as codec
from app.models import LedgerEntry
from app.rules.order_components import Payment
from app.rules.spend import Entry

MONEY = ("goods", "tax", "shipping", "duties", "tips", "gift_card", "beyond")


def of_orders(session: Session, shop_id: int, order_ids: Collection[int]) -> Sequence[LedgerEntry]:
    """Every row of these orders, as posted."""
    found = select(LedgerEntry).where(
        LedgerEntry.shop_id == shop_id, col(LedgerEntry.order_id).in_(order_ids)
    )
    return session.exec(found.order_by(col(LedgerEntry.id))).all()


def of_customers(
    session: Session, shop_id: int, customer_ids: Collection[int], known: datetime | None = None
) -> dict[int, list[Entry]]:
    """The entries of each customer, as recorded by `known` (default: all that is known)."""
    entries: dict[int, list[Entry]] = {customer_id: [] for customer_id in customer_ids}
    for row in rows_of_customers(session, shop_id, customer_ids, known):
        if row.customer_id is not None:
            entries[row.customer_id].append(entry(row))
    return entries


def rows_of_customers(
    session: Session, shop_id: int, customer_ids: Collection[int], known: datetime | None = None
) -> Sequence[LedgerEntry]:
    """The rows of these customers, as recorded by `known`."""
    found = select(LedgerEntry).where(
        LedgerEntry.shop_id == shop_id, col(LedgerEntry.customer_id).in_(customer_ids)
    )
    if known is not None:
        found = found.where(col(LedgerEntry.recorded_at) <= known)
    return session.exec(found).all()


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
