"""customers/purchasing_summary: a cheap sign of an order that we may have missed."""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app import outbox
from app.models import Order, Shop, WebhookEvent
from webhooks.bodies import Id, read
from webhooks.graph_nodes import gid_number


class Body(msgspec.Struct, rename="camel"):
    last_order_id: str | Id | None = None


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    last = read(raw, Body).last_order_id
    if last is None:
        return
    order_id = last if isinstance(last, int) else gid_number(last)
    if session.get(Order, (shop.id, order_id)) is None:
        outbox.want(session, shop.id, outbox.READ_BACK, [str(order_id)], now)
