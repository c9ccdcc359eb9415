"""A version of the program that was scheduled begins: its objects in the store are due, and its members.

The first lines of population tiers are drawn when everybody was judged under it."""

from datetime import datetime

from app.delivery import Context
from app.models import Shop
from app.program_start import begin_scheduled, draw_first_lines
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        begun = begin_scheduled(session, shop, now)
        lines = draw_first_lines(session, shop, now) if shop.live_at else 0
        done(session, shop.id, "program-starts", period, {"begun": begun, "lines": lines}, now)
