"""customer.tags_added and customer.tags_removed: staff, another app or we ourselves changed tags.

A tier's tag is ours to keep: a customer who lost or was given one by hand is looked at again, at most
once a day so that two programs never fight. Our own echo changes nothing.
"""

from datetime import datetime, timedelta

import msgspec
from sqlmodel import Session

from app import outbox
from app.ledger import people
from app.models import Outbox, Shop, WebhookEvent
from app.rules.program import TAG_PREFIX
from webhooks.bodies import read
from webhooks.graph_order import gid_number

ONCE_A_DAY = timedelta(days=1)


class Body(msgspec.Struct, rename="camel"):
    customer_id: str
    tags: list[str] = []


def act(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    ours = {tag for tag in body.tags if tag.lower().startswith(TAG_PREFIX.lower())}
    customer = people.by_platform_id(session, shop.id, gid_number(body.customer_id))
    if not ours or customer is None or not shop.live_at:
        return
    row = session.get(Outbox, (shop.id, outbox.CUSTOMER, str(customer.id)))
    added = event.topic == "customer.tags_added"
    if row is None or row.wanted > row.sent:
        return
    held = row.written
    echo = all((f'"{tag}"' in held) == added for tag in ours)
    if not echo:
        outbox.forget_written(session, row)
        due = max(now, (row.sent_at or now) + ONCE_A_DAY) if row.attempts else now
        outbox.want(session, shop.id, outbox.CUSTOMER, [str(customer.id)], now, due_at=due)
