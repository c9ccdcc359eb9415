"""Drops as they are kept, and the release that the rules make of one."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import AuditEvent, Drop, DropEvent, DropProduct, Shop
from app.models.drop import HIDDEN
from app.rules.early_access import Release, hours_by_tier
from app.rules.program import Program


def the_drop(session: Session, shop: Shop, drop_id: int) -> Drop:
    """Raises NotFound with what to type."""
    row = session.get(Drop, (shop.id, drop_id))
    if row is None:
        raise NotFound(f"{shop.domain} has no drop {drop_id}; laurel drops list shows them.")
    return row


def listing(session: Session, shop_id: int, *, over: bool = False) -> Sequence[Drop]:
    """Drops by the instant at which everybody may buy; with `over` also those that are over."""
    found = select(Drop).where(Drop.shop_id == shop_id)
    if not over:
        found = found.where(col(Drop.settled_at).is_(None))
    return session.exec(found.order_by(col(Drop.public_at), col(Drop.id))).all()


def unsettled(session: Session, shop_id: int) -> Sequence[Drop]:
    """Drops of which something is still to be done or to be watched."""
    return listing(session, shop_id)


def release_of(drop: Drop, program: Program, zone: str) -> Release:
    """What the rules take. The public instant is as it was announced, whatever became of the zone since."""
    given = hours_of(drop) or hours_by_tier(program)
    before: Literal["hidden", "unlisted"] = "hidden" if drop.before == HIDDEN else "unlisted"
    known = {tier.name: given[tier.name] for tier in program.tiers if tier.name in given}
    return Release(drop.public_at, known, before, zone, drop.cancelled_at)


def hours_of(drop: Drop) -> Mapping[str, int]:
    """The hours that were set for this drop; empty where it follows the program."""
    hours: dict[str, int] = json.loads(drop.hours)
    return hours


def products_of(drop: Drop) -> tuple[int, ...]:
    return tuple(json.loads(drop.products))


def collections_of(drop: Drop) -> tuple[int, ...]:
    return tuple(json.loads(drop.collections))


def record(session: Session, drop: Drop, kind: str, detail: Mapping[str, object], now: datetime) -> None:
    """One line of the proof."""
    told = json.dumps(detail, default=str, ensure_ascii=False, sort_keys=True)
    session.add(DropEvent(shop_id=drop.shop_id, drop_id=drop.id, at=now, kind=kind, detail=told))


def audit(session: Session, drop: Drop, actor: str, action: str, now: datetime) -> None:
    detail = json.dumps({"drop": drop.id, "title": drop.title, "public_at": drop.public_at}, default=str)
    session.add(AuditEvent(shop_id=drop.shop_id, at=now, actor=actor, action=action, detail=detail))


def events_of(session: Session, drop: Drop) -> Sequence[DropEvent]:
    """The record of a drop, oldest first."""
    found = select(DropEvent).where(DropEvent.shop_id == drop.shop_id, DropEvent.drop_id == drop.id)
    return session.exec(found.order_by(col(DropEvent.id))).all()


def products_seen(session: Session, drop: Drop) -> Sequence[DropProduct]:
    """Its products as they were last seen; none before the first look."""
    found = select(DropProduct).where(DropProduct.shop_id == drop.shop_id, DropProduct.drop_id == drop.id)
    return session.exec(found.order_by(col(DropProduct.product_id))).all()
