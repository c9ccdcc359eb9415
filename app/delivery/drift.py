"""Is what stands in the store what should stand there? Read cheaply, settled by one rule (docs/operating.md).

What carries our name is ours and is put back, at most once a day; what others put beside it stays.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, func, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.customer_drift import Drift, compare
from app.delivery.desired import our_tags
from app.delivery.objects import ByHand, by_hand, others_automatic, read
from app.delivery.publication_drift import put_back
from app.drops import look_again
from app.errors import PlatformError
from app.models import AuditEvent, Customer, ImportRun, JobRun, Outbox, Shop
from app.models.import_run import ASKED, DONE, RUNNING
from app.models.outbox import IS_OPEN
from app.platform import bulk, customers_seen
from app.platform.customers_seen import AT_ONCE, CustomerSeen
from app.rules.said import said

SUBJECT, OBJECTS = "drift", "objects"
"""`drift:<period>` looks at everything and writes the verdict of that job's run; `objects` at what a webhook
said was changed."""
JOB = "drift"
FROM_BULK = 1_000
"""From so many customers on, one bulk query costs less than asking for each."""
LOOK_AGAIN = timedelta(seconds=5)


def ask(session: Session, shop_id: int, period: str, now: datetime) -> None:
    """A look at everything, drops first: what they put back belongs to its verdict."""
    if session.get_one(Shop, shop_id).live_at is not None:
        look_again(session, shop_id, now)
    outbox.want(session, shop_id, outbox.SHOP, [f"{SUBJECT}:{period}"], now, lane=outbox.PROGRESS)


def begin(session: Session, shop_id: int, now: datetime) -> str:
    """Asks for a look at any hour, with a run of its own; returns the period that the run has."""
    period = f"{now:%Y-%m-%dT%H:%M:%S}"
    if session.get(JobRun, (shop_id, JOB, period)) is None:
        session.add(JobRun(shop_id=shop_id, job=JOB, period=period, claimed_at=now))
        session.flush()
    ask(session, shop_id, period, now)
    return period


def is_looking(session: Session, shop_id: int) -> bool:
    """Is a look at everything asked for and not done?"""
    asked = select(Outbox.subject).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.SHOP,
        col(Outbox.subject).startswith(f"{SUBJECT}:"),
        IS_OPEN,
    )
    return session.exec(asked.limit(1)).first() is not None


def run(turn: Turn, row: Outbox) -> None:
    period = row.subject.partition(":")[2]
    found = Drift()
    with turn.context.db.read() as session:
        many = _written(session, turn.shop.id) >= FROM_BULK
    if many:
        lines = _bulk(turn, row, period)
        if lines is None:
            return
        with turn.context.client.lines(lines) as read_lines:
            _compare_all(turn, customers_seen.of_lines(read_lines), found)
    else:
        _compare_all(turn, _known_ones(turn), found)
        _compare_tagged(turn, found)
    _settle(turn, row, period, found, _objects(turn))


def objects(turn: Turn, row: Outbox) -> None:
    """A webhook told of a change, which may be the echo of our own."""
    changed = _objects(turn)
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        program = session.get(
            Outbox, (turn.shop.id, outbox.PROGRAM, outbox.OBJECTS_SUBJECT), with_for_update=True
        )
        if changed and program is not None and program.wanted == program.sent:
            outbox.repair(session, program, now)
        outbox.sent(session, row, "", now)


def _objects(turn: Turn) -> list[ByHand]:
    """What others changed of ours; and how many automatic discounts are not ours is kept on the way."""
    if turn.shop.live_at is None or turn.shop.cleaned_at is not None:
        return []
    held, others = read(turn), others_automatic(turn)
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.get_one(Shop, turn.shop.id).other_automatic_discounts = others
    return by_hand(held, paused=turn.shop.paused_at is not None)


def _compare_all(turn: Turn, seen: Iterable[CustomerSeen], found: Drift) -> None:
    """However many there are, so many at once."""
    rest = iter(seen)
    while batch := list(islice(rest, AT_ONCE)):
        compare(turn, batch, found)


def _known_ones(turn: Turn) -> Iterator[CustomerSeen]:
    """Customers whom we ever wrote to; they are few here."""
    written = select(Outbox.subject).where(Outbox.shop_id == turn.shop.id, Outbox.kind == outbox.CUSTOMER)
    with turn.context.db.read() as session:
        ours = [int(subject) for subject in session.exec(written).all()]
        found = select(Customer.platform_id).where(
            Customer.shop_id == turn.shop.id, col(Customer.id).in_(ours), ~col(Customer.gone)
        )
        ids = [each for each in session.exec(found).all() if each is not None]
    for first in range(0, len(ids), AT_ONCE):
        yield from customers_seen.by_id(turn.calls, ids[first : first + AT_ONCE])


def _compare_tagged(turn: Turn, found: Drift) -> None:
    """Whoever was given one of our tags by hand, and is none of those."""
    with turn.context.db.read() as session:
        tags = our_tags(session, turn.shop.id)
    for tag in tags:
        rest = customers_seen.by_tag(turn.calls, tag)
        while batch := list(islice(rest, AT_ONCE)):
            compare(turn, batch, found, strangers_only=True)


def _bulk(turn: Turn, row: Outbox, period: str) -> str | None:
    """The address of the result; None while the platform still gathers it. Asked again where it failed."""
    run = _import_run(turn, period)
    if run.state == ASKED:
        run.bulk_id, run.state = customers_seen.start_all(turn.calls), RUNNING
    told = bulk.state(turn.calls, run.bulk_id)
    if told.status in ("FAILED", "CANCELED", "EXPIRED"):
        run.state = ASKED
    elif told.status == "COMPLETED":
        run.state, run.done_at = DONE, turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.merge(run)
        if run.state == RUNNING:
            outbox.wait(session, row, turn.context.clock() + LOOK_AGAIN)
    if run.state == ASKED:
        raise PlatformError(said("Shopify stopped gathering the customers; asked again."), retry_after=60)
    return told.url if run.state == DONE else None


def _import_run(turn: Turn, period: str) -> ImportRun:
    with turn.context.db.write() as session:
        found = select(ImportRun).where(
            ImportRun.shop_id == turn.shop.id, ImportRun.kind == JOB, ImportRun.key == period
        )
        run = session.exec(found).first()
        if run is None:
            run = ImportRun(shop_id=turn.shop.id, kind=JOB, key=period, started_at=turn.context.clock())
            session.add(run)
        return run


def _written(session: Session, shop_id: int) -> int:
    written = select(func.count()).where(Outbox.shop_id == shop_id, Outbox.kind == outbox.CUSTOMER)
    return session.exec(written).one()


def _settle(turn: Turn, row: Outbox, period: str, found: Drift, changed: list[ByHand]) -> None:
    """The verdict, the audit where others changed something, and a pass over the program's objects."""
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        all_changed = [*changed, *put_back(session, turn.shop.id, JOB, period)]
        verdict = asdict(found) | {"objects": [asdict(each) for each in all_changed]}
        job_run = session.get(JobRun, (turn.shop.id, JOB, period))
        if job_run is not None:
            job_run.done_at, job_run.verdict = now, json.dumps(verdict, default=str)
            session.add(job_run)
        if found.by_hand:
            session.add(_audit(turn.shop.id, found, now))
        if turn.shop.live_at is not None:
            outbox.want(
                session, turn.shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now, lane=outbox.OBJECTS
            )
        outbox.sent(session, row, "", now)


def _audit(shop_id: int, found: Drift, now: datetime) -> AuditEvent:
    detail = json.dumps({"customers": found.by_hand, "such_as": found.examples})
    return AuditEvent(
        shop_id=shop_id, at=now, actor="laurel", action="customers changed by others", detail=detail
    )
