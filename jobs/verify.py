"""Every night: is every ledger sum what the facts say, and every standing what the ledger says? (P4)"""

from datetime import datetime

import structlog

from app.delivery import Context
from app.explain.plain import plain
from app.explain.verify import verify
from app.models import Shop
from jobs.done import done

log = structlog.get_logger()


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    """The verdict is kept with the run; a difference is an alarm, nothing is changed."""
    verdict = verify(context.db, shop, now)
    if verdict.found:
        log.error("the nightly verification found differences", shop=shop.domain, found=verdict.found)
    with context.db.write() as session:
        done(session, shop.id, "verify", period, plain(verdict), now)
