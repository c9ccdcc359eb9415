"""Bodies that name somebody whom the store asked us to forget are not kept: nobody comes back late."""

from collections.abc import Collection

import msgspec
from sqlalchemy import delete
from sqlmodel import Session, col

from app.ledger.people import Contact, forgotten
from app.models import Shop, WebhookBody


class _Person(msgspec.Struct):
    id: int | None = None
    email: str | None = None


class _Named(msgspec.Struct):
    """Bodies of customers name them at their root, privacy requests inside."""

    id: int | None = None
    email: str | None = None
    customer: _Person | None = None


def names_somebody_forgotten(session: Session, shop: Shop, raw: bytes) -> bool:
    try:
        body = msgspec.json.decode(raw, type=_Named, strict=False)
    except msgspec.DecodeError:
        return False
    person = body.customer or body
    return forgotten(session, shop, Contact(person.id, (person.email or "").strip().lower() or None))


def drop_bodies(session: Session, shop_id: int, event_ids: Collection[int]) -> None:
    if event_ids:
        named = col(WebhookBody.event_id).in_(event_ids)
        session.exec(delete(WebhookBody).where(col(WebhookBody.shop_id) == shop_id, named))
