"""What hooks are told: ids, tiers, instants and reasons, and nothing personal beside the platform's ids."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.hooks import CHANGE, ORDER
from app.models import Customer, OrderCare, Shop, StandingChange
from app.programs import programs_by_version
from app.rules.program import Program
from app.rules.standard_webhooks import message

TIER_CHANGED, ORDER_TIER = "member.tier_changed", "order.tier_decided"


@dataclass(frozen=True, slots=True)
class Message:
    """`id` is the same over retries; `body` is signed as it is."""

    id: str
    body: bytes


def messages(session: Session, shop: Shop, subjects: Collection[str]) -> dict[str, Message]:
    """By subject of the outbox what is to be said; nothing of guests and of people who are gone."""
    wanted = {subject: _parts(subject) for subject in subjects}
    changes = _changes(session, shop, {number for what, number in wanted.values() if what == CHANGE})
    orders = _orders(session, shop, {number for what, number in wanted.values() if what == ORDER})
    bodies = {CHANGE: changes, ORDER: orders}
    return {
        subject: Message(f"msg_{subject.replace(':', '_')}", bodies[what][number])
        for subject, (what, number) in wanted.items()
        if number in bodies[what]
    }


def _parts(subject: str) -> tuple[str, int]:
    _, what, number = subject.split(":")
    return what, int(number)


def _changes(session: Session, shop: Shop, ids: Collection[int]) -> dict[int, bytes]:
    found = select(StandingChange).where(StandingChange.shop_id == shop.id, col(StandingChange.id).in_(ids))
    rows = session.exec(found).all() if ids else ()
    people = _people(session, shop.id, [row.customer_id for row in rows])
    programs = programs_by_version(session, shop.id, {row.program_version for row in rows})
    return {
        row.id: message(TIER_CHANGED, row.recorded_at, _told(shop, row, people, programs))
        for row in rows
        if row.customer_id in people
    }


def _told(
    shop: Shop, row: StandingChange, people: Mapping[int, int], programs: Mapping[int, Program]
) -> dict[str, object]:
    program = programs[row.program_version]
    return {
        "id": str(row.id),
        "shop": shop.domain,
        "customer": f"gid://shopify/Customer/{people[row.customer_id]}",
        "from": program.name(min(row.from_rank, len(program.tiers))),
        "to": program.name(min(row.to_rank, len(program.tiers))),
        "at": row.at.isoformat(),
        "reason": json.loads(row.reason)["kind"],
        "version": row.program_version,
    }


def _orders(session: Session, shop: Shop, ids: Collection[int]) -> dict[int, bytes]:
    found = select(OrderCare).where(OrderCare.shop_id == shop.id, col(OrderCare.order_id).in_(ids))
    rows = session.exec(found).all() if ids else ()
    people = _people(session, shop.id, [row.customer_id for row in rows])
    return {
        row.order_id: message(
            ORDER_TIER,
            row.decided_at or row.ordered_at,
            {
                "shop": shop.domain,
                "order": f"gid://shopify/Order/{row.order_id}",
                "customer": f"gid://shopify/Customer/{people[row.customer_id]}",
                "tier": row.tier,
                "at": row.ordered_at.isoformat(),
                "version": row.program_version,
            },
        )
        for row in rows
        if row.customer_id in people
    }


def _people(session: Session, shop_id: int, ids: Sequence[int]) -> dict[int, int]:
    """By our row the platform's id, of those that the store still has."""
    found = select(Customer.id, Customer.platform_id).where(
        Customer.shop_id == shop_id,
        col(Customer.id).in_(ids),
        col(Customer.gone).is_(False),
        col(Customer.platform_id).is_not(None),
    )
    return {row: number for row, number in session.exec(found).all() if number is not None} if ids else {}
