"""Reconciliation: orders updated since the last mark are compared with what we hold (GAP-RECON).

What differs or is missing is read back and corrected through the same posting; the count is reported.
"""

import json
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.models import JobRun, Order, Outbox, Shop
from app.platform import orders

SUBJECT = "reconcile"
"""`reconcile:<job>:<period>`; the run's verdict is written to that job's row."""

OVERLAP = timedelta(days=2)
"""The night looks two days back beyond its mark, because deliveries may be a day late."""
LAST_DAY = timedelta(hours=25)
CHUNK = 200


def run(turn: Turn, row: Outbox) -> None:
    _, job, period = row.subject.split(":", 2)
    now = turn.context.clock()
    since = _since(turn.shop, job, now)
    seen, missing, older, newest = 0, 0, 0, since
    chunk: list[tuple[int, datetime]] = []

    def compare() -> None:
        nonlocal missing, older
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            absent, stale = _differing(session, turn.shop.id, chunk)
            subjects = [str(order_id) for order_id in (*absent, *stale)]
            outbox.want(session, turn.shop.id, outbox.READ_BACK, subjects, now)
        missing, older = missing + len(absent), older + len(stale)

    for order_id, updated_at in orders.updated_since(turn.calls, since):
        seen, newest = seen + 1, max(newest, updated_at)
        chunk.append((order_id, updated_at))
        if len(chunk) == CHUNK:
            compare()
            chunk = []
    compare()
    _report(
        turn, row, job, period, {"since": since, "seen": seen, "missing": missing, "older": older}, newest
    )


def _since(shop: Shop, job: str, now: datetime) -> datetime:
    if job == "hourly":
        return now - LAST_DAY
    return (shop.reconciled_at or shop.installed_at or now) - OVERLAP


def _differing(
    session: Session, shop_id: int, told: list[tuple[int, datetime]]
) -> tuple[list[int], list[int]]:
    """Orders we do not have, and orders of which we know an older state."""
    found = select(Order.id, Order.updated_at).where(
        Order.shop_id == shop_id, col(Order.id).in_([order_id for order_id, _ in told])
    )
    held = dict(session.exec(found).all())
    absent = [order_id for order_id, _ in told if held.get(order_id) is None]
    stale = [order_id for order_id, at in told if (ours := held.get(order_id)) is not None and ours < at]
    return absent, stale


def _report(
    turn: Turn, row: Outbox, job: str, period: str, verdict: dict[str, object], newest: datetime
) -> None:
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        job_run = session.get(JobRun, (turn.shop.id, f"reconcile-{job}", period))
        if job_run is not None:
            job_run.done_at, job_run.verdict = now, json.dumps(verdict, default=str)
            session.add(job_run)
        if job != "hourly":
            shop = session.get_one(Shop, turn.shop.id)
            # An order of the future, by whichever clock is wrong, must not have the next night skip days.
            shop.reconciled_at = min(max(newest, shop.reconciled_at or newest), now)
            session.add(shop)
        outbox.sent(session, row, "", now)
