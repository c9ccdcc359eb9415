"""Reconciliation: orders updated since the last mark are compared with what we hold (GAP-RECON).

What differs or is missing is read back and corrected through the same posting; the count is reported.
"""

import json
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.ledger.facts import decode
from app.models import JobRun, Order, Outbox, Shop
from app.platform import orders
from app.platform.orders import OrderSeen
from app.rules.order_facts import Snapshot

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
    chunk: list[OrderSeen] = []

    def compare() -> None:
        nonlocal missing, older
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            absent, stale = _differing(session, turn.shop.id, chunk)
            subjects = [str(order_id) for order_id in (*absent, *stale)]
            outbox.want(session, turn.shop.id, outbox.READ_BACK, subjects, now)
        missing, older = missing + len(absent), older + len(stale)

    for order in orders.updated_since(turn.calls, since):
        seen, newest = seen + 1, max(newest, order.updated_at)
        chunk.append(order)
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


def _differing(session: Session, shop_id: int, told: list[OrderSeen]) -> tuple[list[int], list[int]]:
    """Orders we do not have, and orders of which we know an older state."""
    found = select(Order.id, Order.facts).where(
        Order.shop_id == shop_id, col(Order.id).in_([order.order_id for order in told])
    )
    held = {order_id: decode(facts).snapshot for order_id, facts in session.exec(found).all()}
    absent, older = [], []
    for order in told:
        ours = held.get(order.order_id)
        if ours is None:
            absent.append(order.order_id)
        elif is_older(ours, order):
            older.append(order.order_id)
    return absent, older


def is_older(ours: Snapshot, told: OrderSeen) -> bool:
    """Two changes of one second share their `updated_at`, and the delivery of the second may be lost.

    Then the money tells, unless we have read the order: read-backs wait until the second has passed.
    """
    if ours.updated_at != told.updated_at or ours.read_at is not None:
        return ours.updated_at < told.updated_at
    return ours.payment != told.payment or (ours.current or ours.ordered).total != told.total_minor


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
