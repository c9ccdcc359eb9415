"""A price that changed: orders of members that paid more are read, and their claims promised."""

from collections.abc import Sequence

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.grants.protection import price_of, promise_claims, protected
from app.models import Outbox, Shop
from app.platform import refunds
from app.platform.refunds import PaidOrder


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    for row in rows:
        with turn.context.db.read() as session:
            price = price_of(session, turn.shop.id, int(row.subject))
            orders = protected(session, turn.shop, price) if price else ()
        paid = [(order, refunds.read_paid(turn.calls, order.care.order_id)) for order in orders]
        now = turn.context.clock()
        with turn.context.db.write() as session:
            lanes.prolong(session, turn.shop.id, turn.fence)
            for order, read in paid:
                if price is not None and read is not None and _comparable(turn.shop, read):
                    promise_claims(session, turn.shop, order, read.lines, price, now)
            outbox.sent(session, row, "", now)


def _comparable(shop: Shop, order: PaidOrder) -> bool:
    """An order that stands, in the currency of the price; also where the store changed its currency and we
    were not told yet."""
    return order.standing and order.currency == order.store_currency == shop.currency
