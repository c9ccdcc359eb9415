"""discounts/update, discounts/delete, segments/update, segments/delete: somebody, or we, changed one.

Only what we made is looked at, and only the look tells an echo of ours from a change by others. A lost
delivery is made good by the night.
"""

from datetime import datetime

import msgspec
from sqlmodel import Session, col, select

from app import outbox
from app.models import PlatformObject, Shop, WebhookEvent
from webhooks.bodies import read

LOOK = "objects"


class Body(msgspec.Struct):
    admin_graphql_api_id: str = ""
    id: int | str | None = None


def act(session: Session, shop: Shop, _event: WebhookEvent, raw: bytes, now: datetime) -> None:
    body = read(raw, Body)
    platform_id = body.admin_graphql_api_id or f"gid://shopify/Segment/{body.id}"
    ours = select(PlatformObject.key).where(
        PlatformObject.shop_id == shop.id, col(PlatformObject.platform_id) == platform_id
    )
    if session.exec(ours).first() is not None:
        outbox.want(session, shop.id, outbox.SHOP, [LOOK], now, lane=outbox.OBJECTS)
