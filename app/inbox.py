"""The inbox: deliveries are durable before they are answered.

Waiting deliveries share one commit: a single thread takes all that wait, inserts them with prepared
driver statements and commits once, so that the disk's sync is paid once for many answers. It touches no
row that anything else writes.
"""

import queue
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.db import Database, is_outage
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


class _Waiting:
    """A request that waits for its delivery to be on disk. One bare lock: a Future costs ten times that."""

    __slots__ = ("_settled", "delivery", "error", "fresh")

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.fresh = False
        self.error: Exception | None = None
        self._settled = threading.Lock()
        self._settled.acquire()

    def settle(self) -> None:
        self._settled.release()

    def wait(self, timeout: float) -> bool:
        if not self._settled.acquire(timeout=timeout):
            raise TimeoutError("the database took too long")
        if self.error:
            raise self.error
        return self.fresh


class Inbox:
    """Accepts deliveries from many threads. `accept` returns when the row is on disk."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
        self._thread.start()

    def accept(self, delivery: Delivery, timeout: float = 4.0) -> bool:
        """True if it is new, False if this webhook id was here before. Raises what the database raises."""
        waiting = _Waiting(delivery)
        self._waiting.put(waiting)
        return waiting.wait(timeout)

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

    def _store(self, together: Sequence[_Waiting]) -> None:
        try:
            fresh = store(self._db, [each.delivery for each in together])
        except Exception as error:  # noqa: BLE001 - each waiting request must get its error and answer 503
            self._failed(together, error)
            return
        for each in together:
            key = (each.delivery.shop_id, each.delivery.webhook_id)
            each.fresh = key in fresh
            fresh.discard(key)
            each.settle()

    def _failed(self, together: Sequence[_Waiting], error: Exception) -> None:
        """Nothing of a commit was kept: halved until the one delivery that cannot be kept stands alone."""
        if len(together) > 1 and not is_outage(error):
            half = len(together) // 2
            self._store(together[:half])
            self._store(together[half:])
            return
        for each in together:
            each.error = error
            each.settle()


def store(db: Database, deliveries: Iterable[Delivery]) -> set[tuple[int, str]]:
    """Inserts deliveries in one commit; returns the keys of those that were new."""
    rows = [(new_id(), delivery) for delivery in deliveries]
    if not rows:
        return set()
    return _into_sqlite(db, rows) if db.on_sqlite else _into_postgres(db, rows)


_EVENT = "shop_id, id, webhook_id, topic, source, event_id, api_version, triggered_at, received_at"


def _into_sqlite(db: Database, rows: Sequence[tuple[int, Delivery]]) -> set[tuple[int, str]]:
    fresh: list[tuple[int, Delivery]] = []
    with db.write_lock:
        connection = db.engine.raw_connection()
        try:
            driver: Any = connection.driver_connection
            driver.execute("BEGIN IMMEDIATE")
            for some in _in_powers_of_two(rows):
                fresh += _some_into_sqlite(driver, some)
            driver.execute("COMMIT")
        except BaseException:
            connection.invalidate()
            raise
        connection.close()
    return {(each.shop_id, each.webhook_id) for _, each in fresh}


def _some_into_sqlite(
    driver: sqlite3.Connection, rows: Sequence[tuple[int, Delivery]]
) -> Sequence[tuple[int, Delivery]]:
    """One statement for many rows: between statements other threads take the interpreter for a while."""
    events: list[object] = []
    for row_id, each in rows:
        events += (each.shop_id, row_id, each.webhook_id, each.topic, each.source, each.event_id)
        events += (each.api_version, _sqlite_instant(each.triggered_at), _sqlite_instant(each.received_at))
    done = driver.execute(
        f"INSERT OR IGNORE INTO webhook_event ({_EVENT}, state, attempts, reason) VALUES "  # noqa: S608
        + ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 0, '')"] * len(rows)),
        events,
    )
    fresh = rows if done.rowcount == len(rows) else [each for each in rows if _stands(driver, *each)]
    if fresh:
        driver.execute(
            "INSERT INTO webhook_body (shop_id, event_id, body) VALUES "  # noqa: S608 - question marks only
            + ", ".join(["(?, ?, ?)"] * len(fresh)),
            [value for row_id, each in fresh for value in (each.shop_id, row_id, each.body)],
        )
    return fresh


def _stands(driver: sqlite3.Connection, row_id: int, delivery: Delivery) -> bool:
    found = driver.execute(
        "SELECT 1 FROM webhook_event WHERE shop_id = ? AND id = ?", (delivery.shop_id, row_id)
    )
    return found.fetchone() is not None


def _in_powers_of_two(rows: Sequence[tuple[int, Delivery]]) -> Iterator[Sequence[tuple[int, Delivery]]]:
    """So that there are few different statements, which the driver keeps prepared."""
    start = 0
    while left := len(rows) - start:
        size = 1 << (left.bit_length() - 1)
        yield rows[start : start + size]
        start += size


def _sqlite_instant(instant: datetime | None) -> str | None:
    """The text that UTCDateTime stores."""
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _into_postgres(db: Database, rows: Sequence[tuple[int, Delivery]]) -> set[tuple[int, str]]:
    """One statement that is its own transaction: one way to the server and back, one sync there.

    Single values, not arrays: the driver takes four times as long to write out an array.
    """
    values: list[object] = []
    for row_id, each in rows:
        values += (each.shop_id, row_id, each.webhook_id, each.topic, each.source, each.event_id)
        values += (each.api_version, each.triggered_at, each.received_at, each.body)
    statement = _POSTGRES.format(told=", ".join([_TOLD] * len(rows)))
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.driver_connection
        return set(driver.execute(statement, values).fetchall())


_TOLD = "(%s::bigint, %s::bigint, %s, %s, %s, %s, %s, %s::timestamptz, %s::timestamptz, %b::bytea)"
_POSTGRES = f"""
WITH told ({_EVENT}, body) AS (VALUES {{told}}),
fresh AS (
    INSERT INTO webhook_event ({_EVENT}, state, attempts, reason)
    SELECT {_EVENT}, 'new', 0, '' FROM told ON CONFLICT DO NOTHING RETURNING shop_id, id, webhook_id
),
kept AS (
    INSERT INTO webhook_body (shop_id, event_id, body)
    SELECT told.shop_id, told.id, told.body FROM told JOIN fresh USING (shop_id, id)
)
SELECT shop_id, webhook_id FROM fresh
"""  # noqa: S608 - constants only
