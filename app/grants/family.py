"""The rows of one person. Grants never move in a merge: whom they are for is asked of the whole family."""

from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from app.ledger import people
from app.models import Customer, CustomerAlias


def members(session: Session, shop_id: int, survivors: Collection[int]) -> Mapping[int, int]:
    """Every row that is one of these people by now, with the surviving one."""
    found = select(CustomerAlias.customer_id, CustomerAlias.survivor_id).where(
        CustomerAlias.shop_id == shop_id, col(CustomerAlias.survivor_id).in_(survivors)
    )
    return {each: each for each in survivors} | dict(session.exec(found).all())


def family_of(session: Session, shop_id: int, customer_id: int) -> list[int]:
    """The rows of the person whom this row belongs to."""
    return sorted(members(session, shop_id, [people.follow(session, shop_id, customer_id)]))


def survivor_of(session: Session, shop_id: int, customer_id: int) -> Customer:
    """The row that stands for the person now."""
    survivor = people.follow(session, shop_id, customer_id)
    found = select(Customer).where(Customer.shop_id == shop_id, Customer.id == survivor)
    return session.exec(found).one()
