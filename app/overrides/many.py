"""One override for many customers at once, such as all whom a filter finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from app.db import Database
from app.ledger import people
from app.models import Override
from app.overrides.by_hand import audit

BATCH = 200
"""Customers of one transaction, which is over in some fifty milliseconds."""


@dataclass(frozen=True, slots=True)
class What:
    """What is given; tier and reason as `by_hand.checked` leaves them."""

    kind: str
    tier: str | None
    reason: str
    until: datetime | None = None
    goodwill: bool = False


def give_to(
    db: Database, shop_id: int, customer_ids: Sequence[int], what: What, author: str, now: datetime
) -> int:
    """How many were given it. Who has just the same in force, or is gone from the store, is passed over:
    what is sent twice, or was cut off and is sent again, gives each customer one."""
    given = 0
    for first in range(0, len(customer_ids), BATCH):
        some = customer_ids[first : first + BATCH]
        given += db.transact(partial(_batch, shop_id, some, what, author, now))
    return given


def _batch(shop_id: int, ids: Sequence[int], what: What, author: str, now: datetime, session: Session) -> int:
    living = [row.id for row in people.rows(session, shop_id, ids) if not row.gone]
    standing = select(Override.customer_id).where(
        Override.shop_id == shop_id,
        col(Override.customer_id).in_(living),
        Override.kind == what.kind,
        col(Override.tier).is_not_distinct_from(what.tier),
        Override.reason == what.reason,
        col(Override.to_at).is_not_distinct_from(what.until),
        col(Override.ended_at).is_(None),
    )
    held = set(session.exec(standing).all())
    rows = [
        Override(
            shop_id=shop_id,
            customer_id=each,
            kind=what.kind,
            tier=what.tier,
            reason=what.reason,
            goodwill=what.goodwill,
            author=author,
            from_at=now,
            to_at=what.until,
            created_at=now,
        )
        for each in living
        if each not in held
    ]
    session.add_all(rows)
    session.flush()
    people.mark_dirty(session, shop_id, {row.customer_id: None for row in rows})
    about = {"kind": what.kind, "tier": what.tier, "until": what.until, "goodwill": what.goodwill}
    for row in rows:
        audit(session, row, author, "override given", about, now)
    return len(rows)
