"""The latest moves between tiers, with the numbers that decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.models import Customer, Order, ProgramVersion, StandingChange
from app.programs import programs_by_version
from app.rules.program import Program

SHOWN = 10


@dataclass(frozen=True, slots=True)
class RecentMove:
    customer: Customer
    at: datetime
    from_name: str | None
    to_name: str | None
    up: bool
    kind: str
    metric_value: int
    threshold: int
    order_name: str | None


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
    reasons = [json.loads(row.reason) for row, _ in rows]
    names = _order_names(session, shop_id, {r["order_id"] for r in reasons if r.get("order_id")})
    return [
        _move(row, customer, reason, programs[row.program_version], names)
        for (row, customer), reason in zip(rows, reasons, strict=True)
    ]


def _move(
    row: StandingChange,
    customer: Customer,
    reason: Mapping[str, int | str | None],
    program: Program,
    names: Mapping[int, str],
) -> RecentMove:
    order_id = reason.get("order_id")
    return RecentMove(
        customer=customer,
        at=row.at,
        from_name=str(reason.get("lost") or "") or program.name(row.from_rank),
        to_name=program.name(row.to_rank),
        up=row.to_rank > row.from_rank,
        kind=str(reason.get("kind", "")),
        metric_value=int(reason.get("metric_value") or 0),
        threshold=int(reason.get("threshold") or 0),
        order_name=names.get(int(order_id)) if order_id else None,
    )


def _order_names(session: Session, shop_id: int, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = select(Order.id, Order.name).where(Order.shop_id == shop_id, col(Order.id).in_(ids))
    return {order_id: name or f"order {order_id}" for order_id, name in session.exec(found).all()}
