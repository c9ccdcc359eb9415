"""Tags of tiers that have another name now: they count until everybody carries the new one.

The tag follows the name. Segments that took the new tag alone would leave members without their discount
until each of them is written, which takes minutes in a large store.
"""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from app import outbox
from app.models import Customer, Outbox
from app.models.outbox import IS_OPEN
from app.programs import parsed, published
from app.rules.audiences import former_tags
from app.rules.program import Program


def tags_carried_still(
    session: Session, shop_id: int, program: Program, now: datetime
) -> dict[str, tuple[str, ...]]:
    """By tag of a tier those that it had before and that somebody carries who is still to be written."""
    begun = [row for row in published(session, shop_id) if row.from_at is not None and row.from_at <= now]
    former: dict[str, tuple[str, ...]] = {}
    for row in begun[:-1]:
        for tag, old in former_tags(parsed(row.rules), program).items():
            former[tag] = tuple(dict.fromkeys((*former.get(tag, ()), old)))
    start = begun[-1].from_at if begun else None
    if not former or start is None or _all_judged(session, shop_id, start):
        carried = _carried(session, shop_id, {old for tags in former.values() for old in tags})
        former = {tag: tuple(old for old in tags if old in carried) for tag, tags in former.items()}
    return {tag: tags for tag, tags in former.items() if tags}


def _all_judged(session: Session, shop_id: int, start: datetime) -> bool:
    waits = select(Customer.id).where(
        Customer.shop_id == shop_id,
        col(Customer.dirty),
        or_(col(Customer.evaluated_at) < start, col(Customer.evaluated_at).is_(None)),
    )
    return session.exec(waits.limit(1)).first() is None


def _carried(session: Session, shop_id: int, tags: set[str]) -> set[str]:
    """Those that stand on somebody whom the outbox still wants to be written."""
    found = set()
    for tag in tags:
        holds = select(Outbox.subject).where(
            Outbox.shop_id == shop_id,
            Outbox.kind == outbox.CUSTOMER,
            IS_OPEN,
            col(Outbox.written).contains(f'"{tag}"', autoescape=True),
        )
        if session.exec(holds.limit(1)).first() is not None:
            found.add(tag)
    return found
