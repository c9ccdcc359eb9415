"""How many customers stand in each tier, and how much of the spend is theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, literal_column
from sqlmodel import Session, col, select

from app.models import Customer
from app.rules.program import Program, Tier

REACHED = "reached_rank"
"""Grouped by its name: Postgres does not see that two expressions with parameters are the same."""


@dataclass(frozen=True, slots=True)
class TierShare:
    rank: int
    tier: Tier | None
    """None: customers without a tier."""
    customers: int
    writable: int
    """Those who have an account in the store; the others are guests or known from an import."""
    spend_minor: int


@dataclass(frozen=True, slots=True)
class Shares:
    lines: tuple[TierShare, ...]
    """Highest tier first, customers without a tier last."""

    @property
    def customers(self) -> int:
        return sum(line.customers for line in self.lines)

    @property
    def spend_minor(self) -> int:
        return sum(line.spend_minor for line in self.lines)

    @property
    def members(self) -> int:
        return sum(line.customers for line in self.lines if line.rank)

    @property
    def writable(self) -> int:
        return sum(line.writable for line in self.lines if line.rank)

    @property
    def counts(self) -> dict[int, int]:
        return {line.rank: line.customers for line in self.lines}


def tier_shares(
    session: Session, shop_id: int, program: Program, marks: Mapping[int, int | None] | None = None
) -> Shares:
    """Living customers by tier, as last evaluated; one pass over the shop's customers.

    Before a store is live its draft may have changed since: with `marks`, what each rank asks, customers are
    counted to the highest rank that they reach.
    """
    reached = _reached(marks or {})
    rank: Any = col(Customer.rank) if reached is None else reached.label(REACHED)
    found = (
        select(
            rank,
            func.count(),
            func.count(col(Customer.platform_id)),
            func.sum(Customer.metric_value),
        )
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
        .group_by(rank if reached is None else literal_column(REACHED))
    )
    rows = {rank: (count, writable, int(spend)) for rank, count, writable, spend in session.exec(found).all()}
    ranks = sorted({*range(len(program.tiers) + 1), *rows}, reverse=True)
    return Shares(tuple(TierShare(rank, _tier(program, rank), *rows.get(rank, (0, 0, 0))) for rank in ranks))


def _reached(marks: Mapping[int, int | None]) -> Any:
    """The highest rank whose mark is reached; None: there is no mark."""
    asked = sorted(((rank, mark) for rank, mark in marks.items() if mark is not None), reverse=True)
    if not asked:
        return None
    return case(
        *((col(Customer.metric_value) >= mark, literal_column(str(rank))) for rank, mark in asked),
        else_=literal_column("0"),
    )


def _tier(program: Program, rank: int) -> Tier | None:
    """Until everybody is judged again, somebody may hold a rank that a new version has not."""
    return program.tier(rank) if rank <= len(program.tiers) else None
