"""The three privacy topics: stored, acted on, provable.

The topic of a delivery is not signed, so erasing a whole store happens only for one that has left; for
a store that is here (again) the request is kept and says so.
"""

import json
from datetime import datetime

import msgspec
from sqlmodel import Session

from app.explain.person_data import held_of, rows_of
from app.ledger import erase
from app.models import PrivacyRequest, Shop, WebhookEvent
from app.models.shop import UNINSTALLED
from webhooks.bodies import Id, read


class Person(msgspec.Struct):
    id: Id | None = None
    email: str | None = None


class Body(msgspec.Struct):
    shop_domain: str
    customer: Person | None = None
    orders_requested: list[int] = []
    orders_to_redact: list[int] = []


def data_request(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    """Gathers what we hold of the person, for the merchant to hand on."""
    rows = rows_of(session, shop.id, *_person(read(raw, Body)))
    _acted(session, shop, event, now, held_of(session, shop, rows))


def customer_redact(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    platform_id, email = _person(read(raw, Body))
    _acted(session, shop, event, now, erase.redact(session, shop, platform_id, email, now))


def shop_redact(session: Session, shop: Shop, event: WebhookEvent, _raw: bytes, now: datetime) -> None:
    if shop.state != UNINSTALLED:
        _acted(session, shop, event, now, {"kept": "the store uses the app (again); nothing was erased"})
        return
    request_id = event.id
    done = erase.erase_shop(session, shop, now)
    session.expunge(event)
    session.add(_request(shop, request_id, "shop/redact", now, done))


def _person(body: Body) -> tuple[int | None, str | None]:
    person = body.customer or Person()
    return person.id, (person.email or "").strip().lower() or None


def _acted(session: Session, shop: Shop, event: WebhookEvent, now: datetime, outcome: object) -> None:
    session.add(_request(shop, event.id, event.topic, now, outcome))


def _request(shop: Shop, event_id: int, topic: str, now: datetime, outcome: object) -> PrivacyRequest:
    return PrivacyRequest(
        shop_id=shop.id,
        event_id=event_id,
        topic=topic,
        received_at=now,
        acted_at=now,
        outcome=json.dumps(outcome, default=str, ensure_ascii=False),
    )
