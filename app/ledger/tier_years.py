"""What the customers of each tier bought in a year, added up by the database."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Customer, LedgerEntry, Shop, StandingChange
from app.rules.tier_averages import TierYear


def tier_years(session: Session, shop_id: int, currency: str, first: date, last: date) -> dict[int, TierYear]:
    """By the rank a living customer holds: paid goods in the shop's currency, by the day of the order.

    Refunds and cancellations are gone from their order, and an order of which nothing stays is none.
    """
    goods = func.sum(LedgerEntry.goods)
    bought = (
        select(LedgerEntry.customer_id, LedgerEntry.order_id, goods.label("goods"))
        .where(
            LedgerEntry.shop_id == shop_id,
            LedgerEntry.payment == "paid",
            LedgerEntry.currency == currency,
            col(LedgerEntry.ordered_on) >= first,
            col(LedgerEntry.ordered_on) <= last,
        )
        .group_by(col(LedgerEntry.customer_id), col(LedgerEntry.order_id))
        .having(goods > 0)
        .subquery()
    )
    sums = (
        select(Customer.rank, func.sum(bought.c.goods), func.count())
        .join(bought, bought.c.customer_id == Customer.id)
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
    )
    heads = (
        select(Customer.rank, func.count())
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
    )
    found = {rank: (int(spend), orders) for rank, spend, orders in session.exec(sums).all()}
    return {
        rank: TierYear(customers, *found.get(rank, (0, 0))) for rank, customers in session.exec(heads).all()
    }


def years_state(session: Session, shop: Shop, last: date) -> str:
    """Differs whenever a customer stands elsewhere, or an order came, or the day is over."""
    people = (
        select(Customer.rank, func.count(), func.sum(Customer.metric_value))
        .where(Customer.shop_id == shop.id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
        .order_by(col(Customer.rank))
    )
    ranks = [f"{rank}:{count}:{int(held)}" for rank, count, held in session.exec(people).all()]
    move = session.exec(select(func.max(StandingChange.id)).where(StandingChange.shop_id == shop.id)).one()
    return f"{last} {shop.currency} {' '.join(ranks)} {newest_entry(session, shop.id)} {move}"


def first_ordered_on(session: Session, shop_id: int) -> date | None:
    """The day of the oldest order in the ledger, from the index that is there for it."""
    every = (LedgerEntry.shop_id == shop_id, col(LedgerEntry.currency) != "")
    return session.exec(select(func.min(LedgerEntry.ordered_on)).where(*every)).first()


def newest_entry(session: Session, shop_id: int) -> int | None:
    """The greatest id in the ledger, by its key: for `max` SQLite takes any index that begins so."""
    newest = select(LedgerEntry.id).where(LedgerEntry.shop_id == shop_id)
    return session.exec(newest.order_by(col(LedgerEntry.id).desc()).limit(1)).first()
