"""In the night: which of the delivered grants were used? (GAP-DELIVERY)"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.grants import states
from app.models import Grant, Outbox
from app.models.grant import DELIVERED, REFUND
from app.platform import grant_uses

USES = "uses"
"""The subject of the outbox that has them looked at."""
LOOKED_LATELY = timedelta(hours=12)


def look(turn: Turn, row: Outbox) -> None:
    """Some of those that can still be used; the subject stays open until the last of them."""
    now = turn.context.clock()
    with turn.context.db.read() as session:
        grants = _unlooked(session, turn.shop.id, now)
    used = grant_uses.used(turn.calls, [grant.platform_id for grant in grants]) if grants else set()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for grant in grants:
            held = session.get_one(Grant, (turn.shop.id, grant.id), with_for_update=True)
            if held.state == DELIVERED and held.platform_id in used:
                states.use(held, now)
            held.looked_at = now
            session.add(held)
        if grants:
            outbox.wait(session, row, now)
        else:
            outbox.sent(session, row, "", now)


def _unlooked(session: Session, shop_id: int, now: datetime) -> Sequence[Grant]:
    """Money that went back to a card is used with the delivery: there is nothing to be looked at."""
    found = select(Grant).where(
        Grant.shop_id == shop_id,
        Grant.state == DELIVERED,
        Grant.form != REFUND,
        or_(col(Grant.expires_at).is_(None), col(Grant.expires_at) > now),
        or_(col(Grant.looked_at).is_(None), col(Grant.looked_at) < now - LOOKED_LATELY),
    )
    return session.exec(found.order_by(col(Grant.id)).limit(grant_uses.AT_ONCE)).all()
