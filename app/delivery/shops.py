"""The store itself: its settings, its subscriptions, its history, and whether it is still there."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.delivery import backfill, birth_dates, drift, lanes, reconcile
from app.delivery.context import Turn
from app.delivery.objects import others_automatic
from app.drops import look_again
from app.evaluate import mark_all
from app.models import AuditEvent, Outbox, Shop
from app.platform import shops, subscriptions
from app.programs import ensure_draft

SETTINGS, SUBSCRIPTIONS, BACKFILL, TOKEN = "settings", "subscriptions", "backfill", "token"

COMPLIANCE = ("customers/data_request", "customers/redact", "shop/redact")


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    for row in rows:
        SUBJECTS[row.subject.partition(":")[0]](turn, row)


def _settings(turn: Turn, row: Outbox) -> None:
    """Zone and currency decide days and money: when they change, everybody is judged again.

    The store's own discounts are counted too, so that a program can be checked before it is live.
    """
    facts, others = shops.read(turn.calls), others_automatic(turn)
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        shop = session.get_one(Shop, turn.shop.id)
        moved = shop.currency and (shop.currency, shop.zone) != (facts.currency, facts.zone)
        if shop.live_at and shop.currency not in ("", facts.currency):
            _currency_changed(session, shop, facts.currency, now)
        shop.platform_id, shop.name, shop.plan = facts.platform_id, facts.name, facts.plan
        shop.currency, shop.zone, shop.taxes_included = facts.currency, facts.zone, facts.taxes_included
        if shop.language != facts.language:
            _language_changed(session, shop, facts.language, now)
        if set(facts.scopes) - set(shop.scopes.split(",")):
            outbox.want_dead(session, shop.id, outbox.ORDER, now)
        shop.other_automatic_discounts = others
        shop.scopes, shop.trouble, shop.doubted_at = ",".join(facts.scopes), "", None
        session.add(shop)
        ensure_draft(session, shop, now)
        if moved:
            mark_all(session, shop.id)
            # The gates of products are written in wall times of the zone.
            if shop.live_at is not None and shop.cleaned_at is None:
                look_again(session, shop.id, now)
        outbox.sent(session, row, "", now)


def _currency_changed(session: Session, shop: Shop, currency: str, now: datetime) -> None:
    """Sums of two currencies are not compared: members keep what they have until the merchant has decided.

    The program goes on counting in the old currency and nobody falls by time; publishing a version with
    amounts of the new one ends this. Changing back ends it too.
    """
    if currency == shop.counted_in:
        shop.counted_in, shop.falls_stop_at = "", None
    else:
        shop.counted_in, shop.falls_stop_at = shop.counting_currency, shop.falls_stop_at or now
    detail = json.dumps({"from": shop.currency, "to": currency})
    session.add(
        AuditEvent(shop_id=shop.id, at=now, actor="shopify", action="currency changed", detail=detail)
    )


def _language_changed(session: Session, shop: Shop, language: str, now: datetime) -> None:
    """The discounts that stand get other titles."""
    shop.language = language
    if shop.live_at is not None:
        outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)


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
    birth_dates.SUBJECT: birth_dates.step,
    drift.SUBJECT: drift.run,
    drift.OBJECTS: drift.objects,
}
"""What can be asked of a shop; the part of a subject before its colon."""
