"""The figures of a live home page: moves of thirty days, what comes next, whether the guide is put away."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import AuditEvent, Customer, StandingChange
from app.web.setup import DISMISSED

DAYS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Month:
    up: int
    down: int
    next_review_at: datetime | None
    """When somebody is next looked at by the calendar; None: with the next order."""
    next_fall_on: date | None
    guide_away: int


def month(session: Session, shop_id: int, now: datetime) -> Month:
    """Five figures in one statement, each over its own index."""

    def moves(*conditions: Any) -> Any:
        found = select(func.count()).where(
            StandingChange.shop_id == shop_id, col(StandingChange.recorded_at) >= now - DAYS, *conditions
        )
        return found.scalar_subquery()

    def first(column: Any, *conditions: Any) -> Any:
        return select(func.min(column)).where(Customer.shop_id == shop_id, *conditions).scalar_subquery()

    away = select(func.count()).where(AuditEvent.shop_id == shop_id, AuditEvent.action == DISMISSED)
    parts: tuple[Any, ...] = (
        moves(col(StandingChange.to_rank) > col(StandingChange.from_rank)),
        moves(col(StandingChange.to_rank) < col(StandingChange.from_rank)),
        first(Customer.next_review_at, col(Customer.next_review_at) > now),
        first(Customer.falls_on, col(Customer.falls_on).is_not(None), col(Customer.gone).is_(False)),
        away.scalar_subquery(),
    )
    return Month(*session.exec(select(*parts)).one())
