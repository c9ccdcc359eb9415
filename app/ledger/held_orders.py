"""The rows of orders while they are posted to: locked, read and written as plain rows, not as models.

A history has very many of them, and posting is the only writer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Insert, bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.ledger import facts as codec
from app.models import Order
from app.rules.order_facts import OrderFacts

_KEPT = ("facts", "version", "customer_id", "name", "occurred_at", "updated_at", "posted_at")
_CHANGE = (
    update(Order)
    .where(col(Order.shop_id) == bindparam("of_shop"), col(Order.id) == bindparam("of_order"))
    .values({name: bindparam(f"new_{name}") for name in _KEPT})
)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order's row as it was when it was locked."""

    id: int
    facts: str
    customer_id: int | None
    version: int


def lock_orders(
    session: Session, shop_id: int, order_ids: Sequence[int], now: datetime
) -> dict[int, HeldOrder]:
    """Plain rows, not models: a history has many of them."""
    nothing = {"shop_id": shop_id, "name": "", "version": 0, "posted_at": now}
    fresh = [nothing | {"id": each, "facts": codec.encode(OrderFacts(each))} for each in order_ids]
    session.connection().execute(_insert_or_ignore(session, Order), fresh)
    found = (
        select(Order.id, Order.facts, Order.customer_id, Order.version)
        .where(Order.shop_id == shop_id, col(Order.id).in_(order_ids))
        .order_by(col(Order.id))
        .with_for_update()
    )
    return {row[0]: HeldOrder(*row) for row in session.exec(found).all()}


def _insert_or_ignore(session: Session, table: type[Order]) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def changed(
    shop_id: int, order: HeldOrder, facts: OrderFacts, owner: int | None, now: datetime
) -> dict[str, object] | None:
    """The order's row as it is to be; None if nothing of it changes."""
    text = codec.encode(facts)
    if text == order.facts and order.customer_id == owner and order.version:
        return None
    snapshot = facts.snapshot
    return {
        "of_shop": shop_id,
        "of_order": order.id,
        "new_facts": text,
        "new_version": order.version + 1,
        "new_customer_id": owner,
        "new_name": snapshot.name if snapshot else "",
        "new_occurred_at": snapshot.occurred_at if snapshot else None,
        "new_updated_at": snapshot.updated_at if snapshot else None,
        "new_posted_at": now,
    }


def keep(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Writes what `changed` gave."""
    if rows:
        session.connection().execute(_CHANGE, rows)
