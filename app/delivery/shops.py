"""The store itself: its settings, its subscriptions, its history, and whether it is still there."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.delivery import backfill, lanes, reconcile
from app.delivery.context import Turn
from app.evaluate import mark_all
from app.models import AuditEvent, Outbox, Shop
from app.models.shop import UNINSTALLED
from app.platform import shops, subscriptions
from app.programs import ensure_draft

SETTINGS, SUBSCRIPTIONS, BACKFILL, TOKEN = "settings", "subscriptions", "backfill", "token"

COMPLIANCE = ("customers/data_request", "customers/redact", "shop/redact")


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    for row in rows:
        SUBJECTS[row.subject.partition(":")[0]](turn, row)


def uninstall(session: Session, shop: Shop, now: datetime) -> None:
    """The token is refused after an uninstall was said: nothing is sent any more, the tokens are dropped."""
    shop.state, shop.uninstalled_at, shop.doubted_at = UNINSTALLED, now, None
    shop.access_token = shop.refresh_token = None
    session.add(AuditEvent(shop_id=shop.id, at=now, actor="shopify", action="uninstalled"))


def _settings(turn: Turn, row: Outbox) -> None:
    """Zone and currency decide days and money: when they change, everybody is judged again."""
    facts = shops.read(turn.calls)
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        shop = session.get_one(Shop, turn.shop.id)
        moved = shop.currency and (shop.currency, shop.zone) != (facts.currency, facts.zone)
        shop.platform_id, shop.name, shop.plan = facts.platform_id, facts.name, facts.plan
        shop.currency, shop.zone, shop.taxes_included = facts.currency, facts.zone, facts.taxes_included
        shop.scopes, shop.trouble, shop.doubted_at = ",".join(facts.scopes), "", None
        session.add(shop)
        ensure_draft(session, shop, now)
        if moved:
            mark_all(session, shop.id)
        outbox.sent(session, row, "", now)


def _subscriptions(turn: Turn, row: Outbox) -> None:
    if turn.context.config.webhook_subscriptions == "api":
        topics = [topic for topic in turn.context.topics if topic not in COMPLIANCE]
        subscriptions.ensure(turn.calls, topics, f"{turn.context.config.app_url}/webhooks")
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.sent(session, row, "", turn.context.clock())


SUBJECTS: dict[str, Callable[[Turn, Outbox], None]] = {
    SETTINGS: _settings,
    TOKEN: _settings,
    SUBSCRIPTIONS: _subscriptions,
    BACKFILL: backfill.step,
    reconcile.SUBJECT: reconcile.run,
}
"""What can be asked of a shop; the part of a subject before its colon."""
