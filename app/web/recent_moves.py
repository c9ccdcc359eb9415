"""The latest moves between tiers, with the numbers that decided."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.explain.member import change_of
from app.explain.on_record import order_names
from app.explain.shape import Change
from app.models import Customer, ProgramVersion, StandingChange
from app.programs import programs_by_version
from app.rules.program import Program

SHOWN = 10


@dataclass(frozen=True, slots=True)
class RecentMove:
    customer: Customer
    change: Change
    program: Program
    """The one that was in force."""


def recent_moves(
    session: Session, shop_id: int, version: ProgramVersion, program: Program
) -> Sequence[RecentMove]:
    """Newest first, by when they were recorded."""
    found = (
        select(StandingChange, Customer)
        .join(Customer, col(Customer.id) == col(StandingChange.customer_id))
        .where(StandingChange.shop_id == shop_id, Customer.shop_id == shop_id)
        .order_by(col(StandingChange.recorded_at).desc(), col(StandingChange.id).desc())
        .limit(SHOWN)
    )
    rows = session.exec(found).all()
    programs = programs_by_version(
        session, shop_id, {row.program_version for row, _ in rows} - {version.version}
    )
    programs[version.version] = program
    orders = {json.loads(row.reason).get("order_id") for row, _ in rows} - {None}
    names = order_names(session, shop_id, orders)
    return [
        RecentMove(
            customer, change_of(row, programs[row.program_version], names), programs[row.program_version]
        )
        for row, customer in rows
    ]
