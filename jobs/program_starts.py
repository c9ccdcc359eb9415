"""A version of the program that was scheduled begins: its objects in the store are due, and its members."""

from datetime import datetime

from app.delivery import Context
from app.models import Shop
from app.publishing import begin_scheduled
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        begun = begin_scheduled(session, shop, now)
        done(session, shop.id, "program-starts", period, {"begun": begun}, now)
