"""Whom the rows of a file are about: an e-mail or the platform's id, aliases followed."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlmodel import Session, col, select

from app.ledger import people
from app.models import Customer

AT_ONCE = 500

T = TypeVar("T")
Found = dict[str, tuple[int, bool]]
"""By what a row calls the customer: our row, and whether it is gone from the store."""


def called(text: str) -> str:
    """An e-mail in its one form, a gid by its number."""
    return text.strip().lower() if "@" in text else text.strip().rsplit("/", 1)[-1]


def customers_of(session: Session, shop_id: int, names: set[str]) -> Found:
    """The living row of each name, aliases followed; of several rows with one e-mail the account's."""
    numbers = [name for name in names if name.isascii() and name.isdigit() and len(name) < 19]
    found: Found = {}
    for some in parts(sorted(numbers, key=int)):
        rows = select(Customer.platform_id, Customer.id, Customer.gone).where(
            Customer.shop_id == shop_id, col(Customer.platform_id).in_(map(int, some))
        )
        found |= {str(number): (row, gone) for number, row, gone in session.exec(rows).all()}
    for some in parts(sorted(name for name in names if "@" in name)):
        by_email = select(Customer.email, Customer.id, Customer.gone).where(
            Customer.shop_id == shop_id, col(Customer.email).in_(some)
        )
        order = col(Customer.gone).desc(), col(Customer.platform_id).is_not(None), col(Customer.id).desc()
        for email, row, gone in session.exec(by_email.order_by(*order)).all():
            if email is not None:
                found[email] = (row, gone)  # the last one wins: living before gone, an account before a guest
    return _followed(session, shop_id, found)


def _followed(session: Session, shop_id: int, found: Found) -> Found:
    """A merged-away row is gone, its survivor need not be."""
    leads: dict[int, int] = {}
    for some in parts([row for row, gone in found.values() if gone]):
        leads |= people.survivors(session, shop_id, some)
    living: set[int] = set()
    for some in parts(sorted(set(leads.values()))):
        alive = select(Customer.id).where(
            Customer.shop_id == shop_id, col(Customer.id).in_(some), col(Customer.gone).is_(False)
        )
        living |= set(session.exec(alive).all())
    return {
        name: (leads[row], leads[row] not in living) if row in leads else (row, gone)
        for name, (row, gone) in found.items()
    }


def parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]
