"""The history of a store: asked for as a bulk query, read as a stream, put into the inbox in batches.

Every step is kept, so a restart continues where it stopped. Only posting runs meanwhile; when all is
posted everybody is evaluated once, silently.
"""

import json
from datetime import datetime, timedelta
from itertools import islice

from sqlmodel import Session, col, func, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.errors import PlatformError
from app.evaluate import mark_all
from app.inbox import Delivery, store
from app.models import ImportRun, Outbox, Shop, WebhookEvent
from app.models.import_run import ASKED, DONE, FAILED, READING, RUNNING
from app.models.shop import BACKFILLING, INSTALLING, READY
from app.models.webhook_event import IS_NEW
from app.platform import bulk
from app.rules.said import said

KIND = "backfill"
BATCH = 100
SOONEST, LATEST = timedelta(milliseconds=100), timedelta(seconds=5)
"""Between two looks. A small store is read in a moment, and a large one is not asked all the time."""


def step(turn: Turn, row: Outbox) -> None:
    """One step of the way: ask, look, read, wait for posting; the subject stays open until the end."""
    if not turn.shop.currency:
        _wait_for_settings(turn, row)
        return
    run = _run(turn)
    if run.state == ASKED:
        _ask(turn, run)
    if run.state == RUNNING:
        _look(turn, run)
    if run.state == READING:
        _read(turn, run)
    _settle(turn, row, run)


def _wait_for_settings(turn: Turn, row: Outbox) -> None:
    """Days and money are reckoned by the store's zone and currency, so these are read first."""
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        outbox.wait(session, row, now + timedelta(seconds=2))


def _run(turn: Turn) -> ImportRun:
    """The current reading of history: one for each installation."""
    key = str(turn.shop.installed_at)
    with turn.context.db.write() as session:
        found = select(ImportRun).where(
            ImportRun.shop_id == turn.shop.id, ImportRun.kind == KIND, ImportRun.key == key
        )
        run = session.exec(found).first()
        if run is None:
            run = ImportRun(shop_id=turn.shop.id, kind=KIND, key=key, started_at=turn.context.clock())
            session.add(run)
            shop = session.get_one(Shop, turn.shop.id)
            if shop.state == INSTALLING:
                shop.state = BACKFILLING
            session.add(shop)
        return run


def _ask(turn: Turn, run: ImportRun) -> None:
    run.bulk_id = bulk.start_orders(turn.calls)
    run.state = RUNNING
    _keep(turn, run)


def _look(turn: Turn, run: ImportRun) -> None:
    told = bulk.state(turn.calls, run.bulk_id)
    run.looked_at, run.total = turn.context.clock(), told.roots
    if told.status == "COMPLETED":
        run.state, run.url = READING, told.url or ""
    elif told.status in ("FAILED", "CANCELED", "EXPIRED"):
        run.state, run.bulk_id = ASKED, ""
        run.problem = said(
            "Shopify stopped gathering the orders (%(why)s); asked again.", why=told.error or told.status
        )
        _keep(turn, run)
        raise PlatformError(run.problem, retry_after=60)
    _keep(turn, run)


def _read(turn: Turn, run: ImportRun) -> None:
    """Reads the result from where an earlier reading stopped. An empty shop has no result."""
    if run.url:
        with turn.context.client.lines(run.url) as lines:
            nodes = bulk.orders(lines)
            for _ in islice(nodes, run.position):
                pass
            while batch := list(islice(nodes, BATCH)):
                _take_in(turn, run, [json.dumps(node, ensure_ascii=False).encode() for node in batch])
    run.state, run.total = DONE, run.position
    _keep(turn, run)


def _take_in(turn: Turn, run: ImportRun, bodies: list[bytes]) -> None:
    now = turn.context.clock()
    store(
        turn.context.db,
        [
            Delivery(
                turn.shop.id, f"{KIND}:{run.id}:{run.position + n}", "api/order", body, now, source="api"
            )
            for n, body in enumerate(bodies)
        ],
    )
    run.position += len(bodies)
    _keep(turn, run)


def _keep(turn: Turn, run: ImportRun) -> None:
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        session.merge(run)


def _settle(turn: Turn, row: Outbox, run: ImportRun) -> None:
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        if run.state == FAILED:
            outbox.dead(session, row, run.problem)
        elif run.state == DONE and not open_rows(session, turn.shop.id, run.id):
            _finish(session, session.get_one(Shop, turn.shop.id), run, now)
            outbox.sent(session, row, "", now)
        else:
            outbox.wait(session, row, now + min(max((now - run.started_at) / 4, SOONEST), LATEST))


def open_rows(session: Session, shop_id: int, run_id: int) -> int:
    """How many orders of the history are not posted yet."""
    found = select(func.count()).where(
        WebhookEvent.shop_id == shop_id,
        IS_NEW,
        col(WebhookEvent.webhook_id).startswith(f"{KIND}:{run_id}:"),
    )
    return session.exec(found).one()


def _finish(session: Session, shop: Shop, run: ImportRun, now: datetime) -> None:
    run.done_at = now
    session.merge(run)
    shop.backfilled_at, shop.reconciled_at = now, run.started_at
    if shop.state == BACKFILLING:
        shop.state = shop.state_when_connected() if shop.live_at else READY
    session.add(shop)
    mark_all(session, shop.id)
