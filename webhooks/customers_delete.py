"""customers/delete: nothing is written for them any more; what they bought stays in the ledger."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app.errors import Unreadable
from app.ledger import people
from app.models import Shop, WebhookEvent
from app.rules.said import said
from webhooks.bodies import Id, read


class Body(msgspec.Struct):
    id: Id
    created_at: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    if body.created_at is not msgspec.UNSET:
        # The topic is not signed: the body of another topic under this one would stop a member's benefits.
        raise Unreadable(said("This is the body of a customer, not of a deletion"))
    customer_id = people.claim(session, shop, people.Contact(body.id, None), now)
    for row in people.rows(session, shop.id, [customer_id] if customer_id else []):
        row.gone = True
        session.add(row)
