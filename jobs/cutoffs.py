"""In the evening before a review: its population lines, from what everybody holds by then.

A run that was missed is caught up during the day of the review; after that the line before it stays.
"""

from datetime import date, datetime, timedelta
from functools import partial

import structlog
from sqlmodel import Session

from app.cutoffs import draw_lines, reviews_on
from app.db import Database
from app.delivery import Context
from app.evaluate import BATCH, evaluate_due
from app.models import Shop
from app.programs import program_of
from app.rules.periods import starts_at
from jobs.done import done
from jobs.pace import Pace

HOUR = 22
"""Of the local day: late enough for the evening's values, early enough to be done when the review begins."""
MOST_BATCHES = 50_000
"""Half a million customers in the small batches of SQLite; whoever is still due then is many runs away."""

log = structlog.get_logger()


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """`period` is the local day before the review. A line rests on values, so who is due is judged first."""
    day = date.fromisoformat(period) + timedelta(days=1)
    lines = 0
    if _is_review(context.db, shop, day):
        _evaluate_all_due(context.db, shop.id, now)
        lines = context.db.transact(partial(_draw, shop.id, day, now))
        log.info("population lines drawn", shop=shop.domain, day=day.isoformat(), lines=lines)
    with context.db.write() as session:
        done(session, shop.id, "cutoffs", period, {"lines": lines}, now)


def _is_review(db: Database, shop: Shop, day: date) -> bool:
    if shop.live_at is None:
        return False
    with db.read() as session:
        _, program = program_of(session, shop.id, starts_at(day, shop.zone))
    return reviews_on(program, day)


def _evaluate_all_due(db: Database, shop_id: int, now: datetime) -> None:
    pace = Pace(db, BATCH)
    for _ in range(MOST_BATCHES):
        if not pace.run(lambda most: evaluate_due(db, shop_id, now, most)):
            return
    raise RuntimeError("there is no end of customers that are due; the lines are drawn at the next attempt")


def _draw(shop_id: int, day: date, now: datetime, session: Session) -> int:
    shop = session.get_one(Shop, shop_id)
    version, program = program_of(session, shop_id, starts_at(day, shop.zone))
    return draw_lines(session, shop, version, program, now, day)
