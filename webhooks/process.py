"""Processing: inbox rows of a shop, at our own pace, each exactly once.

One transaction takes a batch of rows by lock, posts the order facts of all of them together, lets the
actors act, and marks them done; a killed worker's batch is simply taken again. If a batch fails, its
rows are taken one by one, so that one that cannot be understood blocks nothing behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import update
from sqlmodel import Session, col, select

from app import order_care, outbox
from app.db import ACROSS_SHOPS, Database, is_outage
from app.errors import Unreadable
from app.ledger import Arrival, people, post, repost
from app.ledger.claims import claim_all
from app.ledger.people import Contact
from app.models import Shop, WebhookBody, WebhookEvent
from app.models.webhook_event import DEAD, DONE, IS_DEAD, IS_NEW, NEW
from app.rules.order_facts import OrderFacts, with_person
from app.rules.said import cut, said
from webhooks.forgotten import drop_bodies, names_somebody_forgotten
from webhooks.topics import ACTORS, READERS

BATCH = 40
MAX_ATTEMPTS = 5

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Read:
    """What one body says of an order, and whom it names."""

    event: WebhookEvent
    facts: OrderFacts
    contact: Contact | None


def shops_with_work(session: Session) -> Sequence[int]:
    """Shops with new inbox rows. One of the two queries that look at all shops."""
    found = select(WebhookEvent.shop_id).where(IS_NEW).distinct()
    return session.exec(found, execution_options={ACROSS_SHOPS: "finding shops with work"}).all()


def process(db: Database, shop_id: int, now: datetime, limit: int = BATCH) -> int:
    """Takes up to `limit` rows of a shop; returns how many were taken."""
    try:
        return db.transact(lambda session: _take(session, shop_id, now, limit))
    except Exception as problem:
        # Whatever a body sets off, those behind it go on; only when the database is away none is to blame.
        if is_outage(problem):
            raise
        if limit > 1:
            return sum(process(db, shop_id, now, 1) for _ in range(limit))
        log.exception("a delivery could not be processed", shop=shop_id)
        return db.transact(lambda session: _failed(session, shop_id, now))


def replay(session: Session, shop_id: int, event_ids: Sequence[int] | None = None) -> int:
    """Puts dead (or the named) rows back to new; their effects are the same however often they run."""
    wanted = update(WebhookEvent).where(col(WebhookEvent.shop_id) == shop_id)
    if event_ids is None:
        wanted = wanted.where(IS_DEAD)
    else:
        wanted = wanted.where(col(WebhookEvent.id).in_(event_ids))
    kept = select(WebhookBody.event_id).where(WebhookBody.shop_id == shop_id, col(WebhookBody.body) != b"")
    done = session.exec(
        wanted.where(col(WebhookEvent.id).in_(kept)).values(state=NEW, attempts=0, reason="", done_at=None)
    )
    return done.rowcount


def _take(session: Session, shop_id: int, now: datetime, limit: int) -> int:
    shop = session.get(Shop, shop_id)
    if shop is None:
        raise LookupError(f"shop {shop_id} is not there")
    events = _claim(session, shop_id, limit)
    bodies = _bodies(session, shop_id, [event.id for event in events])
    read: list[_Read] = []
    actors: list[WebhookEvent] = []
    for event in events:
        raw = bodies.get(event.id, b"")
        try:
            if event.topic in READERS and event.topic.startswith("api/") == (event.source == "api"):
                read.append(_Read(event, *READERS[event.topic](raw, shop)))
            elif event.topic in ACTORS:
                actors.append(event)
                continue
            else:
                event.reason = "a topic that is not taken"
            _settle(event, DONE, now)
        except Unreadable as problem:
            _settle(event, DEAD, now, problem.words)
    if read:
        _post(session, shop, read, now)
    for event in actors:
        try:
            with session.begin_nested():
                ACTORS[event.topic](session, shop, event, bodies.get(event.id, b""), now)
            _settle(event, DONE, now)
        except Unreadable as problem:
            _settle(event, DEAD, now, problem.words)
    personal = [event.id for event in actors if event.topic.startswith("customers/")]
    naming = [each for each in personal if names_somebody_forgotten(session, shop, bodies.get(each, b""))]
    drop_bodies(session, shop_id, naming)
    return len(events)


def _claim(session: Session, shop_id: int, limit: int) -> Sequence[WebhookEvent]:
    found = (
        select(WebhookEvent)
        .where(WebhookEvent.shop_id == shop_id, IS_NEW)
        .order_by(col(WebhookEvent.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return session.exec(found).all()


def _bodies(session: Session, shop_id: int, event_ids: list[int]) -> dict[int, bytes]:
    found = select(WebhookBody.event_id, WebhookBody.body).where(
        WebhookBody.shop_id == shop_id, col(WebhookBody.event_id).in_(event_ids)
    )
    return dict(session.exec(found).all())


def _post(session: Session, shop: Shop, read: Sequence[_Read], now: datetime) -> None:
    """Posts what a batch says of orders; the bodies that name somebody we must forget are dropped at once."""
    claimed = claim_all(session, shop, [each.contact for each in read if each.contact], now)
    arrivals = [Arrival(_owned(each, claimed.rows), each.event.source, each.event.id) for each in read]
    posted = post(session, shop, arrivals, now)
    doubtful = [str(each.order_id) for each in posted if each.doubts]
    outbox.want(session, shop.id, outbox.READ_BACK, doubtful, now)
    if claimed.rows:
        repost(session, shop, people.misplaced_orders(session, shop.id), now, None)
    order_care.take(session, shop, {each.facts.order_id: each.event_id for each in arrivals}, now)
    drop_bodies(session, shop.id, [each.event.id for each in read if each.contact in claimed.forgotten])


def _owned(read: _Read, rows: Mapping[Contact, int | None]) -> OrderFacts:
    """An order without an account belongs to the person whom its e-mail names."""
    if read.contact and read.facts.snapshot and read.facts.snapshot.customer is None:
        return with_person(read.facts, rows[read.contact])
    return read.facts


def _settle(event: WebhookEvent, state: str, now: datetime, reason: str = "") -> None:
    event.state, event.done_at = state, now
    event.attempts += 1
    event.reason = cut(reason, 500) or event.reason


def _failed(session: Session, shop_id: int, now: datetime) -> int:
    """The first open row made the worker stumble: it is tried again, and dead after MAX_ATTEMPTS."""
    for event in _claim(session, shop_id, 1):
        if event.attempts + 1 >= MAX_ATTEMPTS:
            _settle(
                event,
                DEAD,
                now,
                said("It failed five times; whoever runs Laurel finds the cause in the log."),
            )
        else:
            event.attempts += 1
        session.add(event)
        return 1
    return 0
