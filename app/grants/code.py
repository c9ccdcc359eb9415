"""The code of a grant that is delivered as one: derived, so that nothing secret is stored."""

import json
from collections.abc import Collection

from sqlmodel import Session, col, select

from app.models import Customer, Grant, Shop
from app.models.grant import CODE, DELIVERED, USED
from app.rules.single_code import single_code


def code_of(shop: Shop, grant: Grant, customer: Customer) -> str:
    """`customer` is the survivor of the person it is for. Once it was to be made the code stays, also through
    a merge: another one would be a second gift."""
    meant = json.loads(grant.watermark or "{}").get("customer", str(customer.platform_id))
    key = (shop.domain, meant.rsplit("/", 1)[-1], grant.benefit, grant.period)
    return single_code(bytes.fromhex(shop.tombstone_key), *key)


def given_codes(session: Session, shop: Shop, customer_ids: Collection[int]) -> set[str]:
    """The codes that were given to these customers, as an order names them."""
    # By the key of the customers alone: asked for the state too, SQLite looks through all that was delivered.
    of_them = select(Grant).where(Grant.shop_id == shop.id, col(Grant.customer_id).in_(customer_ids))
    given = [
        each for each in session.exec(of_them).all() if each.form == CODE and each.state in (DELIVERED, USED)
    ]
    ids = {each.customer_id for each in given}
    found = select(Customer).where(Customer.shop_id == shop.id, col(Customer.id).in_(ids))
    people = {person.id: person for person in session.exec(found).all()} if ids else {}
    return {code_of(shop, each, people[each.customer_id]) for each in given}
