"""Every midnight of a store: what is promised on some days alone begins or ends for its members.

Promotions begin and end at the checkout by themselves; what members read, and what is over, is written here.
"""

from datetime import date, datetime

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import Context
from app.models import Customer, Shop
from app.programs import program_of
from app.rules.periods import local_day
from app.rules.program import Program
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        _, program = program_of(session, shop.id, now)
        ranks = turning(program, local_day(now, shop.zone))
        if ranks:
            outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)
            outbox.want(
                session, shop.id, outbox.CUSTOMER, _members(session, shop.id, ranks), now, lane=outbox.MASS
            )
        done(session, shop.id, "calendar", period, {"ranks": ranks}, now)


def turning(program: Program, day: date) -> list[int]:
    """The ranks that are promised something else from this day on."""
    return [
        rank
        for rank, tier in enumerate(program.tiers, start=1)
        if any(day in each.turns_on() for each in tier.benefits)
    ]


def _members(session: Session, shop_id: int, ranks: list[int]) -> list[str]:
    found = select(Customer.id).where(Customer.shop_id == shop_id, col(Customer.rank).in_(ranks))
    return [str(each) for each in session.exec(found).all()]
