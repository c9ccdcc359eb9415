"""Money that waits for a person: what is to be approved, and what only a person can judge (GAP-DELIVERY)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import outbox
from app.grants.stop import ACCOUNTS
from app.models import Customer, Grant, Outbox, Shop
from app.models.grant import FAILED, NEEDS_REVIEW, TO_APPROVE

AT_MOST = 20
"""Shown at once, those that wait longest first."""
FOR_A_PERSON = (TO_APPROVE, NEEDS_REVIEW, FAILED)


@dataclass(frozen=True, slots=True)
class Waiting:
    grant: Grant
    customer: Customer | None
    candidates: tuple[str, ...]
    """Transactions of the store that may be this one."""


@dataclass(frozen=True, slots=True)
class MoneyOut:
    rows: Sequence[Waiting]
    total: int
    stopped_at: datetime | None
    """No money leaves since then."""
    reading: bool
    """Are the accounts being read, so that it goes on by itself?"""

    def __bool__(self) -> bool:
        return bool(self.rows) or self.stopped_at is not None


def money_out(session: Session, shop: Shop) -> MoneyOut:
    open_ = (Grant.shop_id == shop.id, col(Grant.state).in_(FOR_A_PERSON))
    total = session.exec(select(func.count()).select_from(Grant).where(*open_)).one()
    found = select(Grant).where(*open_).order_by(col(Grant.id)).limit(AT_MOST) if total else None
    grants = session.exec(found).all() if found is not None else ()
    people = _people(session, shop.id, [each.customer_id for each in grants])
    rows = [Waiting(each, people.get(each.customer_id), _candidates(each)) for each in grants]
    stopped_at = shop.money_stopped_at
    return MoneyOut(rows, total, stopped_at, stopped_at is not None and _reading(session, shop.id))


def _reading(session: Session, shop_id: int) -> bool:
    look = session.get(Outbox, (shop_id, outbox.GRANT, ACCOUNTS))
    return look is not None and look.wanted > look.sent


def _people(session: Session, shop_id: int, ids: Sequence[int]) -> dict[int, Customer]:
    if not ids:
        return {}
    found = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id).in_(ids))
    return {each.id: each for each in session.exec(found).all()}


def _candidates(grant: Grant) -> tuple[str, ...]:
    held = json.loads(grant.watermark) if grant.watermark else {}
    return tuple(held.get("doubtful", ()))
