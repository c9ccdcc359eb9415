"""Every night: are all our webhook subscriptions still there?"""

from datetime import datetime

from app import outbox
from app.delivery import Context
from app.delivery.shops import SETTINGS, SUBSCRIPTIONS
from app.models import Shop
from jobs.done import done


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        outbox.want(session, shop.id, outbox.SHOP, [SETTINGS, SUBSCRIPTIONS], now, lane=outbox.PROGRESS)
        done(session, shop.id, "subscriptions", period, {"asked": 2}, now)
