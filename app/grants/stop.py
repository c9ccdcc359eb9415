"""Stopping all money of a store by hand, and letting it go on once the accounts were read (I-25)."""

import json
from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.errors import WrongState
from app.grants.states import LOOK_AFTER
from app.models import AuditEvent, Outbox, Shop

ACCOUNTS = "accounts"
"""The subject of the outbox that has the accounts read."""


def stop(session: Session, shop: Shop, author: str, now: datetime) -> None:
    """Also what reads the accounts, and would let money go on by itself, ends here."""
    shop = session.get_one(Shop, shop.id, with_for_update=True, populate_existing=True)
    shop.money_stopped_at = now
    session.add(shop)
    if (reading := session.get(Outbox, (shop.id, outbox.GRANT, ACCOUNTS))) is not None:
        outbox.sent(session, reading, "", now)
    _audit(session, shop, author, "money stopped by hand", now)


def resume(session: Session, shop: Shop, author: str, now: datetime) -> None:
    """Every open grant is looked for on its account; when all were read, money goes on by itself."""
    if shop.money_stopped_at is None:
        raise WrongState(f"Money of {shop.domain} is not stopped.")
    have_accounts_read(session, shop, now)
    _audit(session, shop, author, "accounts to be read", now)


def have_accounts_read(session: Session, shop: Shop, now: datetime) -> None:
    """Not sooner than two minutes after money was stopped: a call of the database that is gone, or of a
    worker that is stopping, may still be running, and is not on the account yet."""
    stopped_at = min(shop.money_stopped_at or now, now)  # a clock may have gone back since
    due_at = max(now, stopped_at + LOOK_AFTER)
    outbox.want(session, shop.id, outbox.GRANT, [ACCOUNTS], now, lane=outbox.OBJECTS, due_at=due_at)


def _audit(session: Session, shop: Shop, author: str, action: str, now: datetime) -> None:
    detail = json.dumps({"epoch": shop.money_epoch})
    session.add(AuditEvent(shop_id=shop.id, at=now, actor=author, action=action, detail=detail))
