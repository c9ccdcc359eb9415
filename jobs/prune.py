"""Every night: bodies of deliveries are personal data, and are not kept longer than they serve.

Reports that nobody gave a name go too."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import reports
from app.delivery import Context
from app.models import JobRun, Shop, WebhookBody, WebhookEvent
from app.models.webhook_event import DEAD, DONE
from jobs.done import done

AT_ONCE = 500
RUNS_KEPT = timedelta(days=400)


def run(context: Context, shop: Shop, period: str, now: datetime) -> None:
    kept = {DONE: context.config.body_days_done, DEAD: context.config.body_days_dead}
    pruned = 0
    for state, days in kept.items():
        before = now - timedelta(days=days)
        while gone := context.db.transact(lambda s, st=state, b=before: _prune(s, shop.id, st, b)):  # type: ignore[misc]
            pruned += gone
    with context.db.write() as session:
        session.exec(
            delete(JobRun).where(col(JobRun.shop_id) == shop.id, col(JobRun.claimed_at) < now - RUNS_KEPT)
        )
        old = reports.prune(session, shop.id, now)
        done(session, shop.id, "prune", period, {"bodies": pruned, "reports": old}, now)


def _prune(session: Session, shop_id: int, state: str, before: datetime) -> int:
    """The bodies go; the rows stay, because a repeated webhook id must still be known."""
    old = (
        select(WebhookBody.event_id)
        .join(WebhookEvent, col(WebhookEvent.id) == col(WebhookBody.event_id))
        .where(
            WebhookBody.shop_id == shop_id,
            WebhookEvent.shop_id == shop_id,
            col(WebhookEvent.state) == state,
            col(WebhookEvent.done_at) < before,
        )
        .limit(AT_ONCE)
    )
    ids = session.exec(old).all()
    if ids:
        session.exec(
            delete(WebhookBody).where(col(WebhookBody.shop_id) == shop_id, col(WebhookBody.event_id).in_(ids))
        )
    return len(ids)
