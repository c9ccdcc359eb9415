"""How far the reading of a store's order history is: figures that only ever grow."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from app import outbox
from app.delivery import backfill
from app.delivery.shops import BACKFILL
from app.models import Customer, ImportRun, Outbox, Shop
from app.models.import_run import DONE, READING, RUNNING
from app.models.shop import BACKFILLING, INSTALLING

ENOUGH_SECONDS, ENOUGH_ORDERS = 5, 200
"""What a guess at the time left needs."""


@dataclass(frozen=True, slots=True)
class History:
    phase: Literal["asking", "gathering", "reading", "judging", "read"]
    done: int = 0
    total: int = 0
    """Orders while reading, customers while judging. While gathering, `done` is all that is known."""
    orders: int = 0
    """Orders of the whole history, once it is known."""
    minutes_left: int | None = None
    problem: str = ""
    stopped: bool = False
    """It will not go on by itself."""

    @property
    def busy(self) -> bool:
        return self.phase != "read"


def history(session: Session, shop: Shop, now: datetime) -> History:
    run = _run(session, shop)
    if shop.backfilled_at is None or shop.state in (INSTALLING, BACKFILLING):
        ask = session.get(Outbox, (shop.id, outbox.SHOP, BACKFILL))
        problem, stopped = (ask.problem, ask.dead) if ask else ("", False)
        return _reading(session, shop, run, problem, stopped, now)
    orders = run.total if run else 0
    left = _unjudged(session, shop)
    if not left:
        return History("read", orders=orders)
    everybody = select(func.count()).where(Customer.shop_id == shop.id, col(Customer.gone).is_(False))
    total = session.exec(everybody).one()
    return History("judging", max(0, total - left), total, orders)


def _run(session: Session, shop: Shop) -> ImportRun | None:
    found = select(ImportRun).where(
        ImportRun.shop_id == shop.id,
        ImportRun.kind == backfill.KIND,
        ImportRun.key == str(shop.installed_at),
    )
    return session.exec(found).first()


def _reading(
    session: Session, shop: Shop, run: ImportRun | None, problem: str, stopped: bool, now: datetime
) -> History:
    if run is None or run.state not in (RUNNING, READING, DONE):
        return History("asking", problem=run.problem if run and run.problem else problem, stopped=stopped)
    if run.state == RUNNING:
        return History("gathering", run.total, problem=problem, stopped=stopped)
    total = max(run.total, run.position)
    done = max(0, run.position - backfill.open_rows(session, shop.id, run.id))
    left = _minutes_left(run, done, total, now)
    return History("reading", done, total, total, left, problem, stopped)


def _minutes_left(run: ImportRun, done: int, total: int, now: datetime) -> int | None:
    """By the pace so far; reading began when the platform was last looked at."""
    seconds = (now - run.looked_at).total_seconds() if run.looked_at else 0
    if seconds < ENOUGH_SECONDS or done < ENOUGH_ORDERS:
        return None
    return math.ceil((total - done) * seconds / done / 60)


def _unjudged(session: Session, shop: Shop) -> int:
    """Customers who were not judged since the history was read; the index of dirty rows holds them."""
    found = select(func.count()).where(
        Customer.shop_id == shop.id,
        col(Customer.dirty),
        or_(col(Customer.evaluated_at).is_(None), col(Customer.evaluated_at) < shop.backfilled_at),
    )
    return session.exec(found).one() if shop.backfilled_at else 0
