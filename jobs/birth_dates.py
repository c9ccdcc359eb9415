"""In the night: the birth dates of members, for programs that give something on the day.

The job only asks; delivery reads them in the shop's own lane and writes when it is done.
"""

from datetime import datetime

from app import outbox
from app.delivery import Context
from app.delivery.birth_dates import SUBJECT
from app.grants.due import gives_by
from app.models import Shop
from app.programs import program_of
from app.rules.benefits.birthday import Birthday
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        _, program = program_of(session, shop.id, now)
        if gives_by(program, Birthday) and shop.paused_at is None:
            outbox.want(session, shop.id, outbox.SHOP, [f"{SUBJECT}:{period}"], now, lane=outbox.PROGRESS)
        else:
            done(session, shop.id, SUBJECT, period, {"read": 0}, now)
