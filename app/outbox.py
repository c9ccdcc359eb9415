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
from app.models.outbox import IS_DEAD, IS_OPEN
from app.rules.said import cut

CUSTOMER = "customer"
"""A customer's tags and metafields."""
PROGRAM = "program"
"""The program's definitions, segments and discounts."""
READ_BACK = "read_back"
"""An order to be read back."""
SHOP = "shop"
"""The shop's own data: zone, currency, token check."""
ORDER = "order"
"""What an order of a member carries."""
DROP = "drop"
"""The products of a drop."""
HOOK = "hook"
"""A message to another system."""
GRANT = "grant"
"""A grant to be looked at; what is done is decided by where it stands."""
BULK = "bulk"
"""Very many customers that are written together."""
PRICE = "price"
"""A variant whose price changed: members who paid more may be owed the difference."""
KINDS = (CUSTOMER, PROGRAM, READ_BACK, SHOP, ORDER, DROP, HOOK, GRANT, BULK, PRICE)

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


def want_dead(session: Session, shop_id: int, kind: str, now: datetime) -> None:
    """Tries again what was given up: what stood in its way may be gone."""
    found = select(Outbox.subject).where(Outbox.shop_id == shop_id, Outbox.kind == kind, IS_DEAD)
    want(session, shop_id, kind, session.exec(found).all(), now, lane=OBJECTS)


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


def wait(session: Session, row: Outbox, due_at: datetime, *, written: str | None = None) -> None:
    """Nothing went wrong, but it is not the time yet. `written`: what stands already."""
    _settle(session, row, due_at=due_at, **_part(written))


def rest(session: Session, row: Outbox, due_at: datetime, now: datetime) -> None:
    """The subject looks as it should, until time alone changes what it should be."""
    _settle(session, row, due_at=due_at, attempts=0, problem="", sent_at=now)


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
    values: dict[str, object] = {"attempts": attempts, "problem": cut(problem, 500), "due_at": due_at}
    if stumbled and attempts >= MAX_STUMBLES:
        values["dead"] = True
    _settle(session, row, **values)
    if unknown:
        _update(session, row, true(), {"written": ""})


def put_off(session: Session, shop_id: int, kind: str, prefix: str, until: datetime) -> None:
    """What is open and begins so rests until then; what is due later anyway stays as it is."""
    session.exec(
        update(Outbox)
        .where(
            col(Outbox.shop_id) == shop_id,
            col(Outbox.kind) == kind,
            col(Outbox.subject).startswith(prefix, autoescape=True),
            IS_OPEN,
            col(Outbox.due_at) < until,
        )
        .values(due_at=until)
    )


def hold(session: Session, shop_id: int, kind: str, subjects: Sequence[str], until: datetime) -> None:
    """These subjects are being written in another way, and rest until then; a new wish makes them due."""
    _rest_until(session, shop_id, kind, subjects, until)


def let_go(session: Session, shop_id: int, kind: str, subjects: Sequence[str], now: datetime) -> None:
    """The other way is over: what is wanted anew since is due now."""
    _rest_until(session, shop_id, kind, subjects, now)


def _rest_until(session: Session, shop_id: int, kind: str, subjects: Sequence[str], until: datetime) -> None:
    session.exec(
        update(Outbox)
        .where(
            col(Outbox.shop_id) == shop_id,
            col(Outbox.kind) == kind,
            col(Outbox.subject).in_(subjects),
            IS_OPEN,
        )
        .values(due_at=until)
    )


def dead(session: Session, row: Outbox, problem: str, *, written: str | None = None) -> None:
    """The platform refused for good; shown, and replayed only by hand or by a new cause.

    `written`: what stands nevertheless, where only a part was refused.
    """
    _settle(session, row, dead=True, problem=cut(problem, 500), **_part(written))


def _part(written: str | None) -> dict[str, object]:
    return {} if written is None else {"written": written}


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
