"""Money needs proof: the orders that a reward rests on are read back through the API (reliability P6)."""

from datetime import timedelta

from sqlmodel import col, select

from app import outbox
from app.delivery.context import Turn
from app.delivery.grants.recipient import GIVEN_UP_AFTER, NEXT_DAY, SOON, Hindered
from app.delivery.reconcile import is_older
from app.ledger.facts import decode
from app.models import Customer, Grant, Order
from app.platform import orders
from app.platform.orders import OrderSeen
from app.rules.said import said

PAID = ("paid", "partially_refunded")
MOST_ORDERS = 5
ALL_ORDERS = "read_all_orders"
SHOWN = timedelta(days=59)
"""How long a store shows an order without that permission: 60 days, and clocks may differ."""
NOT_SHOWN = said("The store has not granted %(scopes)s.", scopes=ALL_ORDERS)


def proven(turn: Turn, grant: Grant, customer: Customer) -> None:
    """The order that lifted the member must stand in the store, paid (P6); where it was given back and the
    tier is held by others, one of those. One that is too old to be shown proves nothing, and is not gone
    either: that waits for the merchant. Raises Hindered."""
    now, stale, hidden = turn.context.clock(), False, False
    for order_id in _orders(turn, grant, customer):
        seen = orders.look(turn.calls, order_id)
        if seen is None and is_hidden(turn, order_id):
            hidden = True
        elif seen is None and order_id == grant.order_id:
            raise Hindered(
                said(
                    "The store does not know order %(order_id)s, for which this was promised.",
                    order_id=order_id,
                )
            )
        if seen is not None and _is_news(turn, seen):
            stale = True
        elif seen is not None and seen.payment in PAID and not seen.cancelled:
            return
    if stale:
        raise Hindered(said("An order changed in the store; it is read again first."), now + 60 * SOON)
    if hidden:
        raise Hindered(NOT_SHOWN, now + NEXT_DAY)
    waits = now - grant.promised_at < GIVEN_UP_AFTER
    raise Hindered(
        said("None of the orders that it rests on is seen to be paid."), now + NEXT_DAY if waits else None
    )


def is_hidden(turn: Turn, order_id: int) -> bool:
    """Is the order too old for what the merchant permits us to see?"""
    with turn.context.db.read() as session:
        order = session.get(Order, (turn.shop.id, order_id))
    at = order.occurred_at if order is not None else None
    old = at is not None and at < turn.context.clock() - SHOWN
    return old and ALL_ORDERS not in turn.shop.scopes.split(",")


def _orders(turn: Turn, grant: Grant, customer: Customer) -> list[int]:
    latest = select(Order.id).where(Order.shop_id == turn.shop.id, Order.customer_id == customer.id)
    with turn.context.db.read() as session:
        found = session.exec(latest.order_by(col(Order.occurred_at).desc()).limit(MOST_ORDERS)).all()
    return list(dict.fromkeys([*([grant.order_id] if grant.order_id else []), *found]))


def _is_news(turn: Turn, seen: OrderSeen) -> bool:
    """Does the store show another state of the order than we hold? Then it is read back, and judged first."""
    with turn.context.db.write() as session:
        held = session.get(Order, (turn.shop.id, seen.order_id))
        ours = decode(held.facts).snapshot if held else None
        if ours is not None and not is_older(ours, seen):
            return False
        outbox.want(session, turn.shop.id, outbox.READ_BACK, [str(seen.order_id)], turn.context.clock())
    return True
