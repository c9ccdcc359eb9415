"""Many contacts at once: `people.claim` for a whole batch of deliveries, in a few statements.

Nearly every delivery is about somebody we know already, of whom it says nothing new. They are found
together; only who is new, or changes, or shares an e-mail with another of the batch is looked at singly.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Text, func, literal
from sqlalchemy import select as sql_select
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col, select

from app.ledger.names import keep_names
from app.ledger.people import Contact, claim, mark, survivors
from app.ledger.plain_rows import insert_rows
from app.models import Customer, Shop, Tombstone
from app.models.ids import new_id
from app.rules.value import value


@dataclass(frozen=True, slots=True)
class Claimed:
    rows: dict[Contact, int | None]
    """The surviving row of each; None for somebody without id and e-mail."""
    forgotten: frozenset[Contact]
    """Whom the store asked us to forget."""


@value
class _Row:
    id: int
    platform_id: int | None
    email: str | None
    name: str
    gone: bool


_Known = tuple[dict[int, _Row], dict[str, list[_Row]]]
"""What stands, by platform id and by e-mail."""
_NEVER_JUDGED = dict.fromkeys(
    ("since", "next_review_at", "evaluated_at", "cause_id", "below_since", "falls_on", "falls_to", "needed")
)
_COLUMNS: list[Any] = [getattr(Customer, field.name) for field in fields(_Row)]


def claim_all(session: Session, shop: Shop, contacts: Iterable[Contact], now: datetime) -> Claimed:
    """The rows of these people, made or completed as needed; the same as claiming one after the other.

    E-mails are locked in one order, and only where something is made or changed: a row that stands needs
    no lock to be found, because whoever makes a guest of that e-mail finds it too.
    """
    every = list(dict.fromkeys(contacts))
    forgotten = _forgotten(session, shop, every)
    open_ones = [each for each in every if each not in forgotten]
    known = _rows(session, shop.id, open_ones)
    found = _standing(open_ones, known)
    rest = [each for each in open_ones if each not in found]
    if rest:
        if _one_at_a_time(session, shop.id, {each.email for each in rest if each.email}):
            known = _rows(session, shop.id, rest)
            found |= _standing(rest, known)
        found |= _made(session, shop.id, [each for each in rest if each not in found], known, now)
    for each in every:
        if each not in found:
            found[each] = claim(session, shop, each, now)
    merged_away = survivors(session, shop.id, {row for row in found.values() if row})
    rows = {each: merged_away.get(row, row) if row else None for each, row in found.items()}
    return Claimed(rows, frozenset(forgotten))


def _standing(contacts: Collection[Contact], known: _Known) -> dict[Contact, int | None]:
    """Those who have a row to which the contact adds nothing."""
    by_platform_id, by_email = known
    found: dict[Contact, int | None] = {}
    for each in contacts:
        same_email = by_email.get(each.email, []) if each.email else []
        if each.platform_id is None:
            if same_email:
                found[each] = min(same_email, key=lambda row: (row.gone, row.platform_id is None, row.id)).id
            continue
        row = by_platform_id.get(each.platform_id)
        guest = any(same.platform_id is None and not same.gone for same in same_email)
        if row and not guest and not _adds(each, row):
            found[each] = row.id
    return found


def _adds(contact: Contact, row: _Row) -> bool:
    return bool(
        contact.updated_at or (contact.email and row.email is None) or (contact.name and not row.name)
    )


def _made(
    session: Session, shop_id: int, contacts: Collection[Contact], known: _Known, now: datetime
) -> dict[Contact, int | None]:
    """Rows for people of whom nothing is known yet, neither by id nor by e-mail."""
    by_platform_id, by_email = known
    ids = Counter(each.platform_id for each in contacts if each.platform_id is not None)
    emails = Counter(each.email for each in contacts if each.email)
    fresh = {
        each: new_id()
        for each in contacts
        if (each.platform_id is not None or each.email is not None)
        and (
            each.platform_id is None
            or (each.platform_id not in by_platform_id and ids[each.platform_id] == 1)
        )
        and (each.email is None or (each.email not in by_email and emails[each.email] == 1))
    }
    insert_rows(session, Customer, [_new(shop_id, row, each, now) for each, row in fresh.items()])
    keep_names(session, shop_id, ((row, each.name) for each, row in fresh.items()))
    return dict(fresh)


def _new(shop_id: int, row_id: int, contact: Contact, now: datetime) -> dict[str, object]:
    return {
        "shop_id": shop_id,
        "id": row_id,
        "platform_id": contact.platform_id,
        "email": contact.email,
        "name": contact.name,
        "updated_at": contact.updated_at,
        "created_at": now,
        "metric_value": 0,
        "rank": 0,
        "dirty": False,
        "gone": False,
        "landing": 0,
        "by_hand": False,
        "birthday": "",
        "full_price_tenths": None,
    } | _NEVER_JUDGED


def _rows(session: Session, shop_id: int, contacts: Collection[Contact]) -> _Known:
    """What stands of these ids and e-mails."""
    ids = {each.platform_id for each in contacts if each.platform_id is not None}
    emails = {each.email for each in contacts if each.email}
    found = {
        row.id: row
        for column, values in ((col(Customer.platform_id), ids), (col(Customer.email), emails))
        for row in _rows_with(session, shop_id, column, values)
    }
    by_platform_id = {row.platform_id: row for row in found.values() if row.platform_id is not None}
    by_email: dict[str, list[_Row]] = {}
    for row in found.values():
        if row.email is not None:
            by_email.setdefault(row.email, []).append(row)
    return by_platform_id, by_email


def _rows_with(session: Session, shop_id: int, column: Any, values: Collection[Any]) -> list[_Row]:
    """One column at a time: for the two in an `or`, SQLite looks at every customer of the store."""
    if not values:
        return []
    found = sql_select(*_COLUMNS).where(col(Customer.shop_id) == shop_id, column.in_(values))
    return [_Row(*each) for each in session.connection().execute(found)]


def _forgotten(session: Session, shop: Shop, contacts: Collection[Contact]) -> set[Contact]:
    """Most stores have no mark at all; then none is computed."""
    any_at_all = select(Tombstone.mark).where(Tombstone.shop_id == shop.id).limit(1)
    if not contacts or session.exec(any_at_all).first() is None:
        return set()
    marks = {each: _marks(shop, each) for each in contacts}
    every = {one for several in marks.values() for one in several}
    found = select(Tombstone.mark).where(Tombstone.shop_id == shop.id, col(Tombstone.mark).in_(every))
    known = set(session.exec(found).all())
    return {each for each, several in marks.items() if known.intersection(several)}


def _marks(shop: Shop, contact: Contact) -> set[str]:
    marks = {mark(shop, email=contact.email)} if contact.email is not None else set()
    if contact.platform_id is not None:
        marks.add(mark(shop, platform_id=contact.platform_id))
    return marks


def _one_at_a_time(session: Session, shop_id: int, emails: Collection[str]) -> bool:
    """The locks of `people.claim`, in one order; False where there is one writer only and nothing to lock."""
    if emails and session.get_bind().dialect.name == "postgresql":
        each = func.unnest(literal(sorted(emails), postgresql.ARRAY(Text)))
        session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(each, shop_id)))).all()
        return True
    return False
