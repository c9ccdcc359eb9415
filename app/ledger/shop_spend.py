"""What each customer of a shop bought, as last evaluated: what a suggestion looks at."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.ledger.tier_years import first_ordered_on
from app.models import Customer, LedgerEntry, Shop
from app.programs import program_of
from app.rules.periods import local_day
from app.rules.qualifying import first_day
from app.rules.shop_spend import CustomerSpend, ShopSpend


def shop_spend(session: Session, shop: Shop, now: datetime) -> ShopSpend:
    """Living customers with their metric, and with the orders of the period of which goods stay paid.

    Means something only where the shop's program counts spend. A membership year is taken as twelve months.
    """
    _, program = program_of(session, shop.id, now)
    today = local_day(now, shop.zone)
    since = first_day(program.period, today)
    kept = (
        select(LedgerEntry.customer_id, LedgerEntry.order_id)
        .where(
            LedgerEntry.shop_id == shop.id,
            LedgerEntry.payment == "paid",
            LedgerEntry.currency == shop.currency,
            col(LedgerEntry.customer_id).is_not(None),
            LedgerEntry.ordered_on >= since,
            LedgerEntry.ordered_on <= today,
        )
        .group_by(col(LedgerEntry.customer_id), col(LedgerEntry.order_id))
        .having(func.sum(LedgerEntry.goods) > 0)
        .subquery()
    )
    counted = select(kept.c.customer_id, func.count()).group_by(kept.c.customer_id)
    orders = dict(session.exec(counted).all())
    people = select(Customer.id, Customer.metric_value).where(
        Customer.shop_id == shop.id, col(Customer.gone).is_(False)
    )
    return ShopSpend(
        program=program,
        currency=shop.currency,
        as_of=today,
        counted_from=since,
        first_order_on=first_ordered_on(session, shop.id),
        customers=tuple(
            CustomerSpend(spend, orders.get(customer_id, 0))
            for customer_id, spend in session.exec(people).all()
        ),
    )
