"""Grants as they are looked at: the newest first, with the person they are for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from app.grants.family import survivor_of
from app.models import Customer, Grant, Shop
from app.models.grant import FORMS, STATES

MOST_LISTED = 10_000

__all__ = ["FORMS", "MOST_LISTED", "STATES", "Listed", "counts", "listing"]


@dataclass(frozen=True, slots=True)
class Listed:
    grant: Grant
    customer: Customer
    """The survivor of a merge."""


def listing(
    session: Session, shop: Shop, *, state: str | None = None, limit: int = MOST_LISTED
) -> Sequence[Listed]:
    found = select(Grant).where(Grant.shop_id == shop.id)
    if state is not None:
        found = found.where(Grant.state == state)
    rows = session.exec(found.order_by(col(Grant.id).desc()).limit(limit)).all()
    return [Listed(row, survivor_of(session, shop.id, row.customer_id)) for row in rows]


def counts(session: Session, shop_id: int) -> dict[str, int]:
    """How many grants are in which state."""
    found = select(Grant.state, func.count()).where(Grant.shop_id == shop_id)
    return dict(session.exec(found.group_by(col(Grant.state))).all())
