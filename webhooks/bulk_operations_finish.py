"""bulk_operations/finish: a history is ready to be read, or customers have been written in bulk."""

from datetime import datetime

import msgspec
from sqlmodel import Session, col, select

from app import outbox
from app.models import ImportRun, MassWrite, Shop, WebhookEvent
from app.models.import_run import RUNNING
from webhooks.bodies import read


class Body(msgspec.Struct):
    admin_graphql_api_id: str


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    bulk_id = read(raw, Body).admin_graphql_api_id
    found = select(ImportRun).where(
        ImportRun.shop_id == shop.id, ImportRun.bulk_id == bulk_id, col(ImportRun.state) == RUNNING
    )
    for run in session.exec(found).all():
        run.looked_at = None
        session.add(run)
    written = select(MassWrite.id).where(MassWrite.shop_id == shop.id, MassWrite.bulk_id == bulk_id)
    outbox.want(session, shop.id, outbox.BULK, map(str, session.exec(written).all()), now)
