"""How many would move, while somebody waits: exactly in a small store, from a sample in a larger one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.compare.customers import compare
from app.compare.shape import Comparison
from app.db import Database
from app.models import Customer, Shop
from app.rules.money import half_up
from app.rules.program import Program

EXACTLY = 1_000
"""So many customers are judged within a second."""
MEMBERS, OTHERS = 500, 300
"""Of a larger store so many are judged. Members stand near the lines that are changed, so more of them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Who would move, of all `customers`; of those who go down `lost` are left without a tier."""

    customers: int
    judged: int
    up: int
    down: int
    lost: int
    live: bool
    """Else everybody is compared with no tier."""
    told: Comparison | None
    """The whole comparison, where everybody was judged."""


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the store's customers, and of how many they stand for."""

    ids: Sequence[int]
    customers: int


def estimate(db: Database, shop: Shop, program: Program, now: datetime) -> Estimate | None:
    """The draft against what is live. None: the program needs all customers, and there are too many."""
    with db.read() as session:
        sizes = {members: _size(session, shop, members) for members in (True, False)}
        customers = sum(sizes.values())
        if customers > EXACTLY and program.by_population:
            return None
        parts = [] if customers <= EXACTLY else [_part(session, shop, *each) for each in sizes.items()]
    if not parts:
        told = compare(db, shop, program, now, most_told=0)
        up, down = told.up.customers, told.down.customers
        return Estimate(
            told.customers, told.customers, up, down, told.lost, told.before_version is not None, told
        )
    judged = [
        (compare(db, shop, program, now, most_told=0, only=each.ids), each) for each in parts if each.ids
    ]
    return Estimate(
        customers=customers,
        judged=sum(told.customers for told, _ in judged),
        up=sum(_for_all(told.up.customers, told, part) for told, part in judged),
        down=sum(_for_all(told.down.customers, told, part) for told, part in judged),
        lost=sum(_for_all(told.lost, told, part) for told, part in judged),
        live=any(told.before_version is not None for told, _ in judged),
        told=None,
    )


def _for_all(counted: int, told: Comparison, part: _Part) -> int:
    return half_up(counted * part.customers, max(1, told.customers))


def _living(shop: Shop, members: bool) -> tuple[ColumnElement[bool], ...]:
    held = col(Customer.rank) > 0 if members else col(Customer.rank) == 0
    return (col(Customer.shop_id) == shop.id, col(Customer.gone).is_(False), held)


def _size(session: Session, shop: Shop, members: bool) -> int:
    return session.exec(select(func.count()).select_from(Customer).where(*_living(shop, members))).one()


def _part(session: Session, shop: Shop, members: bool, customers: int) -> _Part:
    """Every so many-th of them in the order of what they hold: near and far are there as in the store."""
    most = MEMBERS if members else OTHERS
    place = func.row_number().over(order_by=(col(Customer.metric_value), col(Customer.id)))
    numbered: Any = select(col(Customer.id).label("id"), place.label("place")).where(*_living(shop, members))
    rows = numbered.subquery()
    every = -(-customers // most) or 1
    found = select(rows.c.id).where(rows.c.place % every == 0)
    return _Part(list(session.exec(found).all()), customers)
