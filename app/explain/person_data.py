"""Everything we hold of somebody, for the store to hand on: on Shopify's request or the merchant's own."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlmodel import Session, SQLModel, col, select

from app.grants.family import members
from app.ledger import entries
from app.models import Customer, Grant, Notice, Override, Shop, StandingChange


def rows_of(session: Session, shop_id: int, platform_id: int | None, email: str | None) -> Sequence[Customer]:
    """By the platform's id; by the e-mail only where that is not known."""
    found = select(Customer).where(Customer.shop_id == shop_id)
    rows: Sequence[Customer] = ()
    if platform_id is not None:
        rows = session.exec(found.where(Customer.platform_id == platform_id)).all()
    if email and not rows:
        rows = session.exec(found.where(Customer.email == email)).all()
    return rows


def held_of(session: Session, shop: Shop, rows: Sequence[Customer]) -> dict[str, list[Any]]:
    """As JSON. What was merged away is theirs as well: an earlier e-mail, and grants, which never move."""
    ids = sorted(members(session, shop.id, {row.id for row in rows}))
    return {
        "customers": _rows(session, Customer, Customer.shop_id == shop.id, col(Customer.id).in_(ids)),
        "entries": [
            msgspec.to_builtins(entry)
            for known in entries.of_customers(session, shop.id, ids).values()
            for entry in known
        ],
        "tier_changes": _about(session, shop.id, StandingChange, ids),
        "tiers_by_hand": _about(session, shop.id, Override, ids),
        "notices": _about(session, shop.id, Notice, ids),
        "grants": _about(session, shop.id, Grant, ids),
    }


def _about(session: Session, shop_id: int, model: Any, ids: Collection[int]) -> list[Any]:
    return _rows(session, model, model.shop_id == shop_id, col(model.customer_id).in_(ids))


def _rows(session: Session, model: type[SQLModel], *conditions: Any) -> list[Any]:
    return [row.model_dump(mode="json") for row in session.exec(select(model).where(*conditions)).all()]
