"""The rows of orders while they are posted to: locked, read and written as plain rows, not as models.

A history has very many of them, and posting is the only writer.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from app.ledger import facts as codec
from app.ledger.plain_rows import insert_rows
from app.models import Order
from app.rules import applied_discounts
from app.rules.order_facts import OrderFacts
from app.rules.order_labels import as_text
from app.rules.value import value


@value
class HeldOrder:
    """An order's row as it was when it was locked; version 0 has no row yet."""

    facts: OrderFacts
    text: str = ""
    customer_id: int | None = None
    version: int = 0


def lock_orders(session: Session, shop_id: int, order_ids: Sequence[int]) -> dict[int, HeldOrder]:
    """Locks the rows that there are, in id order.

    One that is not there cannot be locked: if two workers make it at once, the second meets the key
    (`db.TWICE`) and its whole unit of work runs again, on what the first one left.
    """
    found = (
        select(Order.id, Order.facts, Order.customer_id, Order.version)
        .where(Order.shop_id == shop_id, col(Order.id).in_(order_ids))
        .order_by(col(Order.id))
        .with_for_update()
    )
    known = {row[0]: HeldOrder(codec.decode(row[1]), *row[1:]) for row in session.exec(found).all()}
    return {each: known.get(each) or HeldOrder(OrderFacts(each)) for each in order_ids}


def changed(
    shop_id: int, order: HeldOrder, facts: OrderFacts, owner: int | None, now: datetime
) -> dict[str, object] | None:
    """The order's row as it is to be; None if nothing of it changes."""
    text = codec.encode(facts)
    if text == order.text and order.customer_id == owner:
        return None
    snapshot = facts.snapshot
    return {
        "shop_id": shop_id,
        "id": facts.order_id,
        "facts": text,
        "version": order.version + 1,
        "customer_id": owner,
        "name": snapshot.name if snapshot else "",
        "occurred_at": snapshot.occurred_at if snapshot else None,
        "updated_at": snapshot.updated_at if snapshot else None,
        "tags": as_text(snapshot.tags) if snapshot else "",
        "channel": snapshot.channel if snapshot else "",
        "discounts": applied_discounts.as_text(snapshot.discounts) if snapshot else "",
        "posted_at": now,
    }


def keep(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Writes what `changed` gave."""
    insert_rows(session, Order, [row for row in rows if row["version"] == 1])
    known = [{f"new_{name}": value for name, value in row.items()} for row in rows if row["version"] != 1]
    if known:
        session.connection().execute(_CHANGE, known)


_CHANGE = (
    update(Order)
    .where(col(Order.shop_id) == bindparam("new_shop_id"), col(Order.id) == bindparam("new_id"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in (
                "facts",
                "version",
                "customer_id",
                "name",
                "occurred_at",
                "updated_at",
                "tags",
                "channel",
                "discounts",
                "posted_at",
            )
        }
    )
)
