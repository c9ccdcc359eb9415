"""What is on record of a member and of what was promised to them, each asked for once."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import union_all
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from app import discounts_used, outbox
from app.explain.member import change_of
from app.explain.shape import Change
from app.models import (
    Customer,
    CustomerAlias,
    Order,
    OrderCare,
    Outbox,
    PlatformObject,
    ProgramVersion,
    Shop,
    StandingChange,
)
from app.models.platform_object import DISCOUNT
from app.programs import applying, as_versions, chain_of, every_version, parsed, program_of
from app.records import moves_of
from app.rules.applied_discounts import from_text
from app.rules.full_price import name_of
from app.rules.program import Program
from app.rules.standing import Version


@dataclass(frozen=True, slots=True)
class Use:
    """An order on which it was used; what it took off, in minor units of the store's currency."""

    order_id: int
    order_name: str
    at: datetime
    amount_minor: int


@dataclass(frozen=True, slots=True)
class CaredOrder:
    """An order whose tier was frozen, and what was written for it in the store."""

    care: OrderCare
    name: str
    written: Outbox | None


@dataclass(frozen=True, slots=True)
class MemberRecords:
    program: Program
    """The one that applies, else the draft."""
    versions: tuple[Version, ...]
    """Those that were published."""
    family: Sequence[int]
    """The row and those that were merged into it: what happened to them happened to this person."""
    changes: tuple[Change, ...]
    uses: Mapping[str, tuple[Use, ...]]
    """By effect the orders on which a discount of ours took something off, newest first."""
    orders: tuple[CaredOrder, ...]
    written: Outbox | None
    """What was written for the customer."""
    discounts: Collection[str]
    """Keys of those that stand in the store."""


def records_of(session: Session, shop: Shop, customer: Customer, now: datetime) -> MemberRecords:
    every = every_version(session, shop.id)
    chain = chain_of(every)
    row = applying(chain, now)
    moves = moves_of(session, shop.id, customer.id)
    orders = _orders(session, shop.id, customer.id, _moved_by(moves))
    cared = _cared(session, shop.id, customer.id)
    written = _written(session, shop.id, customer.id, [care.order_id for care, _ in cared])
    return MemberRecords(
        program=parsed(row.rules) if row else program_of(session, shop.id, now)[1],
        versions=as_versions(chain),
        family=_family(session, shop.id, customer.id),
        changes=_changes(moves, every, {order.id: order.name or f"#{order.id}" for order in orders}),
        uses=_uses(orders, customer.id, every, shop),
        orders=tuple(
            CaredOrder(care, name, written.get((outbox.ORDER, str(care.order_id)))) for care, name in cared
        ),
        written=written.get((outbox.CUSTOMER, str(customer.id))),
        discounts=_standing_discounts(session, shop.id),
    )


def _moved_by(moves: Iterable[StandingChange]) -> set[int]:
    found = (json.loads(row.reason).get("order_id") for row in moves)
    return {order_id for order_id in found if order_id}


def _orders(session: Session, shop_id: int, customer_id: int, moved_by: Collection[int]) -> Sequence[Order]:
    """Those with discounts, and those that moved the member: each by an index, whatever an engine guesses."""
    discounted = select(Order.id).where(
        Order.shop_id == shop_id, Order.customer_id == customer_id, Order.discounts != ""
    )
    moving = select(Order.id).where(Order.shop_id == shop_id, col(Order.id).in_(moved_by))
    either = union_all(discounted, moving)
    found = select(Order).where(Order.shop_id == shop_id, col(Order.id).in_(either))
    return session.exec(found.options(defer(cast("QueryableAttribute[str]", Order.facts)))).all()


def _changes(
    moves: Iterable[StandingChange], every: Iterable[ProgramVersion], names: Mapping[int, str]
) -> tuple[Change, ...]:
    rules = {row.version: row.rules for row in every}
    return tuple(change_of(row, parsed(rules[row.program_version]), names) for row in moves)


def _uses(
    orders: Iterable[Order], customer_id: int, every: Iterable[ProgramVersion], shop: Shop
) -> dict[str, tuple[Use, ...]]:
    ours = discounts_used.named_by((row.rules for row in every), shop)
    uses: dict[str, list[Use]] = {}
    for order in orders:
        if order.customer_id != customer_id or order.occurred_at is None:
            continue
        for each in from_text(order.discounts):
            if (effect := ours.get(name_of(each))) is not None:
                use = Use(order.id, order.name, order.occurred_at, each.amount)
                uses.setdefault(effect, []).append(use)
    return {effect: tuple(sorted(each, key=_newest_first)) for effect, each in uses.items()}


def _newest_first(use: Use) -> tuple[float, int]:
    return -use.at.timestamp(), -use.order_id


def _cared(session: Session, shop_id: int, customer_id: int) -> Sequence[tuple[OrderCare, str]]:
    found = select(OrderCare, Order.name).where(
        OrderCare.shop_id == shop_id,
        Order.shop_id == shop_id,
        OrderCare.customer_id == customer_id,
        OrderCare.rank > 0,
        col(Order.id) == col(OrderCare.order_id),
    )
    return session.exec(found).all()


def _written(
    session: Session, shop_id: int, customer_id: int, order_ids: Iterable[int]
) -> dict[tuple[str, str], Outbox]:
    """By kind and subject. Asked for in one list of each, which both engines look up in the key."""
    found = select(Outbox).where(
        Outbox.shop_id == shop_id,
        col(Outbox.kind).in_((outbox.CUSTOMER, outbox.ORDER)),
        col(Outbox.subject).in_([str(customer_id), *map(str, order_ids)]),
    )
    return {(row.kind, row.subject): row for row in session.exec(found).all()}


def _family(session: Session, shop_id: int, customer_id: int) -> list[int]:
    found = select(CustomerAlias.customer_id).where(
        CustomerAlias.shop_id == shop_id, CustomerAlias.survivor_id == customer_id
    )
    return [customer_id, *session.exec(found).all()]


def _standing_discounts(session: Session, shop_id: int) -> set[str]:
    found = select(PlatformObject.key).where(
        PlatformObject.shop_id == shop_id, PlatformObject.kind == DISCOUNT
    )
    return set(session.exec(found).all())
