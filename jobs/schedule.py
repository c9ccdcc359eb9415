"""When things are done: one table. APScheduler only wakes us; what was done is answered by `job_run`.

A job is asked for each shop and period of the shop's own time, and claimed in the database: several
clocks are safe, a run missed while we were down is caught up at the next look, and none happens twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from sqlmodel import Session, col, select

from app.db import Database
from app.delivery import Context
from app.models import JobRun, Shop
from app.models.shop import LIVE, READY
from app.rules.periods import local_day, starts_at
from jobs import keep_tokens, prune, reconcile, subscriptions, verify

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Job:
    """`period` names the run that is due at an instant in a shop's zone; the empty text means none is."""

    name: str
    period: Callable[[datetime, str], str]
    run: Callable[[Context, Shop, str, datetime], None]
    states: tuple[str, ...] = (READY, LIVE)


def every_hour(now: datetime, _zone: str) -> str:
    return f"{now:%Y-%m-%dT%H}"


def nightly(hour: int) -> Callable[[datetime, str], str]:
    """Once in each local day, from this hour on; a day that starts late or lasts 23 hours has its run too."""

    def period(now: datetime, zone: str) -> str:
        today = local_day(now, zone)
        begun = now - starts_at(today, zone) >= timedelta(hours=hour)
        return (today if begun else today - timedelta(days=1)).isoformat()

    return period


SCHEDULE = (
    Job("reconcile-hourly", every_hour, reconcile.hourly),
    Job("reconcile-nightly", nightly(2), reconcile.nightly),
    Job("subscriptions", nightly(3), subscriptions.run),
    Job("verify", nightly(4), verify.run),
    Job("prune", nightly(5), prune.run),
    Job("keep-tokens", nightly(6), keep_tokens.run),
)


def run_due(context: Context, now: datetime) -> int:
    """Runs every job whose period has come and was not claimed yet; returns how many ran."""
    with context.db.read() as session:
        shops = session.exec(select(Shop).where(col(Shop.state).in_((READY, LIVE)))).all()
    done = 0
    for shop in shops:
        for job in SCHEDULE:
            period = job.period(now, shop.zone)
            if shop.state in job.states and period and _claim(context.db, shop, job.name, period, now):
                job.run(context, shop, period, now)
                done += 1
    return done


def start(context: Context) -> BackgroundScheduler:
    """A scheduler that looks twice a minute. The caller shuts it down."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        lambda: _look(context),
        "interval",
        seconds=LOOK_EVERY_SECONDS,
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
    )
    scheduler.start()
    return scheduler


def _look(context: Context) -> None:
    try:
        run_due(context, context.clock())
    except Exception:
        log.exception("the clock stumbled")


def _claim(db: Database, shop: Shop, job: str, period: str, now: datetime) -> bool:
    """The key decides who runs it. A shop's first period is not caught up from before it was there."""
    with db.read() as session:
        if session.get(JobRun, (shop.id, job, period)) is not None:
            return False
    return db.transact(lambda session: _insert(session, shop.id, job, period, now))


def _insert(session: Session, shop_id: int, job: str, period: str, now: datetime) -> bool:
    if session.get(JobRun, (shop_id, job, period)) is not None:
        return False
    session.add(JobRun(shop_id=shop_id, job=job, period=period, claimed_at=now))
    session.flush()
    return True
