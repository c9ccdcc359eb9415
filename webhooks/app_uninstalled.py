"""app/uninstalled stops sending at once and asks for a look at the token.

The body is signed but its topic is not, and a delivery may come late, after a new installation: only a
token that the platform refuses makes the shop uninstalled; otherwise sending resumes.
"""

from datetime import datetime

from sqlmodel import Session

from app import outbox
from app.departure import uninstall
from app.models import Shop, WebhookEvent
from app.models.shop import NEEDS_REOPEN


def act(session: Session, shop: Shop, event: WebhookEvent, _raw: bytes, now: datetime) -> None:
    # To the second, as instants may be told: what happened in the second of the installation is looked into.
    begun = shop.installed_at.replace(microsecond=0) if shop.installed_at else None
    late = event.triggered_at and begun and event.triggered_at < begun
    if late:
        event.reason = "from before this installation"
        return
    if shop.state == NEEDS_REOPEN:
        # A call was made before this was told: the token is known to be refused.
        uninstall(session, shop, now)
        return
    shop.doubted_at = now
    session.add(shop)
    outbox.want(session, shop.id, outbox.SHOP, ["token"], now)
