"""customers/merge: two accounts are one. The ledger of the one that goes is posted again to the survivor."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app.ledger import people, repost
from app.models import Shop, WebhookEvent
from webhooks.bodies import read
from webhooks.graph_nodes import gid_number


class Body(msgspec.Struct):
    admin_graphql_api_customer_kept_id: str
    admin_graphql_api_customer_deleted_id: str
    status: str = ""


def act(session: Session, shop: Shop, event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    if body.status == "failed":
        return
    kept = gid_number(body.admin_graphql_api_customer_kept_id)
    deleted = gid_number(body.admin_graphql_api_customer_deleted_id)
    kept_row = people.claim(session, shop, people.Contact(kept, None), now)
    gone_row = people.claim(session, shop, people.Contact(deleted, None), now)
    if kept_row is None or gone_row is None:
        raise AssertionError("a platform id always has a row")
    people.fold(session, shop.id, gone_row, kept_row, now)
    repost(session, shop, people.misplaced_orders(session, shop.id), now, event.id)
