"""What was known on past days, asked afterwards, beside what stood in the database on those days."""

import random
from datetime import timedelta

from sqlmodel import col, func, select

from app.explain.member import explain
from app.models import Customer, StandingChange
from app.rules.periods import starts_at
from tests.ledger.live_days import FIRST, LAST, Stage, refunded_later

NOBODY = (0, 0, None, 0)


def recorded_and_replayed(db, program, zone, orders, pairs, seed):
    """(asked afterwards, as it stood then) for random (customer, day) pairs of a history with late refunds.

    A database that lived up to a day is the replay from an empty one up to that day.
    """
    dice = random.Random(seed)
    emails = sorted({order.email for order in orders})
    wanted = {}
    while sum(map(len, wanted.values())) < pairs:
        day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))
        wanted.setdefault(day, set()).add(dice.choice(emails))
    stage, then = Stage(db, "ada-shop.myshopify.com", program, zone, FIRST), {}

    def look(day, now):
        for email in sorted(wanted.get(day, ())):
            then[email, day] = _standing(stage, email)

    stage.live_through(refunded_later(orders, seed), LAST, look)
    for (email, day), stood in then.items():
        yield (email, day, _as_of(stage, email, day)), (email, day, stood)


def _standing(stage, email):
    with stage.db.read() as session:
        row = _row(session, stage, email)
        if row is None:
            return NOBODY
        changes = select(func.count()).where(
            StandingChange.shop_id == stage.shop.id, col(StandingChange.customer_id) == row.id
        )
        return row.rank, row.metric_value, row.since, session.exec(changes).one()


def _as_of(stage, email, day):
    at = starts_at(day + timedelta(days=1), stage.zone) - timedelta(seconds=1)
    with stage.db.read() as session:
        shop = session.get_one(type(stage.shop), stage.shop.id)
        row = _row(session, stage, email)
        if row is None:
            return NOBODY
        told = explain(session, shop, row, at, known=at)
        return told.tier.rank, told.metric_value, told.since, len(told.changes)


def _row(session, stage, email):
    found = select(Customer).where(Customer.shop_id == stage.shop.id, Customer.email == email)
    return session.exec(found).first()
