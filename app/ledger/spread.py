"""How a shop's customers are spread by what they hold, as last evaluated, and what a year brought of each."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.ledger.tier_years import newest_entry
from app.models import Customer, LedgerEntry, Shop
from app.rules.spend_sketch import Holder, Spread


def spread(session: Session, shop_id: int, currency: str, first: date, last: date) -> Spread:
    """Living customers; paid goods in the shop's currency by the day of the order, as `tier_years`."""
    goods = func.sum(LedgerEntry.goods)
    orders = (
        select(LedgerEntry.customer_id, LedgerEntry.order_id, goods.label("goods"))
        .where(
            LedgerEntry.shop_id == shop_id,
            LedgerEntry.payment == "paid",
            LedgerEntry.currency == currency,
            col(LedgerEntry.customer_id).is_not(None),
            col(LedgerEntry.ordered_on) >= first,
            col(LedgerEntry.ordered_on) <= last,
        )
        .group_by(col(LedgerEntry.customer_id), col(LedgerEntry.order_id))
        .having(goods > 0)
        .subquery()
    )
    bought = select(orders.c.customer_id, func.sum(orders.c.goods), func.count()).group_by(
        orders.c.customer_id
    )
    years = {customer_id: (int(spend), count) for customer_id, spend, count in session.exec(bought).all()}
    people = select(Customer.id, Customer.metric_value).where(
        Customer.shop_id == shop_id, col(Customer.gone).is_(False)
    )
    return Spread(
        Holder(value, *years.get(customer_id, (0, 0))) for customer_id, value in session.exec(people).all()
    )


def values_of(session: Session, shop_id: int) -> list[int]:
    """What each living customer holds, in the metric's unit: known before a year is added up."""
    found = select(Customer.metric_value).where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
    return list(session.exec(found).all())


def state_of(session: Session, shop: Shop, today: date) -> str:
    """Differs whenever a customer holds something else, or an order came, or the day is over."""
    people = select(func.count(), func.sum(Customer.metric_value)).where(
        Customer.shop_id == shop.id, col(Customer.gone).is_(False)
    )
    customers, held = session.exec(people).one()
    return f"{today} {shop.currency} {customers} {int(held or 0)} {newest_entry(session, shop.id)}"
