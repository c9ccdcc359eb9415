"""The database: engines, sessions and the writers' queue; every statement passes the tenant guard.

SQLite is the default and has one writer: all writes of the process pass one first-come-first-served
lock, each in a transaction of at most some 50 ms, so that none waits for seconds. Postgres needs no lock.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import DateTime, Engine, TypeDecorator, create_engine, event
from sqlalchemy.engine import URL, Connection, Dialect, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.sql import ClauseElement
from sqlmodel import Session

from app import tenant_guard

T = TypeVar("T")
ACROSS_SHOPS = "across_shops"
"""Execution option of the few statements that may look at all shops; its value says why."""

WRITES = "laurel_write"
RETRIES = 5
MOST_WAL_PAGES, CHECKPOINT_BYTES = 16_000, 4_000_000
"""64 MB of log at which a writer moves it itself; a worker does so from 4 MB on (`Database.checkpoint`)."""
PLAN_EACH_TIME = "plan_cache_mode=force_custom_plan"
"""A plan that Postgres keeps from when a table was empty may take any index that begins with the shop, and
then walks all rows of the shop for each foreign key: five times the cost of an accept after 5,000 of them."""
OUTAGES = ("08", "25", "40", "53", "55", "57", "58")
AWAY = frozenset({"OperationalError", "InterfaceError"})
DEADLOCK, SERIALIZATION, TWICE = "40P01", "40001", "23505"
"""`TWICE`: another worker made the same row first; seen again, it is there."""


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC instants. SQLite forgets offsets, so they are stored as naive UTC and read back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant was about to be stored")
        return value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """On SQLite straight to its text: an import binds a million instants."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    """The form of SQLAlchemy's own DateTime, in UTC: text that sorts by time."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a naive instant was about to be stored")
    instant = value if value.tzinfo is UTC else value.astimezone(UTC)
    return instant.isoformat(" ", "microseconds").removesuffix("+00:00")


def _from_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(f"{text}+00:00")


class FifoLock:
    """A lock that is handed over in the order of asking, so that no thread starves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False

    @property
    def wanted(self) -> bool:
        """Does anybody hold it or wait for it?"""
        return self._held


class Database:
    """One database. `read` gives a session that only reads, `write` one that commits at its end."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.url: URL = make_url(url)
        self.on_sqlite = self.url.get_backend_name() == "sqlite"
        if self.on_sqlite and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(self.url, pool_size)
        self._writing = self.engine.execution_options(**{WRITES: True})
        self._fifo = FifoLock() if self.on_sqlite else None
        self.write_lock = self._fifo or nullcontext()

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        with self.write_lock, Session(self._writing, expire_on_commit=False) as session:
            yield session
            session.commit()

    def transact(self, unit: Callable[[Session], T]) -> T:
        """Runs a whole unit of work; again after a deadlock or a race for a new row, at most 5 times."""
        for attempt in range(1, RETRIES + 1):
            try:
                with self.write() as session:
                    return unit(session)
            except DBAPIError as error:
                if attempt == RETRIES or not _worth_repeating(error):
                    raise
        raise AssertionError("unreachable")

    def others_wait(self) -> bool:
        """Does another writer of this process hold the lock? Always false on Postgres, which has none."""
        return self._fifo is not None and self._fifo.wanted

    def checkpoint(self) -> None:
        """Moves what the log of SQLite holds into the database file, beside writers and not before them.

        The writer that fills the log would do it otherwise, and every delivery would wait for that one.
        """
        log = Path(f"{self.url.database}-wal")
        if self.on_sqlite and log.exists() and log.stat().st_size > CHECKPOINT_BYTES:
            connection = self.engine.raw_connection()
            try:
                connection.driver_connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]
            finally:
                connection.close()

    def close(self) -> None:
        self.engine.dispose()


def writes(session: Session) -> bool:
    """Was this session made by `Database.write`? A second one beside it would wait for itself on SQLite."""
    return bool(session.get_bind().engine.get_execution_options().get(WRITES))


def is_outage(error: Exception) -> bool:
    """Is the database away, full, locked or shutting down? Then no single row is to blame.

    Takes the errors of SQLAlchemy and those of a driver alone; drivers name their kinds alike (PEP 249).
    Postgres classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    if isinstance(error, PoolTimeout) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return True
    said = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(said, "sqlstate", None)
    if state is not None:
        return str(state)[:2] in OUTAGES
    return not AWAY.isdisjoint(kind.__name__ for kind in type(said).__mro__)


def _worth_repeating(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in (DEADLOCK, SERIALIZATION, TWICE):
        return True
    return "database is locked" in str(error.orig)


def _engine(url: URL, pool_size: int) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(
            url, hide_parameters=True, pool_size=pool_size, max_overflow=10, connect_args={"timeout": 30}
        )
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        engine = create_engine(
            url,
            pool_size=pool_size,
            max_overflow=10,
            pool_pre_ping=True,
            connect_args={"options": f"-c {PLAN_EACH_TIME}"},
        )
    event.listen(engine, "before_execute", _guard_tenants)
    return engine


def _sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(f"PRAGMA wal_autocheckpoint={MOST_WAL_PAGES}")


def _sqlite_begin(connection: Connection) -> None:
    """Writers begin IMMEDIATE: a transaction that reads first and writes later would fail at once."""
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _guard_tenants(
    _connection: Connection,
    statement: Any,
    _multiparams: object,
    _params: object,
    options: dict[str, Any],
) -> None:
    if isinstance(statement, ClauseElement) and not options.get(ACROSS_SHOPS):
        tenant_guard.check(statement)
