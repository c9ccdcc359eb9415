"""Who an order belongs to: rows of customers, guests known by e-mail, and merged-away ids (GAP-MERGE).

A person is found by platform id, else by e-mail. Two rows that turn out to be one person are folded:
the one becomes an alias of the other for ever, so that late events land on the survivor. The platform
cannot take a merge back, either: who is to be two again gets an account with a new id, and the orders that
the merchant gives to it follow (`posting.owners`). Its e-mail is from then on that of the new account.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, or_, update
from sqlmodel import Session, col, select

from app.ledger.names import keep_names, rename
from app.models import Customer, CustomerAlias, Order, Shop, Tombstone
from app.rules.value import value

LONGEST_EMAIL = 320
LONGEST_NAME = 200


@value
class Contact:
    """What a source says of a person. The e-mail is lower-cased, `updated_at` the platform's."""

    platform_id: int | None
    email: str | None
    name: str = ""
    updated_at: datetime | None = None


def contact(
    platform_id: int | None, email: str | None, name: str = "", updated_at: datetime | None = None
) -> Contact:
    """A contact from outside: the e-mail in one form, what no database keeps left out, names cut short."""
    address = (email or "").strip().lower()
    if len(address) > LONGEST_EMAIL or not address.isprintable():
        address = ""
    printable = "".join(each for each in name if each.isprintable())
    return Contact(platform_id, address or None, printable[:LONGEST_NAME].strip(), updated_at)


def mark(shop: Shop, *, platform_id: int | None = None, email: str | None = None) -> str:
    """The tombstone mark of an id or an e-mail in this shop."""
    value = f"id:{platform_id}" if platform_id is not None else f"email:{email}"
    return hmac.new(bytes.fromhex(shop.tombstone_key), value.encode(), hashlib.sha256).hexdigest()


def claim(session: Session, shop: Shop, contact: Contact, now: datetime) -> int | None:
    """The row of a person, made or completed as needed; aliases followed.

    Returns None for somebody without id and e-mail, and for a redacted e-mail without id. An e-mail that
    was known as a guest's becomes the account's; if both rows exist the guest's is folded into it.
    """
    if forgotten(session, shop, contact):
        contact = Contact(contact.platform_id, None)
    _one_at_a_time(session, shop.id, contact.email)
    if contact.platform_id is None:
        return _guest(session, shop, contact, now)
    account = by_platform_id(session, shop.id, contact.platform_id)
    guest = _guest_row(session, shop.id, contact.email)
    if account is None and guest is not None:
        account, guest = guest, None
        account.platform_id = contact.platform_id
        account.dirty = True
    if account is None:
        account = Customer(
            shop_id=shop.id, platform_id=contact.platform_id, email=contact.email, created_at=now
        )
        session.add(account)
    named = account.name
    _complete(account, contact)
    session.flush()
    if account.name != named:
        rename(session, shop.id, account.id, account.name)
    if guest is not None and guest.id != account.id:
        fold(session, shop.id, guest.id, account.id, now)
    return follow(session, shop.id, account.id)


def _one_at_a_time(session: Session, shop_id: int, email: str | None) -> None:
    """Two workers that meet one e-mail at once would make an account and a guest of it: the second waits."""
    if email and session.get_bind().dialect.name == "postgresql":
        session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(email, shop_id))))


def by_platform_id(session: Session, shop_id: int, platform_id: int) -> Customer | None:
    found = select(Customer).where(Customer.shop_id == shop_id, Customer.platform_id == platform_id)
    return session.exec(found).first()


def follow(session: Session, shop_id: int, customer_id: int) -> int:
    """The surviving row of a row."""
    return survivors(session, shop_id, [customer_id]).get(customer_id, customer_id)


def survivors(session: Session, shop_id: int, customer_ids: Collection[int]) -> dict[int, int]:
    """Which of these rows were merged away, and into which."""
    if not customer_ids:
        return {}
    found = select(CustomerAlias.customer_id, CustomerAlias.survivor_id).where(
        CustomerAlias.shop_id == shop_id, col(CustomerAlias.customer_id).in_(customer_ids)
    )
    return dict(session.exec(found).all())


