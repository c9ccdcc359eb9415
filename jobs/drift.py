"""Every night: does the store look as it should? (GAP-DELIVERY, I-23)

The job only asks; delivery reads the store in its own lane, puts back what others changed, and writes the
verdict.
"""

from datetime import datetime

from app.delivery import Context
from app.delivery.drift import ask
from app.models import Shop


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    with context.db.write() as session:
        ask(session, shop.id, period, now)
