"""The outbox: which subjects in the store must be looked at. It never sends anything.

`want` is called in the transaction of the cause; a mark that arrives while a sender works is not lost,
because the sender stores the `wanted` it started from as `sent`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.models import Outbox
from app.models.outbox import IS_OPEN

CUSTOMER, PROGRAM, READ_BACK, SHOP = KINDS = ("customer", "program", "read_back", "shop")
"""A customer's tags and metafields; the program's definitions, segments and discounts; an order to be
read back; the shop's own data (zone, currency, token check)."""

OBJECTS_SUBJECT = "objects"
"""The one subject of PROGRAM."""

NOW, OBJECTS, PROGRESS, MASS = range(4)
"""Lanes: what goes first within a shop."""

MAX_STUMBLES = 12
"""An outage of the platform is waited out; what stumbles so often on our side needs a person."""
UNKNOWN_WAIT = timedelta(seconds=120)


def want(
    session: Session,
    shop_id: int,
    kind: str,
    subjects: Iterable[str],
    now: datetime,
    *,
    lane: int = NOW,
    due_at: datetime | None = None,
) -> None:
    """Marks subjects as wanted once more; one that is waiting already moves to the better lane."""
    rows = [
        {"shop_id": shop_id, "kind": kind, "subject": subject, "lane": lane, "wanted": 1, "sent": 0}
        | {"attempts": 0, "due_at": due_at or now, "dead": False, "problem": "", "written": ""}
        | {"wanted_at": now}
        for subject in sorted(set(subjects))
    ]
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    wish = insert(Outbox)
    better_lane = func.least if session.get_bind().dialect.name == "postgresql" else func.min
    is_open = col(Outbox.wanted) > col(Outbox.sent)
    session.execute(
        wish.on_conflict_do_update(
            index_elements=["shop_id", "kind", "subject"],
            set_={
                "wanted": Outbox.wanted + 1,
                "wanted_at": now,
                "due_at": wish.excluded.due_at,
                "dead": False,
                "attempts": 0,
                "lane": case(
                    (is_open, better_lane(col(Outbox.lane), wish.excluded.lane)), else_=wish.excluded.lane
                ),
            },
        ),
        rows,
    )


def known(session: Session, shop_id: int, kind: str, subjects: Iterable[str]) -> set[str]:
    """Those of the subjects that were ever wanted."""
    found = select(Outbox.subject).where(
        Outbox.shop_id == shop_id, Outbox.kind == kind, col(Outbox.subject).in_(list(subjects))
    )
    return set(session.exec(found).all())


def open_subjects(
    session: Session, shop_id: int, kinds: Iterable[str], now: datetime, limit: int
) -> Sequence[Outbox]:
    """What of these kinds is due to be sent for a shop, best lane first."""
    found = select(Outbox).where(
        Outbox.shop_id == shop_id,
        IS_OPEN,
        Outbox.due_at <= now,
        col(Outbox.kind).in_(list(kinds)),
    )
    return session.exec(found.order_by(col(Outbox.lane), col(Outbox.due_at)).limit(limit)).all()


def sent(session: Session, row: Outbox, written: str, now: datetime) -> None:
    """The subject now looks as it should for the `wanted` that `row` was read with."""
    _settle(session, row, sent=row.wanted, attempts=0, problem="", written=written, sent_at=now)


def wait(session: Session, row: Outbox, due_at: datetime) -> None:
    """Nothing went wrong, but it is not the time yet."""
    _settle(session, row, due_at=due_at)


def later(
    session: Session,
    row: Outbox,
    problem: str,
    due_at: datetime,
    *,
    unknown: bool = False,
    stumbled: bool = False,
) -> None:
    """Try again at `due_at`. `unknown`: what the store holds now is not known."""
    attempts = row.attempts + 1
    values: dict[str, object] = {"attempts": attempts, "problem": problem[:500], "due_at": due_at}
    if stumbled and attempts >= MAX_STUMBLES:
        values["dead"] = True
    _settle(session, row, **values)
    if unknown:
        _update(session, row, true(), {"written": ""})


def dead(session: Session, row: Outbox, problem: str) -> None:
    """The platform refused for good; shown, and replayed only by hand or by a new cause."""
    _settle(session, row, dead=True, problem=problem[:500])


def repair(session: Session, row: Outbox, now: datetime) -> None:
    """Somebody changed what we wrote: all of it is written again, at most once a day, so that two programs
    never fight."""
    due_at = max(now, row.repaired_at + timedelta(days=1)) if row.repaired_at else now
    row.written, row.repaired_at = "", due_at
    session.add(row)
    session.flush()
    want(session, row.shop_id, row.kind, [row.subject], now, due_at=due_at)


def _settle(session: Session, row: Outbox, **values: object) -> None:
    """Writes an outcome. A wish that came while the sender worked stays open and due: it is untried."""
    wish = col(Outbox.sent) < row.wanted if "sent" in values else col(Outbox.wanted) == row.wanted
    _update(session, row, wish, values)


def _update(session: Session, row: Outbox, wish: ColumnElement[bool], values: dict[str, object]) -> None:
    session.exec(
        update(Outbox)
        .where(
            col(Outbox.shop_id) == row.shop_id,
            col(Outbox.kind) == row.kind,
            col(Outbox.subject) == row.subject,
            wish,
        )
        .values(**values)
    )
