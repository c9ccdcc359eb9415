"""customers/create and customers/update: who somebody is. A guest with that e-mail becomes the account's."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app.ledger import people, repost
from app.models import Shop, WebhookEvent
from webhooks.bodies import Id, Instant, read
from webhooks.buyer import full_name


class Body(msgspec.Struct):
    id: Id
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    updated_at: Instant | None = None


def act(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    name = full_name(body.first_name, body.last_name)
    people.claim(session, shop, people.contact(body.id, body.email, name, body.updated_at), now)
    repost(session, shop, people.misplaced_orders(session, shop.id), now, event.id)
