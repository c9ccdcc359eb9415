"""Former names of tiers: what carries them counts until everybody carries the new one.

The tag follows the name. Segments that took the new tag alone would leave members without their discount
until each of them is written, which takes minutes in a large store, and gates would shut them out.
"""

from datetime import datetime

from sqlmodel import Session, col, or_, select

from app import outbox
from app.models import Customer, Outbox
from app.models.outbox import IS_OPEN
from app.programs import parsed, published
from app.rules.audiences import Former, former_names
from app.rules.program import Program, tag_of


def names_carried_still(session: Session, shop_id: int, program: Program, now: datetime) -> Former:
    """Those whose tag somebody carries who is still to be written."""
    begun = [row for row in published(session, shop_id) if row.from_at is not None and row.from_at <= now]
    former: dict[str, tuple[str, ...]] = {}
    for row in begun[:-1]:
        for tag, old in former_names(parsed(row.rules), program).items():
            former[tag] = tuple(dict.fromkeys((*former.get(tag, ()), old)))
    start = begun[-1].from_at if begun else None
    if not former or start is None or _all_judged(session, shop_id, start):
        carried = _carried(session, shop_id, {old for names in former.values() for old in names})
        former = {tag: tuple(old for old in names if old in carried) for tag, names in former.items()}
    return {tag: names for tag, names in former.items() if names}


def _all_judged(session: Session, shop_id: int, start: datetime) -> bool:
    waits = select(Customer.id).where(
        Customer.shop_id == shop_id,
        col(Customer.dirty),
        or_(col(Customer.evaluated_at) < start, col(Customer.evaluated_at).is_(None)),
    )
    return session.exec(waits.limit(1)).first() is None


def _carried(session: Session, shop_id: int, names: set[str]) -> set[str]:
    """Those whose tag stands on somebody whom the outbox still wants to be written."""
    found = set()
    for name in names:
        holds = select(Outbox.subject).where(
            Outbox.shop_id == shop_id,
            Outbox.kind == outbox.CUSTOMER,
            IS_OPEN,
            col(Outbox.written).contains(f'"{tag_of(name)}"', autoescape=True),
        )
        if session.exec(holds.limit(1)).first() is not None:
            found.add(name)
    return found
