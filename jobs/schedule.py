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
from app.models.shop import LIVE, PAUSED, READY
from app.rules.periods import local_day, starts_at
from jobs import (
    birth_dates,
    calendar,
    cutoffs,
    drift,
    drops,
    grants,
    keep_tokens,
    program_starts,
    prune,
    reconcile,
    subscriptions,
    verify,
)

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 30
MOST_ATTEMPTS = 5
AGAIN_AFTER = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Job:
    """`period` names the run that is due at an instant in a shop's zone; the empty text means none is."""

    name: str
    period: Callable[[datetime, str], str]
    run: Callable[[Context, Shop, str, datetime], None]
    states: tuple[str, ...] = (READY, LIVE, PAUSED)


def every_hour(now: datetime, _zone: str) -> str:
    return f"{now:%Y-%m-%dT%H}"


def every_quarter(now: datetime, _zone: str) -> str:
    """Hours begin on a quarter of UTC's in every zone that is in use."""
    return f"{now:%Y-%m-%dT%H}:{now.minute // 15 * 15:02}"


def nightly(hour: int) -> Callable[[datetime, str], str]:
    """Once in each local day, from this hour on; a day that starts late or lasts 23 hours has its run too."""

    def period(now: datetime, zone: str) -> str:
        today = local_day(now, zone)
        begun = now - starts_at(today, zone) >= timedelta(hours=hour)
        return (today if begun else today - timedelta(days=1)).isoformat()

    return period


SCHEDULE = (
    Job("drops", every_quarter, drops.run, (LIVE, PAUSED)),
    Job("gates", every_hour, drops.hourly, (LIVE, PAUSED)),
    Job("program-starts", every_quarter, program_starts.run),
    Job("reconcile-hourly", every_hour, reconcile.hourly),
    Job("reconcile-nightly", nightly(2), reconcile.nightly),
    Job("subscriptions", nightly(3), subscriptions.run),
    Job("verify", nightly(4), verify.run),
    Job("prune", nightly(5), prune.run),
    Job("calendar", nightly(0), calendar.run, (LIVE, PAUSED)),
    Job("drift", nightly(3), drift.run, (LIVE, PAUSED)),
    Job("keep-tokens", nightly(6), keep_tokens.run),
    Job("birth-dates", nightly(6), birth_dates.run, (LIVE,)),
    Job("grants", nightly(8), grants.run, (LIVE,)),
    Job("cutoffs", nightly(cutoffs.HOUR), cutoffs.run),
)


def run_due(context: Context, now: datetime) -> int:
    """Runs every job whose period has come and was not claimed yet; returns how many ran."""
    with context.db.read() as session:
        shops = session.exec(select(Shop).where(col(Shop.state).in_((READY, LIVE, PAUSED)))).all()
    done = 0
    for shop in shops:
        for job in SCHEDULE:
            period = job.period(now, shop.zone)
            if shop.state in job.states and _claim(context.db, shop, job.name, period, now):
                done += _run(context, job, shop, period, now)
    return done


def _run(context: Context, job: Job, shop: Shop, period: str, now: datetime) -> bool:
    """One store's trouble must not keep the others from their jobs; the run is claimed again later."""
    try:
        job.run(context, shop, period, now)
    except Exception:
        log.exception("a job stumbled", job=job.name, shop=shop.domain, period=period)
        return False
    return True


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
    """The key decides who runs it. A run that was not finished is claimed again after a while, some times."""
    with db.read() as session:
        if not _is_open(session.get(JobRun, (shop.id, job, period)), now):
            return False
    return db.transact(lambda session: _take(session, shop.id, job, period, now))


def _is_open(run: JobRun | None, now: datetime) -> bool:
    if run is None:
        return True
    return (
        run.done_at is None
        and run.attempts < MOST_ATTEMPTS
        and run.claimed_at + AGAIN_AFTER * run.attempts < now
    )


def _take(session: Session, shop_id: int, job: str, period: str, now: datetime) -> bool:
    run = session.get(JobRun, (shop_id, job, period), with_for_update=True)
    if not _is_open(run, now):
        return False
    if run is None:
        run = JobRun(shop_id=shop_id, job=job, period=period, claimed_at=now)
    else:
        run.attempts, run.claimed_at = run.attempts + 1, now
    session.add(run)
    session.flush()
    return True
