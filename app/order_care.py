"""Orders of members: which are to be cared for, and the tier that is frozen for each (INT-SHIP, F27).

A row is made in the transaction that posts the order. The tier is frozen when the buyer is next judged: it
is what the fold tells for the instant before the order, so the order's own spend does not count for itself.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app import outbox
from app.ledger import people
from app.ledger.facts import decode
from app.models import Order, OrderCare, Shop
from app.rules.known import Version
from app.rules.order_facts import OrderFacts

RECENT = timedelta(days=2)
"""An older order that is new to us (an import, a repair) was packed long ago."""
JUST_BEFORE = timedelta(microseconds=1)

Judge = Callable[[int, datetime], tuple[int, Version]]
"""The rank of a customer at an instant, as the version that applied then numbers it."""


def take(session: Session, shop: Shop, causes: Mapping[int, int | None], now: datetime) -> None:
    """Makes the rows of those orders that have none, and has their buyers judged.

    `causes` are the orders posted, each with the inbox row that told of it. None are taken while the store
    is not live or the program is paused: nothing is promised then.
    """
    if shop.live_at is None or shop.paused_at is not None or not causes:
        return
    cared_for = select(OrderCare.order_id).where(
        OrderCare.shop_id == shop.id, col(OrderCare.order_id).in_(causes)
    )
    found = select(Order.id, Order.customer_id, Order.occurred_at, Order.facts).where(
        Order.shop_id == shop.id,
        col(Order.id).in_(causes),
        col(Order.id).not_in(cared_for),
        col(Order.customer_id).is_not(None),
        col(Order.occurred_at) >= max(shop.live_at, now - RECENT),
    )
    buyers: dict[int, int | None] = {}
    for order_id, customer_id, ordered_at, facts in session.exec(found).all():
        if customer_id is not None and ordered_at is not None and is_to_be_sent(decode(facts)):
            session.add(
                OrderCare(shop_id=shop.id, order_id=order_id, customer_id=customer_id, ordered_at=ordered_at)
            )
            buyers[customer_id] = causes[order_id]
    session.flush()
    people.mark_dirty(session, shop.id, buyers)


def is_to_be_sent(facts: OrderFacts) -> bool:
    """Is it an order that somebody packs?"""
    order = facts.snapshot
    return not (order is None or facts.deleted or order.test or order.cancelled_at or order.source == "csv")


def freeze(
    session: Session, shop: Shop, customer_ids: Collection[int], judge: Judge, now: datetime
) -> list[int]:
    """Freezes the tier of each undecided order that belongs to these customers by now; returns those that
    have one.

    An order that was given to another customer is theirs as long as nothing is decided; after that it
    keeps its tier. Few orders are undecided at any time, so they are asked for and not the customers' own.
    """
    undecided = select(OrderCare).where(OrderCare.shop_id == shop.id, col(OrderCare.decided_at).is_(None))
    waiting = {care.order_id: care for care in session.exec(undecided).all()}
    judged, frozen = set(customer_ids), []
    for order_id, customer_id in _owners(session, shop.id, waiting) if waiting else ():
        if customer_id is None or customer_id not in judged:
            continue
        care = waiting[order_id]
        rank, version = judge(customer_id, care.ordered_at - JUST_BEFORE)
        care.customer_id, care.rank, care.decided_at = customer_id, rank, now
        care.tier, care.program_version = version.program.name(rank) or "", version.number
        session.add(care)
        if rank:
            frozen.append(order_id)
    outbox.want(session, shop.id, outbox.ORDER, map(str, frozen), now)
    return frozen


def _owners(session: Session, shop_id: int, order_ids: Collection[int]) -> Sequence[tuple[int, int | None]]:
    found = select(Order.id, Order.customer_id).where(Order.shop_id == shop_id, col(Order.id).in_(order_ids))
    return session.exec(found.order_by(col(Order.id))).all()
