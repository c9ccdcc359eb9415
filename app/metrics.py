"""Figures of the whole installation, counted when they are asked for. Values only, no store is named."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from app.db import ACROSS_SHOPS, Database
from app.models import Customer, Grant, Outbox, Shop, WebhookEvent
from app.models.outbox import IS_OPEN
from app.models.webhook_event import IS_DEAD, IS_NEW

WHOLE = {ACROSS_SHOPS: "figures of the whole installation"}


def lag(session: Session, now: datetime) -> dict[str, float]:
    """Seconds for which the oldest inbox row and the oldest due outbox subject have waited."""
    oldest = select(func.min(WebhookEvent.received_at)).where(IS_NEW)
    inbox = session.exec(oldest, execution_options=WHOLE).one()
    waiting = select(func.min(Outbox.due_at)).where(IS_OPEN, Outbox.due_at <= now)
    outbox = session.exec(waiting, execution_options=WHOLE).one()
    return {
        "inbox": (now - inbox).total_seconds() if inbox else 0.0,
        "outbox": (now - outbox).total_seconds() if outbox else 0.0,
    }


def registry(db: Database, now: datetime) -> CollectorRegistry:
    figures = CollectorRegistry()
    with db.read() as session:
        for name, words, value in _figures(session, now):
            Gauge(f"laurel_{name}", words, registry=figures).set(value)
        states = Gauge("laurel_shops", "Stores by state", ["state"], registry=figures)
        for state, count in session.exec(select(Shop.state, func.count()).group_by(col(Shop.state))).all():
            states.labels(state).set(count)
        grants = Gauge("laurel_grants", "One-time benefits by state", ["state"], registry=figures)
        counted = select(Grant.state, func.count()).group_by(col(Grant.state))
        for state, count in session.exec(counted, execution_options=WHOLE).all():
            grants.labels(state).set(count)
    return figures


def _figures(session: Session, now: datetime) -> list[tuple[str, str, float]]:
    def count(*conditions: ColumnElement[bool] | Mapped[bool] | bool) -> float:
        return session.exec(select(func.count()).where(*conditions), execution_options=WHOLE).one()

    waits = lag(session, now)
    return [
        ("inbox_lag_seconds", "Age of the oldest delivery not yet processed", waits["inbox"]),
        ("inbox_new", "Deliveries not yet processed", count(IS_NEW)),
        ("inbox_dead", "Deliveries that could not be understood", count(IS_DEAD)),
        ("outbox_lag_seconds", "Age of the oldest write-back that is due", waits["outbox"]),
        ("outbox_open", "Subjects to be written to stores", count(col(Outbox.wanted) > col(Outbox.sent))),
        ("outbox_dead", "Subjects that the platform refused", count(col(Outbox.dead))),
        ("customers_dirty", "Customers waiting to be evaluated", count(col(Customer.dirty))),
    ]
