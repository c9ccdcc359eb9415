"""The worker's side of reports: taking one under a lease, saying how far it is, ending it.

A worker that is killed loses the lease, and another begins anew. What is written is written only while the
lease is ours and nobody cancelled, so that of two workers one is heard.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from app.db import ACROSS_SHOPS, Database
from app.models import Report, Shop
from app.models.report import DONE, FAILED, IS_OPEN, RUNNING
from app.models.shop import CONNECTED
from app.rules.said import said

LEASE = timedelta(seconds=20)
KEEP_EVERY_SECONDS = 4.0
MOST_ATTEMPTS = 3
GIVEN_UP = said("It was begun three times and never finished. Ask for a shorter period, or tell us.")


class NotWanted(Exception):
    """It was cancelled, is gone, or another worker has it."""


def claim(db: Database, owner: str, now: datetime) -> Report | None:
    """The report that waits longest and that nobody has, of any connected store."""
    with db.read() as session:
        free = or_(col(Report.until).is_(None), col(Report.until) < _real_now())
        found = (
            select(Report.shop_id, Report.id)
            .join(Shop, col(Shop.id) == col(Report.shop_id))
            .where(IS_OPEN, free, col(Shop.state).in_(CONNECTED))
            .order_by(col(Report.asked_at), col(Report.id))
            .limit(1)
        )
        key = session.exec(found, execution_options={ACROSS_SHOPS: "finding reports to make"}).first()
    return db.transact(lambda session: _take(session, key, owner, now)) if key else None


def _take(session: Session, key: tuple[int, int], owner: str, now: datetime) -> Report | None:
    row = session.get(Report, tuple(key), with_for_update=True)
    if row is None or row.done_at is not None or (row.until and row.until >= _real_now()):
        return None
    if row.attempts >= MOST_ATTEMPTS:
        row.state, row.problem, row.done_at = FAILED, GIVEN_UP, now
    else:
        row.state, row.owner, row.until, row.done = RUNNING, owner, _real_now() + LEASE, 0
        row.attempts += 1
    session.add(row)
    session.flush()
    return row if row.state == RUNNING else None


def keep(db: Database, owner: str) -> None:
    """Keeps the lease of a living worker, which may think for long about one store."""
    with db.write() as session:
        session.exec(
            update(Report).where(IS_OPEN, col(Report.owner) == owner).values(until=_real_now() + LEASE),
            execution_options={ACROSS_SHOPS: "keeping the leases of a worker"},
        )


def progress(db: Database, report: Report, done: int, total: int) -> None:
    """How many customers were looked at. Raises NotWanted."""
    _write(db, report, {"done": done, "total": total, "until": _real_now() + LEASE})


def finish(db: Database, report: Report, result: str, now: datetime) -> None:
    """Raises NotWanted."""
    ended = {"state": DONE, "result": result, "done": col(Report.total), "problem": ""}
    _write(db, report, ended | {"done_at": now, "until": None})


def fail(db: Database, report: Report, problem: str, now: datetime) -> None:
    """Raises NotWanted."""
    _write(db, report, {"state": FAILED, "problem": problem, "done_at": now, "until": None})


def _write(db: Database, report: Report, values: Mapping[str, Any]) -> None:
    ours = update(Report).where(
        col(Report.shop_id) == report.shop_id,
        col(Report.id) == report.id,
        col(Report.owner) == report.owner,
        col(Report.state) == RUNNING,
    )
    with db.write() as session:
        written = session.exec(ours.values(**values)).rowcount
    if written != 1:
        raise NotWanted


def _real_now() -> datetime:
    """Leases follow the machine's time, not the shop's: a sandbox may move the latter by months."""
    return datetime.now(UTC)
