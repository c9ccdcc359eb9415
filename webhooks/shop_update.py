"""shop/update: the store's zone, currency, plan or name may have changed; they are read again."""

from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.models import Shop, WebhookEvent


def act(session: Session, shop: Shop, _event: WebhookEvent, _raw: bytes, now: datetime) -> None:
    outbox.want(session, shop.id, outbox.SHOP, ["settings"], now)
