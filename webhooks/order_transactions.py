"""order_transactions/create: money that came late or went back asks for the order to be read.

A successful sale or capture is told by orders/paid as well, and is not worth a call.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session

from app import outbox
from app.models import Shop, WebhookEvent
from webhooks.bodies import Id, read

TOLD_ELSEWHERE = frozenset({"sale", "capture", "authorization"})


class Body(msgspec.Struct):
    order_id: Id
    kind: str = ""
    status: str = ""


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    if body.kind not in TOLD_ELSEWHERE or body.status not in ("success", "pending"):
        outbox.want(session, shop.id, outbox.READ_BACK, [str(body.order_id)], now)
