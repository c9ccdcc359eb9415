"""Orders that hold a product of a drop before their buyer was allowed to buy it (PIT-DELIVERY)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.drops.announcements import announcements
from app.drops.rows import events_of, record
from app.ledger.facts import decode
from app.models import Drop, Order, OrderCare, StandingChange
from app.programs import programs_by_version
from app.rules.announced import Announced

BOUGHT_EARLY = "bought_early"
LATE = timedelta(days=3)
"""How long after the public time an order of before may still reach us."""


@dataclass(frozen=True, slots=True)
class EarlyBuy:
    order_id: int
    name: str
    at: datetime
    tier: str | None
    """The tier of the buyer when ordering."""
    might_from: datetime
    """From when the buyer was allowed to, by what was announced then."""
    products: tuple[int, ...]


def find(session: Session, drop: Drop) -> list[EarlyBuy]:
    """All of them that are known by now, oldest first."""
    events = events_of(session, drop)
    since = {
        json.loads(event.detail)["product"]: event.at.replace(microsecond=0)
        for event in reversed(events)
        if event.kind == "found"
    }
    return list(_early(session, drop, since, announcements(events))) if since else []


def watched(session: Session, shop_id: int, now: datetime) -> Sequence[Drop]:
    """Drops of which an order may still become known: those that opened, and those that ended lately."""
    found = select(Drop).where(Drop.shop_id == shop_id, col(Drop.public_at) > now - LATE)
    return session.exec(found).all()


def note(session: Session, drop: Drop, now: datetime) -> int:
    """Puts those on record that are not; returns how many."""
    told = {
        json.loads(event.detail)["order"] for event in events_of(session, drop) if event.kind == BOUGHT_EARLY
    }
    fresh = [each for each in find(session, drop) if each.order_id not in told]
    for each in fresh:
        about: dict[str, object] = {"order": each.order_id, "name": each.name, "at": each.at.isoformat()}
        about |= {"tier": each.tier, "might_from": each.might_from.isoformat(), "products": each.products}
        record(session, drop, BOUGHT_EARLY, about, now)
    return len(fresh)


def _early(
    session: Session, drop: Drop, since: Mapping[int, datetime], announced: Sequence[Announced]
) -> Iterator[EarlyBuy]:
    """`since` says from when each product was one of the drop's, in whole seconds as orders have them."""
    until = max(each.public_at for each in announced)
    if drop.cancelled_at is not None:
        until = min(until, drop.cancelled_at)
    found = select(Order).where(
        Order.shop_id == drop.shop_id,
        col(Order.occurred_at) >= min(since.values()),
        col(Order.occurred_at) < until,
    )
    for order in session.exec(found.order_by(col(Order.occurred_at))).all():
        held, at = _held(order, since), order.occurred_at
        if held and at is not None:
            tier = _tier_at(session, order, at)
            might_from = _in_force(announced, at).opens_to(tier)
            if at < might_from:
                yield EarlyBuy(order.id, order.name, at, tier, might_from, held)


def _held(order: Order, since: Mapping[int, datetime]) -> tuple[int, ...]:
    """The products of the drop that the order holds."""
    named = [product for product in since if str(product) in order.facts]
    facts = decode(order.facts).snapshot if named else None
    lines = facts.lines if facts is not None and not facts.test else ()
    bought = {line.product for line in lines}
    at = order.occurred_at
    return tuple(each for each in sorted(named) if str(each) in bought and at and at >= since[each])


def _in_force(announced: Sequence[Announced], at: datetime) -> Announced:
    return [each for each in announced if each.at.replace(microsecond=0) <= at][-1]


def _tier_at(session: Session, order: Order, at: datetime) -> str | None:
    """As frozen for the order; else as the last change before it says."""
    care = session.get(OrderCare, (order.shop_id, order.id))
    if care is not None and care.decided_at is not None:
        return care.tier or None
    found = select(StandingChange.to_rank, StandingChange.program_version).where(
        StandingChange.shop_id == order.shop_id,
        StandingChange.customer_id == order.customer_id,
        col(StandingChange.at) <= at,
    )
    last = session.exec(found.order_by(col(StandingChange.at).desc(), col(StandingChange.id).desc())).first()
    if last is None:
        return None
    rank, version = last
    return programs_by_version(session, order.shop_id, {version})[version].name(rank)
