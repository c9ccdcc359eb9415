"""The birth dates of members, read in the night for those programs that give something on the day.

Only month and day are kept. Once somebody was given a birthday gift the day is theirs: another one is not
taken over, or a gift could be had on any day.
"""

import json
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.grants.due import last_birthdays
from app.models import Customer, JobRun, Outbox, PlatformObject
from app.platform import birth_dates

SUBJECT = "birth-dates"
"""`birth-dates:<period>`; how far it came is kept with that night's run."""
STANDARD = "standard_definition"


def step(turn: Turn, row: Outbox) -> None:
    """One request for some members; the subject stays open until the last of them."""
    _ensure_definition(turn)
    period = row.subject.partition(":")[2]
    with turn.context.db.read() as session:
        run = session.get_one(JobRun, (turn.shop.id, SUBJECT, period))
        after = int(json.loads(run.verdict or "{}").get("after", 0))
        members = _members(session, turn.shop.id, after)
    found = birth_dates.read(turn.calls, [each.platform_id or 0 for each in members]) if members else {}
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        run = session.get_one(JobRun, (turn.shop.id, SUBJECT, period))
        if members:
            keep(session, turn.shop.id, members, found)
            run.verdict = json.dumps({"after": members[-1].id})
            outbox.wait(session, row, now)
        else:
            run.done_at = now
            outbox.sent(session, row, "", now)
        session.add(run)


def _members(session: Session, shop_id: int, after: int) -> Sequence[Customer]:
    found = select(Customer).where(
        Customer.shop_id == shop_id,
        Customer.id > after,
        Customer.rank > 0,
        col(Customer.platform_id).is_not(None),
        ~col(Customer.gone),
    )
    return session.exec(found.order_by(col(Customer.id)).limit(birth_dates.AT_ONCE)).all()


def keep(session: Session, shop_id: int, members: Sequence[Customer], found: dict[int, str]) -> None:
    """`found`: month and day by the platform's id."""
    locked = last_birthdays(session, shop_id, [each.id for each in members])
    for member in members:
        day = found.get(member.platform_id or 0)
        if day is None or member.birthday == day or (day and member.birthday and member.id in locked):
            continue
        held = session.get_one(Customer, (shop_id, member.id), with_for_update=True)
        if not held.gone:  # or who was forgotten while the platform was asked would be known again
            held.birthday = day
            session.add(held)


def _ensure_definition(turn: Turn) -> None:
    with turn.context.db.read() as session:
        if session.get(PlatformObject, (turn.shop.id, STANDARD, SUBJECT)) is not None:
            return
    made, now = birth_dates.enable(turn.calls), turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.add(
            PlatformObject(shop_id=turn.shop.id, kind=STANDARD, key=SUBJECT, platform_id=made, written_at=now)
        )
