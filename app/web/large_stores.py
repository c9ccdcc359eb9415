"""Stores so large that a worker adds up what a page shows: the page tells what one last found."""

import json
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlmodel import Session, select

from app import reports
from app.db import writes
from app.delivery import Context
from app.models import Customer, Shop

MANY_CUSTOMERS, KEPT_FOR = 20_000, timedelta(minutes=5)
ASKED_BY = "laurel"


def is_large(session: Session, shop_id: int) -> bool:
    some = select(Customer.id).where(Customer.shop_id == shop_id).offset(MANY_CUSTOMERS - 1).limit(1)
    return session.exec(some).first() is not None


def is_young(customers: int, made_at: datetime, now: datetime) -> bool:
    """In a large store something always changes: what is known of it may be some minutes old."""
    return customers >= MANY_CUSTOMERS and timedelta(0) <= now - made_at < KEPT_FOR


def found_by_worker(
    session: Session, shop: Shop, kind: str, state: str, now: datetime
) -> dict[str, Any] | None:
    """What one last found, None before the first time. If that was of another `state`, it looks again."""
    row = reports.newest_done(session, shop.id, kind)
    told: dict[str, Any] | None = json.loads(row.result) if row is not None else None
    if told is None or told["state"] != state:
        ask_worker(session, shop, kind, now)
    return told


def ask_worker(session: Session, shop: Shop, kind: str, now: datetime) -> None:
    """Whoever looks only reads, so it is a transaction of its own. Who asks again gets the one that waits."""
    if writes(session):
        reports.ask(session, shop.id, kind, {}, ASKED_BY, now)
        return
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as own:
        reports.ask(own, shop.id, kind, {}, ASKED_BY, now)
