"""Waiting until the workers have done all there is."""

import time

from sqlmodel import col, func, select

from app.db import ACROSS_SHOPS, Database
from app.models import Customer, WebhookEvent
from app.models.webhook_event import NEW


def seconds_until_posted(url: str, most: float) -> float:
    """Seconds until no delivery is new and nobody is to be evaluated; `most` if that takes longer."""
    db, started = Database(url), time.monotonic()
    try:
        while open_work(db) and time.monotonic() - started < most:
            time.sleep(0.1)
    finally:
        db.close()
    return time.monotonic() - started


def open_work(db: Database) -> int:
    everywhere = {ACROSS_SHOPS: "waiting for all work of a measurement"}
    with db.read() as session:
        new = select(func.count()).where(col(WebhookEvent.state) == NEW)
        dirty = select(func.count()).where(col(Customer.dirty))
        return sum(session.exec(each, execution_options=everywhere).one() for each in (new, dirty))
