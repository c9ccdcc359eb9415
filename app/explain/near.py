"""Who is near the next tier, and how much each lacks (ID-FLAG-NEAR).

Read from what the last evaluation stored: a tier is a range of an index, however many customers there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, null, or_
from sqlmodel import Session, col, select

from app.knowledge import lines_of
from app.models import Customer, Shop
from app.programs import program_of
from app.rules.periods import local_day
from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Near:
    """A customer who lacks only `gap` to the next tier."""

    customer_id: int
    platform_id: int | None
    email: str | None
    name: str
    tier: str | None
    next_tier: str
    metric_value: int
    gap: int


@dataclass(frozen=True, slots=True)
class NearList:
    within: int
    total: int
    members: tuple[Near, ...]


def near(session: Session, shop: Shop, now: datetime, within: int | None, limit: int) -> NearList:
    """Customers who lack at most `within` (in the metric's unit) to the next tier, the smallest gap first.

    None: the usual gap.
    """
    _, program = program_of(session, shop.id, now)
    asked = entries(session, shop, program, now)
    within = usual_gap(asked) if within is None else within
    ranges = near_tiers(asked, within)
    if not ranges:
        return NearList(within, 0, ())
    living = (Customer.shop_id == shop.id, col(Customer.gone).is_(False), or_(*ranges))
    total = session.exec(select(func.count()).select_from(Customer).where(*living)).one()
    rows: list[Customer] = []
    for each in ranges:  # of each tier no more than may be shown
        found = select(Customer).where(Customer.shop_id == shop.id, col(Customer.gone).is_(False), each)
        closest = found.order_by(col(Customer.metric_value).desc(), col(Customer.id)).limit(limit)
        rows += session.exec(closest).all()
    told = sorted((_near(row, program, asked) for row in rows), key=lambda each: (each.gap, each.customer_id))
    return NearList(within, total, tuple(told[:limit]))


def entries(session: Session, shop: Shop, program: Program, now: datetime) -> list[int | None]:
    """What earns each tier today; None while its population line is not drawn."""
    today = local_day(now, shop.zone)
    lines = lines_of(session, shop.id) if program.by_population else ()
    drawn = {line.tier: line.entry for line in lines if line.day <= today}
    return [tier.entry if tier.entry is not None else drawn.get(tier.name) for tier in program.tiers]


def usual_gap(asked: Sequence[int | None]) -> int:
    """A tenth of what the lowest tier asks: 200 where Silver begins at 2,000, as in MSG-PROX."""
    lowest = next((entry for entry in asked if entry is not None), 0)
    return max(1, lowest // 10) if lowest else 0


def near_tiers(asked: Sequence[int | None], within: int) -> list[ColumnElement[bool]]:
    """A condition for each tier that somebody may be near."""
    return [_lacking(rank, entry, within) for rank, entry in enumerate(asked, start=1) if entry is not None]


def gap(asked: Sequence[int | None]) -> Any:
    """What each customer lacks to the next tier, as a column; null at the top."""
    lacks = [
        (col(Customer.rank) == rank, entry - col(Customer.metric_value))
        for rank, entry in enumerate(asked)
        if entry is not None
    ]
    return case(*lacks, else_=None) if lacks else null()


def _lacking(rank: int, entry: int, within: int) -> ColumnElement[bool]:
    value = col(Customer.metric_value)
    return and_(col(Customer.rank) == rank - 1, value > 0, value >= entry - within, value < entry)


def _near(row: Customer, program: Program, asked: Sequence[int | None]) -> Near:
    entry = asked[row.rank]
    assert entry is not None
    return Near(
        customer_id=row.id,
        platform_id=row.platform_id,
        email=row.email,
        name=row.name,
        tier=program.name(row.rank),
        next_tier=program.tiers[row.rank].name,
        metric_value=row.metric_value,
        gap=entry - row.metric_value,
    )
