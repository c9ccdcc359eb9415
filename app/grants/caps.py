"""What may leave a shop in a day, in a month, and for one order (I-25).

Asked under the lock on the shop's row just before a grant is sent, and what is on its way counts as gone:
two that are sent at once cannot both take the last of a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

from app.models import Grant, Shop
from app.rules.money import major
from app.rules.periods import local_day, starts_at
from app.rules.program import MoneyOut

PROTECTION = "price_protection"


@dataclass(frozen=True, slots=True)
class Full:
    """A cap is reached; there is room again at `until`."""

    words: str
    until: datetime


def full(session: Session, shop: Shop, out: MoneyOut, grant: Grant, now: datetime) -> Full | None:
    """None: the grant fits under the caps of the day and of the month."""
    today = local_day(now, shop.zone)
    month = today.replace(day=1)
    for most, since, until, name in (
        (out.most_per_day_minor, today, today + timedelta(days=1), "day"),
        (out.most_per_month_minor, month, (month + timedelta(days=32)).replace(day=1), "month"),
    ):
        if most is None or grant.amount_minor == 0:
            continue
        if gone_since(session, shop, since, grant) + grant.amount_minor > most:
            cap = f"{major(most, grant.currency)} {grant.currency}"
            return Full(f"The cap of {cap} a {name} is reached.", starts_at(until, shop.zone))
    return None


def gone_since(session: Session, shop: Shop, day: date, but: Grant) -> int:
    """Minor units of other grants that were sent since the beginning of a local day, or may have been."""
    total = select(func.coalesce(func.sum(Grant.amount_minor), 0)).where(
        Grant.shop_id == shop.id,
        col(Grant.sent_at) >= starts_at(day, shop.zone),
        Grant.attempts > 0,
        Grant.id != but.id,
    )
    return int(session.exec(total).one())


def left_of_order(session: Session, shop_id: int, out: MoneyOut, order_id: int) -> int | None:
    """What price protection may still give back of an order; None without a cap."""
    if out.most_per_order_minor is None:
        return None
    given = select(func.coalesce(func.sum(Grant.amount_minor), 0)).where(
        Grant.shop_id == shop_id,
        Grant.benefit == PROTECTION,
        Grant.order_id == order_id,
        col(Grant.state).not_in(("cancelled", "failed")),
    )
    return max(0, out.most_per_order_minor - int(session.exec(given).one()))
