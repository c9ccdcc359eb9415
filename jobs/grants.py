"""In the morning: who is due a birthday gift, an anniversary bonus, the reward of a quarter or a year's gift?

A day that was missed is caught up within a week. Whoever became a member later on a day that was looked at
is found by looking at that day once more.
"""

from datetime import date, datetime
from functools import partial

from sqlmodel import Session, col, func, select

from app import outbox
from app.delivery import Context
from app.delivery.birth_dates import SUBJECT
from app.delivery.grants.uses import USES
from app.grants.due import candidates, day_of, promise_day
from app.models import JobRun, Shop
from app.rules.rewards import days_to_look_at
from jobs.done import done

NAME = "grants"
AT_ONCE = 200


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """`period` is the local day. While the program is paused nothing is promised.

    A run that comes before the birth dates were read leaves it to the next attempt. It waits once only: where
    the store refuses to show them, the other gifts must not wait, and a date that comes late is caught up.
    """
    today, promised = date.fromisoformat(period), 0
    with context.db.read() as session:
        waits = _dates_are_being_read(session, shop.id, period)
        looked_until = _looked_until(session, shop.id, period)
    if waits:
        return
    for day in days_to_look_at(today, looked_until) if shop.paused_at is None else ():
        promised += _promise(context, shop.id, day, now)
    with context.db.write() as session:
        outbox.want(session, shop.id, outbox.GRANT, [USES], now, lane=outbox.PROGRESS)
        done(session, shop.id, NAME, period, {"promised": promised}, now)


def _dates_are_being_read(session: Session, shop_id: int, period: str) -> bool:
    run = session.get(JobRun, (shop_id, SUBJECT, period))
    return run is not None and run.done_at is None and run.attempts == 1


def _looked_until(session: Session, shop_id: int, period: str) -> date | None:
    """The last day before this one whose run was finished."""
    found = select(func.max(JobRun.period)).where(
        JobRun.shop_id == shop_id,
        JobRun.job == NAME,
        JobRun.period < period,
        col(JobRun.done_at).is_not(None),
    )
    last = session.exec(found).one()
    return date.fromisoformat(last) if last else None


def _promise(context: Context, shop_id: int, day: date, now: datetime) -> int:
    promised, after = 0, 0
    while True:
        made, last = context.db.transact(partial(_some, shop_id, day, after, now))
        promised += made
        if last is None:
            return promised
        after = last


def _some(shop_id: int, day: date, after: int, now: datetime, session: Session) -> tuple[int, int | None]:
    """Promises to some members; how many grants, and the last member, None after the last of all."""
    shop = session.get_one(Shop, shop_id)
    looked_at = day_of(session, shop, day, now)
    customers = candidates(session, shop, looked_at, after, AT_ONCE) if looked_at else ()
    if looked_at is None or not customers:
        return 0, None
    return len(promise_day(session, shop, looked_at, customers, now)), customers[-1].id
