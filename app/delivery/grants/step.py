"""One step of a grant: read, changed and committed while the lane's lease is still ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import Session

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.models import Grant, Outbox
from app.models.grant import PROMISED, SENDING, UNKNOWN

OPEN = (PROMISED, SENDING, UNKNOWN)


def open_grant(turn: Turn, row: Outbox) -> Grant | None:
    """The grant that a wake-up names; None, and the wake-up is over, where nothing is to be done for it."""
    with turn.context.db.read() as session:
        grant = session.get(Grant, (turn.shop.id, int(row.subject)))
    if grant is not None and grant.state in OPEN:
        return grant
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.sent(session, row, "", turn.context.clock())
    return None


@contextmanager
def step(turn: Turn, row: Outbox) -> Iterator[tuple[Session, Grant]]:
    """The grant's row, locked. At the end the wake-up follows where it stands: open ones are looked at again
    when they are due, at once where a step is under way."""
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        key = (turn.shop.id, int(row.subject))
        grant = session.get_one(Grant, key, with_for_update=True, populate_existing=True)
        yield session, grant
        session.add(grant)
        session.flush()
        if grant.state in (PROMISED, UNKNOWN):
            outbox.wait(session, row, grant.due_at)
        elif grant.state != SENDING:
            outbox.sent(session, row, "", turn.context.clock())
