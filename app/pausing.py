"""Stopping a program for a while, and taking all of it out of a store before an uninstall.

Paused: discounts are off and nothing new is promised or granted; members keep their tiers, tags and status,
everybody is judged as before, and drops open to the public as planned. Cleaned up: paused, and nothing of
ours is wanted in the store. Both are desired states like any other: what a killed worker left is done later,
and a second pass sends nothing.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from app import outbox
from app.drops import unsettled
from app.errors import CannotPause
from app.models import AuditEvent, Customer, Outbox, PlatformObject, Shop
from app.models.shop import LIVE, PAUSED
from app.rules.customer_state import NOTHING, as_written
from app.rules.said import said


def pause(session: Session, shop: Shop, actor: str, now: datetime) -> None:
    """Raises CannotPause where no program is live, or it is paused already."""
    shop = _held(session, shop)
    if shop.state != LIVE:
        raise CannotPause(said("%(shop)s has no program that could be paused.", shop=shop.domain))
    shop.state, shop.paused_at = PAUSED, now
    _change(session, shop, actor, "program paused", {}, now)


def resume(session: Session, shop: Shop, actor: str, now: datetime) -> None:
    """Discounts apply again; after a clean-up all of it is made anew. Raises CannotPause."""
    shop = _held(session, shop)
    if shop.state != PAUSED or shop.paused_at is None:
        raise CannotPause(said("%(shop)s is not paused.", shop=shop.domain))
    cleaned, detail = shop.cleaned_at is not None, {"paused_at": shop.paused_at}
    shop.state, shop.paused_at, shop.cleaned_at = LIVE, None, None
    _change(session, shop, actor, "program resumed", detail, now)
    if cleaned:
        _want_everybody(session, shop.id, now)


def clean_up(session: Session, shop: Shop, actor: str, now: datetime) -> None:
    """Takes what is ours out of the store, and nothing else; the program is paused. Raises CannotPause."""
    shop = _held(session, shop)
    if shop.live_at is None or not shop.connected:
        raise CannotPause(said("%(shop)s holds nothing of ours that could be reached.", shop=shop.domain))
    if shop.cleaned_at is not None:
        return
    if hidden := unsettled(session, shop.id):
        raise CannotPause(
            said(
                "Drops of %(shop)s are not over (%(number)s), and their products would stay hidden: "
                "cancel them first, or wait until they are public.",
                number=len(hidden),
                shop=shop.domain,
            )
        )
    shop.state, shop.paused_at, shop.cleaned_at = PAUSED, shop.paused_at or now, now
    _change(session, shop, actor, "store cleaned up", held_by_store(session, shop.id), now)
    _want_everybody(session, shop.id, now)


def held_by_store(session: Session, shop_id: int) -> dict[str, int]:
    """How many customers carry something of ours, and how many objects of each kind stand."""
    carrying = select(func.count()).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.CUSTOMER,
        col(Outbox.written).not_in(("", as_written(NOTHING))),
    )
    standing = (PlatformObject.shop_id == shop_id, PlatformObject.platform_id != "")
    kinds = select(PlatformObject.kind, func.count()).where(*standing)
    found = session.exec(kinds.group_by(col(PlatformObject.kind))).all()
    return {"customers": session.exec(carrying).one()} | dict(found)


def left_to_clean(session: Session, shop_id: int) -> int:
    """Customers and program objects that are still to be looked at."""
    waiting = select(func.count()).where(
        Outbox.shop_id == shop_id,
        col(Outbox.kind).in_((outbox.CUSTOMER, outbox.PROGRAM)),
        col(Outbox.wanted) > col(Outbox.sent),
        ~col(Outbox.dead),
    )
    return session.exec(waiting).one()


def _want_everybody(session: Session, shop_id: int, now: datetime) -> None:
    """Whoever was ever written to, and whoever has a tier."""
    written = select(Outbox.subject).where(Outbox.shop_id == shop_id, Outbox.kind == outbox.CUSTOMER)
    members = select(Customer.id).where(Customer.shop_id == shop_id, Customer.rank > 0)
    subjects: Iterable[str] = {*session.exec(written).all(), *map(str, session.exec(members).all())}
    outbox.want(session, shop_id, outbox.CUSTOMER, subjects, now, lane=outbox.MASS)


def _change(session: Session, shop: Shop, actor: str, action: str, detail: object, now: datetime) -> None:
    outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)
    text = json.dumps(detail, default=str)
    session.add_all([shop, AuditEvent(shop_id=shop.id, at=now, actor=actor, action=action, detail=text)])


def _held(session: Session, shop: Shop) -> Shop:
    session.flush()
    return session.get_one(Shop, shop.id, with_for_update=True, populate_existing=True)
