"""A database that was restored from a backup pays nothing before the accounts were read (reliability 1c.5).

The store's count of payments is ahead of ours: somebody paid who is not in our books.
"""

import json

from app.delivery import lanes
from app.delivery.context import Turn
from app.grants.stop import have_accounts_read
from app.models import AuditEvent, Shop
from app.platform.money_epoch import Epoch


def is_restored(turn: Turn, epoch: Epoch) -> bool:
    """Has the store counted payments that we do not know of? Then money stops."""
    now = turn.context.clock()
    with turn.context.db.read() as session:
        ours = session.get_one(Shop, turn.shop.id).money_epoch
    if epoch.value <= ours:
        return False
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        shop = session.get_one(Shop, turn.shop.id, with_for_update=True, populate_existing=True)
        shop.money_stopped_at = shop.money_stopped_at or now
        session.add(shop)
        have_accounts_read(session, shop, now)
        detail = json.dumps({"ours": ours, "store": epoch.value})
        session.add(
            AuditEvent(shop_id=shop.id, at=now, actor="laurel", action="money stopped", detail=detail)
        )
    return True
