"""Lanes: the lease on a shop's deliveries. A dead owner's lease runs out; the fence keeps a slow one out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from app.db import ACROSS_SHOPS, Database
from app.models import Outbox, Shop, ShopLane
from app.models.outbox import IS_OPEN
from app.models.shop import CONNECTED

LEASE = timedelta(seconds=15)
"""How soon another worker takes over from one that was killed. A living one keeps its leases meanwhile,
so that a call may take longer."""
KEEP_EVERY_SECONDS = 4.0


class LeaseLost(Exception):
    """Another worker owns the lane now; what we did is looked at again by it."""


def shops_with_work(session: Session, now: datetime) -> Sequence[int]:
    """Connected shops with something due, least recently served first. Looks at all shops."""
    found = (
        select(Outbox.shop_id)
        .join(Shop, col(Shop.id) == col(Outbox.shop_id))
        .outerjoin(ShopLane, col(ShopLane.shop_id) == col(Outbox.shop_id))
        .where(
            IS_OPEN,
            Outbox.due_at <= now,
            col(Shop.state).in_(CONNECTED),
            or_(col(ShopLane.until).is_(None), col(ShopLane.until) < _real_now()),
            or_(col(ShopLane.pause_until).is_(None), col(ShopLane.pause_until) < _real_now()),
        )
        .group_by(col(Outbox.shop_id), col(ShopLane.served_at))
        .order_by(col(ShopLane.served_at).is_not(None), col(ShopLane.served_at), func.min(Outbox.due_at))
        .limit(20)
    )
    return session.exec(found, execution_options={ACROSS_SHOPS: "finding shops with work"}).all()


def lease(db: Database, shop_id: int, owner: str) -> int | None:
    """The fence of the lease, or None if somebody else has it."""
    return db.transact(lambda session: _lease(session, shop_id, owner))


def _lease(session: Session, shop_id: int, owner: str) -> int | None:
    lane = session.exec(select(ShopLane).where(ShopLane.shop_id == shop_id).with_for_update()).first()
    lane = lane or ShopLane(shop_id=shop_id)
    now = _real_now()
    if (lane.until and lane.until >= now) or (lane.pause_until and lane.pause_until >= now):
        return None
    lane.owner, lane.fence, lane.until, lane.served_at = owner, lane.fence + 1, now + LEASE, now
    session.add(lane)
    session.flush()
    return lane.fence


def prolong(session: Session, shop_id: int, fence: int) -> None:
    """Keeps the lease for another while; raises LeaseLost if it is not ours any more.

    Called in the transaction that keeps a result, so that a worker which slept too long keeps nothing.
    """
    done = session.exec(
        update(ShopLane)
        .where(col(ShopLane.shop_id) == shop_id, col(ShopLane.fence) == fence)
        .values(until=_real_now() + LEASE)
    )
    if done.rowcount != 1:
        raise LeaseLost


def keep(db: Database, owner: str) -> None:
    """Keeps what a living worker holds, for all its threads, whose names begin with `owner`."""
    now = _real_now()
    with db.write() as session:
        session.exec(
            update(ShopLane)
            .where(col(ShopLane.until) >= now, col(ShopLane.owner).startswith(owner, autoescape=True))
            .values(until=now + LEASE),
            execution_options={ACROSS_SHOPS: "keeping the leases of a worker"},
        )


def free_all(db: Database) -> None:
    """For the one process of SQLite, when it starts: whoever held a lease is dead, and is fenced off."""
    with db.write() as session:
        session.exec(
            update(ShopLane)
            .where(col(ShopLane.until).is_not(None))
            .values(until=None, fence=ShopLane.fence + 1),
            execution_options={ACROSS_SHOPS: "leases of a process that is gone"},
        )


def release(db: Database, shop_id: int, fence: int, *, pause: float = 0) -> None:
    """Lets go; with `pause` nobody serves this shop for that many seconds."""
    with db.write() as session:
        now = _real_now()
        session.exec(
            update(ShopLane)
            .where(col(ShopLane.shop_id) == shop_id, col(ShopLane.fence) == fence)
            .values(until=None, pause_until=now + timedelta(seconds=pause) if pause else None)
        )


def _real_now() -> datetime:
    """Leases follow the machine's time, not the shop's: a sandbox may move the latter by months."""
    return datetime.now(UTC)
