"""Very many customers at once: where FROM of a store wait, they are written by bulk operations.

What to write is what `customers` would write. The subjects rest meanwhile, the plan is a row, and the lane
is let go: `mass_steps` looks at the operation from time to time. Nobody is written in both ways at once.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app import outbox
from app.delivery import customers, lanes
from app.delivery.context import Turn
from app.models import Customer, MassWrite, Outbox
from app.models.mass_write import DONE
from app.models.outbox import IS_OPEN
from app.platform.customers import CustomerWrite
from app.rules.customer_state import as_written

FROM, MOST = 1_000, 10_000
AT_ONCE = 4
"""Of the five operations that the platform runs at once for a store and app."""
HELD = timedelta(days=1)
GATHERING, LONGEST_GATHERING = timedelta(seconds=3), timedelta(seconds=30)
BETWEEN_LOOKS = timedelta(seconds=5)
REST_AFTER_TROUBLE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """One customer of a plan: the wish that is served, the change, and what the store then holds."""

    wanted: int
    change: CustomerWrite
    written: str


PLAN = TypeAdapter(tuple[Planned, ...])


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Writes twelve customers in a request; where very many wait, begins to write them in bulk."""
    now = turn.context.clock()
    with turn.context.db.read() as session:
        under_way = _under_way(session, turn.shop.id, now)
        begins = _may_begin(session, turn.shop.id, under_way, now)
        waiting = _waiting(session, turn.shop.id, now) if begins else ()
        more_to_come = begins and _may_gather(waiting, now) and _judging(session, turn.shop.id)
    if more_to_come:
        _gather(turn, waiting, now)
        return
    if begins and _begin(turn, waiting, now):
        return
    held = {subject for run in under_way for subject in subjects(run.plan)}
    if resting := [row for row in rows if row.subject in held]:
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            for row in resting:
                outbox.wait(session, row, now + BETWEEN_LOOKS)
    if free := [row for row in rows if row.subject not in held]:
        customers.send(turn, free)


def _under_way(session: Session, shop_id: int, now: datetime) -> Sequence[MassWrite]:
    found = select(MassWrite).where(
        MassWrite.shop_id == shop_id, MassWrite.state != DONE, MassWrite.started_at > now - HELD
    )
    return session.exec(found).all()


def _may_begin(session: Session, shop_id: int, under_way: Sequence[MassWrite], now: datetime) -> bool:
    """Not more at once than the platform allows, and not soon after it would not do it."""
    troubled = select(MassWrite.id).where(
        MassWrite.shop_id == shop_id,
        MassWrite.problem != "",
        col(MassWrite.done_at) > now - REST_AFTER_TROUBLE,
    )
    if len(under_way) >= AT_ONCE or session.exec(troubled).first() is not None:
        return False
    return _at_least(session, _open(shop_id, now))


def _may_gather(waiting: Sequence[Outbox], now: datetime) -> bool:
    """Nobody waits long for others."""
    first = min((row.wanted_at for row in waiting), default=now)
    return len(waiting) < MOST and now - first < LONGEST_GATHERING


def _judging(session: Session, shop_id: int) -> bool:
    """Is everybody being judged just now, so that many more will have to be written?"""
    return _at_least(session, select(Customer).where(Customer.shop_id == shop_id, col(Customer.dirty)))


def _at_least(session: Session, found: SelectOfScalar[Any]) -> bool:
    """Are there FROM of them? Not counted further."""
    return session.exec(select(func.count()).select_from(found.limit(FROM).subquery())).one() >= FROM


def _waiting(session: Session, shop_id: int, now: datetime) -> Sequence[Outbox]:
    first = _open(shop_id, now).order_by(col(Outbox.lane), col(Outbox.due_at))
    return session.exec(first.limit(MOST)).all()


def _open(shop_id: int, now: datetime) -> SelectOfScalar[Outbox]:
    return select(Outbox).where(
        Outbox.shop_id == shop_id, Outbox.kind == outbox.CUSTOMER, IS_OPEN, Outbox.due_at <= now
    )


def _gather(turn: Turn, waiting: Sequence[Outbox], now: datetime) -> None:
    """Lets more come together: one operation for ten thousand costs what one for a thousand does."""
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        some = [row.subject for row in waiting]
        outbox.hold(session, turn.shop.id, outbox.CUSTOMER, some, now + GATHERING)


def _begin(turn: Turn, waiting: Sequence[Outbox], now: datetime) -> bool:
    """Keeps the plan; whoever needs no change is settled. False where too few do: they go as ever."""
    wanted, changes = customers.changes_of(turn, waiting)
    by_subject = {row.subject: row for row in waiting}
    changing = {change.subject for change in changes}
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in waiting:
            if row.subject not in changing:
                state = wanted[row.subject]
                outbox.sent(session, row, as_written(state) if state else row.written, now)
        if len(changes) < FROM:
            return False
        plan = []
        for change in changes:
            state = wanted[change.subject]
            plan.append(
                Planned(by_subject[change.subject].wanted, change, as_written(state) if state else "")
            )
        run = MassWrite(shop_id=turn.shop.id, plan=packed(plan), started_at=now)
        session.add(run)
        session.flush()
        outbox.hold(session, turn.shop.id, outbox.CUSTOMER, sorted(changing), now + HELD)
        outbox.want(session, turn.shop.id, outbox.BULK, [str(run.id)], now)
    return True


def packed(plan: Sequence[Planned]) -> bytes:
    return zlib.compress(PLAN.dump_json(tuple(plan)))


@lru_cache(maxsize=8)
def unpacked(plan: bytes) -> tuple[Planned, ...]:
    """Asked for at each look, and the same each time."""
    return PLAN.validate_json(zlib.decompress(plan)) if plan else ()


@lru_cache(maxsize=8)
def subjects(plan: bytes) -> frozenset[str]:
    return frozenset(each.change.subject for each in unpacked(plan))
