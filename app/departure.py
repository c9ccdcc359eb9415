"""A store that left: its tokens are dropped and nothing is sent any more."""

from datetime import datetime

from sqlmodel import Session

from app.models import AuditEvent, Shop
from app.models.shop import UNINSTALLED


def uninstall(session: Session, shop: Shop, now: datetime) -> None:
    """An uninstall was said and the token is refused, in whichever order; only both together prove it."""
    shop.state, shop.uninstalled_at, shop.doubted_at = UNINSTALLED, now, None
    shop.access_token = shop.refresh_token = None
    session.add(shop)
    session.add(AuditEvent(shop_id=shop.id, at=now, actor="shopify", action="uninstalled"))
