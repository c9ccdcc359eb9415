"""Where one shopper stands, told to nobody else: the same status that the store holds for the theme."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.delivery.desired import Desired, desired
from app.models import Customer, Shop, StandingChange
from app.programs import programs_by_version
from app.rules.program import Program
from app.rules.without_tier import status_without_tier

MOST_MOVES = 20


@dataclass(frozen=True, slots=True)
class Moved:
    at: datetime
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """`status` is what the theme has, without a tier only spend and what is left to the first."""

    program: Program
    status: dict[str, Any]
    share_tenths: int | None
    """Of all customers, who has this tier or a higher one; None without a tier."""
    moves: Sequence[Moved]


def standing_of(session: Session, shop: Shop, customer_id: int, now: datetime) -> Standing:
    """Of the platform's customer, with all that the page tells."""
    wanted, customer = desired(session, shop, now), _customer(session, shop, customer_id)
    status = _status(wanted, customer)
    return Standing(
        wanted.program,
        status,
        share(session, shop, status["rank"]),
        _moves(session, shop, customer) if customer else (),
    )


def status_of(session: Session, shop: Shop, customer_id: int, now: datetime) -> dict[str, Any]:
    """Of the platform's customer, as the store holds it for the theme."""
    return _status(desired(session, shop, now), _customer(session, shop, customer_id))


def _customer(session: Session, shop: Shop, customer_id: int) -> Customer | None:
    found = select(Customer).where(
        Customer.shop_id == shop.id, Customer.platform_id == customer_id, col(Customer.gone).is_(False)
    )
    return session.exec(found).first()


def _status(wanted: Desired, customer: Customer | None) -> dict[str, Any]:
    """Whoever is not known has bought nothing yet."""
    state, value = wanted.of(customer), customer.metric_value if customer else 0
    held: dict[str, Any] | None = json.loads(state.status) if state is not None and state.status else None
    return held or status_without_tier(wanted.program, wanted.shop.counting_currency, value)


def share(session: Session, shop: Shop, rank: int) -> int | None:
    """In tenths of a percent, rounded up: nobody is told to be one of none. None without a tier."""
    if not rank:
        return None
    counted = select(func.count()).where(Customer.shop_id == shop.id, col(Customer.gone).is_(False))
    everybody = session.exec(counted).one()
    above = session.exec(counted.where(Customer.rank >= rank)).one()
    return -(-1000 * above // everybody) if everybody else None


def _moves(session: Session, shop: Shop, customer: Customer) -> Sequence[Moved]:
    """Newest first, by the names that the tiers had."""
    found = (
        select(StandingChange)
        .where(StandingChange.shop_id == shop.id, StandingChange.customer_id == customer.id)
        .order_by(col(StandingChange.id).desc())
        .limit(MOST_MOVES)
    )
    rows = session.exec(found).all()
    programs = programs_by_version(session, shop.id, {row.program_version for row in rows})
    return [
        Moved(
            row.at,
            json.loads(row.reason).get("lost") or programs[row.program_version].name(row.from_rank),
            programs[row.program_version].name(row.to_rank),
        )
        for row in rows
        if row.from_rank != row.to_rank
    ]
