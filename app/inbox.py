"""The inbox: deliveries are durable before they are answered.

Waiting deliveries share one commit: a single thread takes all that wait, inserts them with prepared
driver statements and commits once, so that the disk's sync is paid once for many answers. It touches no
row that anything else writes.
"""

import queue
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.db import Database
from app.models.ids import new_id

MAX_TOGETHER = 256
STOP = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One body that arrived for a known shop. `webhook_id` is the key of repetition."""

    shop_id: int
    webhook_id: str
    topic: str
    body: bytes
    received_at: datetime
    source: str = "webhook"
    event_id: str = ""
    api_version: str = ""
    triggered_at: datetime | None = None


class Inbox:
    """Accepts deliveries from many threads. `accept` returns when the row is on disk."""

    def __init__(self, db: Database, arrived: threading.Event | None = None) -> None:
        self._db = db
        self._arrived = arrived
        self._waiting: queue.SimpleQueue[tuple[Delivery, Future[bool]] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def accept(self, delivery: Delivery, timeout: float = 4.0) -> bool:
        """True if it is new, False if this webhook id was here before. Raises what the database raises."""
        answer: Future[bool] = Future()
        self._waiting.put((delivery, answer))
        return answer.result(timeout)

    def close(self) -> None:
        self._waiting.put(STOP)
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not STOP:
            together = [first]
            while len(together) < MAX_TOGETHER:
                try:
                    more = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if more is STOP:
                    self._waiting.put(STOP)
                    break
                together.append(more)
            self._store(together)

    def _store(self, together: Sequence[tuple[Delivery, Future[bool]]]) -> None:
        try:
            fresh = store(self._db, [delivery for delivery, _ in together])
        except Exception as error:  # noqa: BLE001 - each waiting request must get the error and answer 503
            for _, answer in together:
                answer.set_exception(error)
            return
        for delivery, answer in together:
            key = (delivery.shop_id, delivery.webhook_id)
            answer.set_result(key in fresh)
            fresh.discard(key)
        if self._arrived:
            self._arrived.set()


def store(db: Database, deliveries: Iterable[Delivery]) -> set[tuple[int, str]]:
    """Inserts deliveries in one commit; returns the keys of those that were new."""
    rows = [(new_id(), delivery) for delivery in deliveries]
    with db.write_lock:
        connection = db.engine.raw_connection()
        try:
            fresh = _into_sqlite(connection, rows) if db.on_sqlite else _into_postgres(connection, rows)
        except BaseException:
            connection.invalidate()
            raise
        connection.close()
    return fresh


_EVENT = "shop_id, id, webhook_id, topic, source, event_id, api_version, triggered_at, received_at"


def _into_sqlite(connection: Any, rows: Sequence[tuple[int, Delivery]]) -> set[tuple[int, str]]:
    driver: sqlite3.Connection = connection.driver_connection
    fresh = set()
    driver.execute("BEGIN IMMEDIATE")
    for row_id, each in rows:
        values = (
            each.shop_id,
            row_id,
            each.webhook_id,
            each.topic,
            each.source,
            each.event_id,
            each.api_version,
        )
        cursor = driver.execute(
            f"INSERT OR IGNORE INTO webhook_event ({_EVENT}, state, attempts, reason) "  # noqa: S608 - constants
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 0, '')",
            (*values, _sqlite_instant(each.triggered_at), _sqlite_instant(each.received_at)),
        )
        if cursor.rowcount:
            driver.execute(
                "INSERT INTO webhook_body (shop_id, event_id, body) VALUES (?, ?, ?)",
                (each.shop_id, row_id, each.body),
            )
            fresh.add((each.shop_id, each.webhook_id))
    driver.execute("COMMIT")
    return fresh


def _sqlite_instant(instant: datetime | None) -> str | None:
    """The text that UTCDateTime stores."""
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _into_postgres(connection: Any, rows: Sequence[tuple[int, Delivery]]) -> set[tuple[int, str]]:
    events = [
        (
            e.shop_id,
            row_id,
            e.webhook_id,
            e.topic,
            e.source,
            e.event_id,
            e.api_version,
            e.triggered_at,
            e.received_at,
        )
        for row_id, e in rows
    ]
    types = ("bigint", "bigint", "text", "text", "text", "text", "text", "timestamptz", "timestamptz")
    arrays = ", ".join(f"%s::{each}[]" for each in types)
    with connection.driver_connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO webhook_event ({_EVENT}, state, attempts, reason) "  # noqa: S608 - constants
            f"SELECT t.*, 'new', 0, '' FROM unnest({arrays}) AS t ON CONFLICT DO NOTHING "
            "RETURNING shop_id, id, webhook_id",
            [list(column) for column in zip(*events, strict=True)],
        )
        fresh = {row_id: (shop_id, webhook_id) for shop_id, row_id, webhook_id in cursor.fetchall()}
        bodies = [(each.shop_id, row_id, each.body) for row_id, each in rows if row_id in fresh]
        if bodies:
            cursor.execute(
                "INSERT INTO webhook_body (shop_id, event_id, body) "
                "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])",
                [list(column) for column in zip(*bodies, strict=True)],
            )
    connection.driver_connection.commit()
    return set(fresh.values())
