"""Each benefit of the live program over all members: who has it, in whose store it stands, who used it in
the last twelve months, and what it gave away (MET-ENG-REDEEM, GAP-DELIVERY).

The redemption rate is the part of those who have a benefit now who used it at least once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.explain import benefit_counts
from app.explain.benefit_counts import Sum
from app.explain.grant_totals import GrantTotals, grant_totals
from app.explain.plain import plain
from app.models import Shop
from app.programs import program_of
from app.rules.money import half_up
from app.rules.periods import local_day, months_before, starts_at

MONTHS = 12


@dataclass(frozen=True, slots=True)
class BenefitTotals:
    """Money in minor units of the store's currency."""

    kind: str
    words: str
    tiers: tuple[str, ...]
    members: int
    delivered: int
    """Of the members: so many for whom the store was last seen to hold it."""
    refused: int
    """Of the members: so many whose last change the store refused."""
    used_by: int
    orders: int
    given_minor: int
    redemption_tenths: int | None
    """Tenths of a percent; None without members, or where no order tells of a use."""


@dataclass(frozen=True, slots=True)
class Totals:
    shop: str
    currency: str
    since: datetime
    version: int
    benefits: tuple[BenefitTotals, ...]
    grants: tuple[GrantTotals, ...]

    def to_json(self) -> dict[str, Any]:
        told: Any = plain(self)
        return dict(told)


def totals(session: Session, shop: Shop, now: datetime) -> Totals:
    """Reads all members and the discounted orders of a year. Raises LookupError before the first draft."""
    version, program = program_of(session, shop.id, now)
    since = starts_at(months_before(local_day(now, shop.zone), MONTHS), shop.zone)
    sums: dict[str, Sum] = {}
    for tier in program.tiers:
        for benefit in tier.benefits:
            sums.setdefault(benefit.effect(), Sum(benefit)).tiers[tier.name] = None
    benefit_counts.count_members(session, shop, program, sums)
    benefit_counts.count_uses(session, shop, since, sums)
    benefit_counts.count_orders(session, shop, since, sums)
    benefit_counts.keep_present(session, shop, program, sums)
    return Totals(
        shop=shop.domain,
        currency=shop.currency,
        since=since,
        version=version.version,
        benefits=tuple(_told(each, shop.currency) for each in sums.values()),
        grants=tuple(grant_totals(session, shop, since)),
    )


def _told(each: Sum, currency: str) -> BenefitTotals:
    return BenefitTotals(
        kind=each.benefit.kind,
        words=each.benefit.told(currency),
        tiers=tuple(each.tiers),
        members=each.members,
        delivered=each.delivered,
        refused=each.refused,
        used_by=len(each.users),
        orders=each.orders,
        given_minor=each.given_minor,
        redemption_tenths=half_up(1000 * len(each.users), each.members) if _tells(each) else None,
    )


def _tells(each: Sum) -> bool:
    """Would an order tell of its use?"""
    leaves_a_trace = bool(each.benefit.off_percent or each.benefit.ship_up_to_minor or each.orders)
    return bool(each.members) and leaves_a_trace
