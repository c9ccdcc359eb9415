"""Who falls when and what keeps them (GAP-FORECAST, ID-FLAG-RISK).

Read from what the last evaluation stored, so a list costs what it shows, however many customers there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.models import Customer, Notice, Shop
from app.programs import program_of
from app.rules.notices import FIRST_DAYS, RISK_30, RISK_60
from app.rules.periods import local_day
from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Falling:
    """A member who falls on the local day `falls_on` if nothing is bought."""

    customer_id: int
    platform_id: int | None
    email: str | None
    name: str
    tier: str | None
    falls_to: str | None
    falls_on: date
    days: int
    """How many days are left."""
    metric_value: int
    needed: int | None
    """What keeps the tier, in the metric's unit; None where no purchase does."""
    by_hand: bool
    warned_60_on: date | None
    """The local day on which the first notice of this fall was recorded."""
    warned_30_on: date | None


@dataclass(frozen=True, slots=True)
class FallingList:
    today: date
    within_days: int
    total: int
    members: tuple[Falling, ...]


def falling(session: Session, shop: Shop, now: datetime, within_days: int, limit: int) -> FallingList:
    """Members whose fall is at most so many days away, the soonest first."""
    today = local_day(now, shop.zone)
    fall_then = falls(None, today + timedelta(days=within_days))
    total, members = falling_of(session, shop, now, fall_then, limit)
    return FallingList(today, within_days, total, members)


def falls(first: date | None, last: date | None, rank: int | None = None) -> list[ColumnElement[bool]]:
    """Whose tier falls from the local day `first` to `last` (None: any), of one tier or of all.

    What the calendar counts, what a list shows and what a command prints are the same people.
    """
    day = col(Customer.falls_on)
    return [
        col(Customer.gone).is_(False),
        col(Customer.rank) > 0 if rank is None else col(Customer.rank) == rank,
        day.is_not(None),
        *([day >= first] if first else []),
        *([day <= last] if last else []),
    ]


def falling_of(
    session: Session,
    shop: Shop,
    now: datetime,
    conditions: Sequence[ColumnElement[bool]],
    limit: int,
    offset: int = 0,
) -> tuple[int, tuple[Falling, ...]]:
    """How many there are, and some of them, the soonest first."""
    today = local_day(now, shop.zone)
    _, program = program_of(session, shop.id, now)
    members = [col(Customer.shop_id) == shop.id, *conditions]
    total = session.exec(select(func.count()).select_from(Customer).where(*members)).one()
    soonest = select(Customer).where(*members).order_by(col(Customer.falls_on), col(Customer.id))
    rows = session.exec(soonest.offset(offset).limit(limit)).all()
    notices = _notices(session, shop.id, rows)
    return total, tuple(_falling(row, program, today, notices.get(row.id, {})) for row in rows)


def at_risk(session: Session, shop: Shop, now: datetime, limit: int) -> FallingList:
    """Members within the time of the two notices: who buys what is lacking stays."""
    return falling(session, shop, now, FIRST_DAYS, limit)


def _falling(
    row: Customer, program: Program, today: date, notices: Mapping[tuple[str, date], date]
) -> Falling:
    assert row.falls_on is not None
    return Falling(
        customer_id=row.id,
        platform_id=row.platform_id,
        email=row.email,
        name=row.name,
        tier=_name(program, row.rank),
        falls_to=_name(program, row.falls_to) if row.falls_to is not None else None,
        falls_on=row.falls_on,
        days=(row.falls_on - today).days,
        metric_value=row.metric_value,
        needed=row.needed,
        by_hand=row.by_hand,
        warned_60_on=notices.get((RISK_60, row.falls_on)),
        warned_30_on=notices.get((RISK_30, row.falls_on)),
    )


def _notices(
    session: Session, shop_id: int, rows: Sequence[Customer]
) -> dict[int, dict[tuple[str, date], date]]:
    """By customer the notices on record, by kind and the day of the fall they spoke of."""
    ids = [row.id for row in rows]
    found = select(Notice).where(Notice.shop_id == shop_id, col(Notice.customer_id).in_(ids))
    told: dict[int, dict[tuple[str, date], date]] = {}
    for each in session.exec(found).all() if ids else ():
        if each.falls_on is not None:
            told.setdefault(each.customer_id, {})[each.kind, each.falls_on] = each.recorded_on
    return told


def _name(program: Program, rank: int) -> str | None:
    """A stored rank may count the tiers of a version that is over, until the customer is judged again."""
    return program.name(rank) if rank <= len(program.tiers) else f"tier {rank}"
