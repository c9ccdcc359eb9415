"""Counting who has a benefit, in whose store it stands and who used it: one sum for each effect."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, String, case, cast
from sqlalchemy import select as sql_select
from sqlmodel import Session, and_, col, func, select

from app import discounts_used, outbox
from app.models import Customer, Order, OrderCare, Outbox, Shop
from app.rules.applied_discounts import from_text
from app.rules.audiences import full_price_tag, full_price_tags, in_force
from app.rules.benefits import Benefit
from app.rules.benefits.of_orders import OrderPromise
from app.rules.full_price import name_of
from app.rules.program import Program

IDS_PER_QUERY = 1_000


@dataclass(slots=True)
class Sum:
    """One effect while it is added up."""

    benefit: Benefit
    tiers: dict[str, None] = field(default_factory=dict)
    members: int = 0
    delivered: int = 0
    refused: int = 0
    orders: int = 0
    given_minor: int = 0
    users: set[int] = field(default_factory=set)


def _has(program: Program, rank: int, landing: int, tenths: int | None) -> set[str]:
    """The effects that such a member has."""
    tier = program.tier(min(rank, len(program.tiers)))
    if tier is None:
        return set()
    step = tier.landing[landing - 1] if 0 < landing <= len(tier.landing) else None
    without = full_price_tags(tier, tenths)
    return {
        each.effect()
        for each in in_force(tier, step)
        if each.unless_full_price_tenths is None
        or full_price_tag(each.unless_full_price_tenths) not in without
    }


def count_members(session: Session, shop: Shop, program: Program, sums: Mapping[str, Sum]) -> None:
    of_customer = and_(
        col(Outbox.shop_id) == shop.id,
        col(Outbox.kind) == outbox.CUSTOMER,
        col(Outbox.subject) == cast(col(Customer.id), String),
    )
    stands = and_(col(Outbox.sent_at).is_not(None), col(Outbox.dead).is_(False), Outbox.written != "")
    standing = (col(Customer.rank), col(Customer.landing), col(Customer.full_price_tenths))
    found = (
        sql_select(*standing, func.count(), _number_of(stands), _number_of(col(Outbox.dead).is_(True)))
        .select_from(Customer)
        .outerjoin(Outbox, of_customer)
        .where(col(Customer.shop_id) == shop.id, col(Customer.gone).is_(False), col(Customer.rank) > 0)
        .group_by(*standing)
    )
    for rank, landing, tenths, members, delivered, refused in session.execute(found).all():
        for effect in _has(program, rank, landing, tenths) & sums.keys():
            sums[effect].members += members
            sums[effect].delivered += delivered
            sums[effect].refused += refused


def _number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def count_uses(session: Session, shop: Shop, since: datetime, sums: Mapping[str, Sum]) -> None:
    """By the discounts that orders name."""
    ours = discounts_used.of_tiers(session, shop)
    found = select(Order.customer_id, Order.discounts).where(
        Order.shop_id == shop.id, col(Order.occurred_at) >= since, Order.discounts != ""
    )
    for customer_id, text in session.exec(found.execution_options(yield_per=IDS_PER_QUERY)):
        for each in from_text(text):
            found_sum = sums.get(ours.get(name_of(each), ""))
            if found_sum is not None and customer_id is not None:
                _use(found_sum, customer_id, each.amount)


def count_orders(session: Session, shop: Shop, since: datetime, sums: Mapping[str, Sum]) -> None:
    """A benefit of orders is used by each order of its tier that the store shows it on."""
    written = and_(
        col(Outbox.shop_id) == shop.id,
        col(Outbox.kind) == outbox.ORDER,
        col(Outbox.subject) == cast(col(OrderCare.order_id), String),
        col(Outbox.sent_at).is_not(None),
    )
    found = (
        select(OrderCare.customer_id, OrderCare.tier)
        .join(Outbox, written)
        .where(OrderCare.shop_id == shop.id, OrderCare.ordered_at >= since, OrderCare.rank > 0)
    )
    of_orders = [each for each in sums.values() if each.benefit.of_order() != OrderPromise()]
    for customer_id, tier in session.exec(found).all() if of_orders else ():
        for each in of_orders:
            if tier in each.tiers:
                _use(each, customer_id, 0)


def _use(used: Sum, customer_id: int, amount_minor: int) -> None:
    used.users.add(customer_id)
    used.orders += 1
    used.given_minor += amount_minor


def keep_present(session: Session, shop: Shop, program: Program, sums: Mapping[str, Sum]) -> None:
    """Whoever used it and has it no more says nothing of those who have it now."""
    users = sorted({user for each in sums.values() for user in each.users})
    present: dict[str, set[int]] = defaultdict(set)
    rest = iter(users)
    while some := list(islice(rest, IDS_PER_QUERY)):
        found = select(Customer.id, Customer.rank, Customer.landing, Customer.full_price_tenths).where(
            Customer.shop_id == shop.id, col(Customer.id).in_(some), col(Customer.gone).is_(False)
        )
        for customer_id, rank, landing, tenths in session.exec(found).all():
            for effect in _has(program, rank, landing, tenths):
                present[effect].add(customer_id)
    for effect, each in sums.items():
        each.users &= present[effect]
