"""customer.tags_added and customer.tags_removed: staff, another app or we ourselves changed tags.

A tier's tag is ours to keep: a customer who lost one or was given one by hand is written again. Our own
echo changes nothing. A write that waits anyway sends only what differs from what was written before: it is
told to send all of it, without becoming due any sooner.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app import outbox
from app.ledger import people
from app.models import Outbox, Shop, WebhookEvent
from app.rules.program import TAG_PREFIX
from webhooks.bodies import read
from webhooks.graph_nodes import gid_number


class Body(msgspec.Struct, rename="camel"):
    customer_id: str
    tags: list[str] = []


def act(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    tier_tags = [tag for tag in body.tags if tag.lower().startswith(TAG_PREFIX.lower())]
    if not tier_tags or not shop.live_at or shop.cleaned_at is not None:
        return
    customer_id = people.claim(session, shop, people.Contact(gid_number(body.customer_id), None), now)
    row = session.get(Outbox, (shop.id, outbox.CUSTOMER, str(customer_id)), with_for_update=True)
    added = event.topic == "customer.tags_added"
    if row is None:
        # Nothing of ours was ever there; a tier tag that somebody gives away by hand is taken back.
        if added:
            outbox.want(session, shop.id, outbox.CUSTOMER, [str(customer_id)], now)
    elif _echo(row.written, tier_tags, added):
        return
    elif row.wanted == row.sent:
        outbox.repair(session, row, now)
    else:
        row.written = ""
        session.add(row)


def _echo(written: str, tags: list[str], added: bool) -> bool:
    """Does the change leave the store with just what we wrote?"""
    held = {tag.lower() for tag in msgspec.json.decode(written)["tags"]} if written else set()
    return all((tag.lower() in held) == added for tag in tags)
