"""Many people at once who are known by e-mail only, as an order export names them (GAP-MIGRATE)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Text, func, insert, literal
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col, select

from app.ledger.people import mark, survivors
from app.models import Customer, Shop, Tombstone
from app.models.ids import new_id


def claim_by_email(
    session: Session, shop: Shop, emails: Collection[str], now: datetime
) -> dict[str, int | None]:
    """The row of each lower-cased e-mail, made where there is none; `people.claim` for many.

    None for e-mails that the store asked us to forget.
    """
    forgotten = _forgotten(session, shop, emails)
    wanted = sorted(set(emails) - forgotten)
    _one_at_a_time(session, shop.id, wanted)
    known = _known(session, shop.id, wanted)
    fresh = [
        {"shop_id": shop.id, "id": new_id(), "email": email, "created_at": now, "name": ""}
        | {"metric_minor": 0, "rank": 0, "dirty": False, "gone": False}
        for email in wanted
        if email not in known
    ]
    if fresh:
        session.execute(insert(Customer), fresh)
    merged_away = survivors(session, shop.id, known.values())
    found: dict[str, int | None] = {email: merged_away.get(row, row) for email, row in known.items()}
    found |= {str(row["email"]): int(str(row["id"])) for row in fresh}
    return found | dict.fromkeys(forgotten)


def _known(session: Session, shop_id: int, emails: Collection[str]) -> dict[str, int]:
    """An account goes before a guest, then the older row, as `people.claim` chooses."""
    found = select(Customer.email, Customer.id).where(
        Customer.shop_id == shop_id, col(Customer.email).in_(emails)
    )
    best_last = found.order_by(col(Customer.platform_id).is_not(None), col(Customer.id).desc())
    return {email: row for email, row in session.exec(best_last).all() if email is not None}


def _forgotten(session: Session, shop: Shop, emails: Collection[str]) -> set[str]:
    any_at_all = select(Tombstone.mark).where(Tombstone.shop_id == shop.id).limit(1)
    if session.exec(any_at_all).first() is None:
        return set()
    marks = {mark(shop, email=email): email for email in emails}
    found = select(Tombstone.mark).where(Tombstone.shop_id == shop.id, col(Tombstone.mark).in_(marks))
    return {marks[each] for each in session.exec(found).all()}


def _one_at_a_time(session: Session, shop_id: int, emails: Collection[str]) -> None:
    """The locks of `people.claim`, in one order."""
    if emails and session.get_bind().dialect.name == "postgresql":
        each = func.unnest(literal(list(emails), postgresql.ARRAY(Text)))
        session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(each, shop_id))))
