"""One-time benefits over all members: promised, delivered, used (MET-ENG-REDEEM)."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col

from app.models import Grant, Shop
from app.rules.money import half_up


@dataclass(frozen=True, slots=True)
class GrantTotals:
    """One-time benefits of a kind in the same months. `given_minor` is what was delivered."""

    benefit: str
    currency: str
    promised: int
    delivered: int
    used: int
    failed: int
    needs_review: int
    given_minor: int
    redemption_tenths: int | None


def grant_totals(session: Session, shop: Shop, since: datetime) -> Iterator[GrantTotals]:
    kinds = (col(Grant.benefit), col(Grant.currency), col(Grant.state))
    found = sql_select(*kinds, func.count(), func.sum(col(Grant.amount_minor)))
    grouped = found.where(col(Grant.shop_id) == shop.id, col(Grant.promised_at) >= since).group_by(*kinds)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    money: Counter[tuple[str, str]] = Counter()
    for benefit, currency, state, number, amount in session.execute(grouped).all():
        counts[benefit, currency][state] += number
        money[benefit, currency] += amount if state in ("delivered", "used") else 0
    for (benefit, currency), states in sorted(counts.items()):
        delivered = states["delivered"] + states["used"]
        yield GrantTotals(
            benefit=benefit,
            currency=currency,
            promised=sum(states.values()) - states["cancelled"],
            delivered=delivered,
            used=states["used"],
            failed=states["failed"],
            needs_review=states["needs_review"],
            given_minor=money[benefit, currency],
            redemption_tenths=half_up(1000 * states["used"], delivered) if delivered else None,
        )
