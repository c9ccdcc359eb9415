"""Reconciliation, each hour for the last day and each night since the last mark.

The job only asks; delivery reads the platform in the shop's own lane and writes the verdict.
"""

from datetime import datetime

from app import outbox
from app.delivery import Context
from app.delivery.reconcile import SUBJECT
from app.models import Shop


def hourly(context: Context, shop: Shop, period: str, now: datetime) -> None:
    _ask(context, shop, "hourly", period, now)


def nightly(context: Context, shop: Shop, period: str, now: datetime) -> None:
    _ask(context, shop, "nightly", period, now)


def _ask(context: Context, shop: Shop, job: str, period: str, now: datetime) -> None:
    with context.db.write() as session:
        subject = f"{SUBJECT}:{job}:{period}"
        outbox.want(session, shop.id, outbox.SHOP, [subject], now, lane=outbox.PROGRESS)