def fold(session: Session, shop_id: int, gone_id: int, into_id: int, now: datetime) -> None:
    """Makes one row an alias of another. Chains are kept flat, so folds in any order end the same.

    The orders of the row that goes must be posted again: see `misplaced_orders`.
    """
    gone_id, into_id = follow(session, shop_id, gone_id), follow(session, shop_id, into_id)
    if gone_id == into_id:
        return
    session.exec(
        update(CustomerAlias)
        .where(col(CustomerAlias.shop_id) == shop_id, col(CustomerAlias.survivor_id) == gone_id)
        .values(survivor_id=into_id)
    )
    session.add(CustomerAlias(shop_id=shop_id, customer_id=gone_id, survivor_id=into_id, merged_at=now))
    for row in rows(session, shop_id, [gone_id, into_id]):
        row.dirty = True
        row.gone = row.gone or row.id == gone_id
    session.flush()


def rows(session: Session, shop_id: int, customer_ids: Iterable[int]) -> list[Customer]:
    """The rows, locked in id order so that two workers never wait for each other."""
    found = (
        select(Customer)
        .where(Customer.shop_id == shop_id, col(Customer.id).in_(sorted(set(customer_ids))))
        .order_by(col(Customer.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(session.exec(found).all())


def lock(session: Session, shop_id: int, customer_ids: Iterable[int | None]) -> None:
    """Locks rows without reading them, in the same order as `rows`."""
    ids = sorted(each for each in set(customer_ids) if each)
    if ids and session.get_bind().dialect.name == "postgresql":
        found = select(Customer.id).where(Customer.shop_id == shop_id, col(Customer.id).in_(ids))
        session.exec(found.order_by(col(Customer.id)).with_for_update()).all()


def mark_dirty(session: Session, shop_id: int, causes: Mapping[int, int | None]) -> None:
    """The facts of these customers changed; by customer the inbox row that did it."""
    rows = [{"of_shop": shop_id, "of_row": row, "by": causes[row]} for row in sorted(causes)]
    if rows:
        session.connection().execute(_MARK, rows)


_MARK = (
    update(Customer)
    .where(
        col(Customer.shop_id) == bindparam("of_shop"),
        col(Customer.id) == bindparam("of_row"),
        or_(col(Customer.dirty).is_(False), col(Customer.cause_id).is_distinct_from(bindparam("by"))),
    )
    .values(dirty=True, cause_id=bindparam("by"))
)


def misplaced_orders(session: Session, shop_id: int) -> list[int]:
    """Orders whose entries still stand at a row that was merged away."""
    merged_away = select(CustomerAlias.customer_id).where(CustomerAlias.shop_id == shop_id)
    found = select(Order.id).where(Order.shop_id == shop_id, col(Order.customer_id).in_(merged_away))
    return list(session.exec(found).all())


def _complete(row: Customer, contact: Contact) -> None:
    """The newest e-mail and name win; an order's contact has no instant and only fills what is empty."""
    newer = contact.updated_at is not None and (
        row.updated_at is None or contact.updated_at >= row.updated_at
    )
    if newer:
        row.updated_at = contact.updated_at
    if contact.email and (newer or row.email is None):
        row.email = contact.email
    if contact.name and (newer or not row.name):
        row.name = contact.name


def _guest(session: Session, shop: Shop, contact: Contact, now: datetime) -> int | None:
    if contact.email is None:
        return None
    known = select(Customer.id).where(Customer.shop_id == shop.id, Customer.email == contact.email)
    first = (col(Customer.gone), col(Customer.platform_id).is_(None), col(Customer.id))
    found = session.exec(known.order_by(*first)).first()
    if found is None:
        row = Customer(shop_id=shop.id, email=contact.email, name=contact.name, created_at=now)
        session.add(row)
        session.flush()
        keep_names(session, shop.id, [(row.id, row.name)])
        found = row.id
    return follow(session, shop.id, found)


def _guest_row(session: Session, shop_id: int, email: str | None) -> Customer | None:
    if email is None:
        return None
    found = select(Customer).where(
        Customer.shop_id == shop_id,
        Customer.email == email,
        col(Customer.platform_id).is_(None),
        col(Customer.gone).is_(False),
    )
    return session.exec(found.order_by(col(Customer.id))).first()


def forgotten(session: Session, shop: Shop, contact: Contact) -> bool:
    """Did the store ask us to forget this id or e-mail? Then nothing personal of it may come back."""
    marks = []
    if contact.platform_id is not None:
        marks.append(mark(shop, platform_id=contact.platform_id))
    if contact.email is not None:
        marks.append(mark(shop, email=contact.email))
    found = select(Tombstone.mark).where(Tombstone.shop_id == shop.id, col(Tombstone.mark).in_(marks))
    return bool(marks) and session.exec(found).first() is not None
