"""The customers of a store with what they bought, a page at a time: what a simulation replays."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from app.ledger import entries
from app.models import Customer, Shop
from app.rules.simulated_plan import Shopper, shopper

PAGE = 500


def shoppers_after(
    session: Session, shop: Shop, after_id: int, *, labelled: bool, limit: int = PAGE
) -> tuple[Sequence[Shopper], int | None]:
    """Living customers who have entries, from the one after `after_id`, and the id to go on after.

    `labelled`: with the tags and sales channels of their orders, for programs that look at them.
    """
    found = select(Customer.id, Customer.email, Customer.platform_id).where(
        Customer.shop_id == shop.id, col(Customer.gone).is_(False), Customer.id > after_id
    )
    page = session.exec(found.order_by(col(Customer.id)).limit(limit)).all()
    held = entries.of_customers(session, shop.id, [row_id for row_id, _, _ in page], labelled=labelled)
    told = [
        shopper(email or f"customer {platform_id or row_id}", held[row_id], shop.currency)
        for row_id, email, platform_id in page
        if held[row_id]
    ]
    return told, page[-1][0] if len(page) == limit else None


def how_many(session: Session, shop_id: int) -> int:
    """Living customers."""
    found = select(func.count()).where(col(Customer.shop_id) == shop_id, col(Customer.gone).is_(False))
    return session.exec(found).one()
