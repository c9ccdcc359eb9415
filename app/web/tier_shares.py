"""How many customers stand in each tier, and how much of the spend is theirs."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Customer
from app.rules.program import Program, Tier


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


def tier_shares(session: Session, shop_id: int, program: Program) -> Shares:
    """Living customers by tier, as last evaluated; one pass over the shop's customers."""
    found = (
        select(
            Customer.rank,
            func.count(),
            func.count(col(Customer.platform_id)),
            func.sum(Customer.metric_value),
        )
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
    )
    rows = {rank: (count, writable, int(spend)) for rank, count, writable, spend in session.exec(found).all()}
    ranks = sorted({*range(len(program.tiers) + 1), *rows}, reverse=True)
    return Shares(tuple(TierShare(rank, _tier(program, rank), *rows.get(rank, (0, 0, 0))) for rank in ranks))


def _tier(program: Program, rank: int) -> Tier | None:
    """Until everybody is judged again, somebody may hold a rank that a new version has not."""
    return program.tier(rank) if rank <= len(program.tiers) else None
