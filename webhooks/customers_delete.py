"""customers/delete: nothing is written for them any more; what they bought stays in the ledger."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app.ledger import people
from app.models import Shop, WebhookEvent
from webhooks.bodies import Id, read


class Body(msgspec.Struct):
    id: Id


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    customer_id = people.claim(session, shop, people.Contact(read(raw, Body).id, None), now)
    for row in people.rows(session, shop.id, [customer_id] if customer_id else []):
        row.gone = True
        session.add(row)
