"""Empty databases of either engine, made for a measurement and dropped after it."""

import os
import secrets
import shutil
import socket
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from app.db import Database
from bench.processes import ROOT
from migrations.upgrade import upgrade

POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
FSYNCS = 200
ENGINES = ("sqlite", "postgres")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of the checkout's own disk: /tmp may be memory, where nothing is ever synced."""
    var = ROOT / "var"
    var.mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="bench-", dir=var))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def database(engine: str, place: Path) -> Iterator[str]:
    """The address of an empty, migrated database."""
    if engine == "sqlite":
        url = f"sqlite:///{place / f'laurel-{secrets.token_hex(4)}.db'}"
        _migrate(url)
        yield url
        return
    name = f"laurel_bench_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        try:
            url = f"postgresql+psycopg://{POSTGRES.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"
            _migrate(url)
            yield url
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postgres_answers() -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", 5432)) == 0


def fsync_ms(place: Path) -> float:
    """The median time of an fsync after 4 kB: what the disk allows at all."""
    times = []
    with (place / "fsync").open("wb") as file:
        for _ in range(FSYNCS):
            file.write(b"x" * 4096)
            file.flush()
            started = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def slowest_syncs_ms(place: Path, seconds: float) -> tuple[float, float]:
    """p99 and longest of appending 60 kB and syncing it, 40 times a second, as a steady load does.

    Where many share a disk it may stand still for a second, and no answer that is durable can be faster.
    """
    times, until = [], time.monotonic() + seconds
    with (place / "syncs").open("wb") as file:
        while time.monotonic() < until:
            started = time.perf_counter()
            file.write(b"x" * 60_000)
            file.flush()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - started) * 1000)
            time.sleep(1 / 40)
    return statistics.quantiles(times, n=100)[98], max(times)


def _migrate(url: str) -> None:
    db = Database(url)
    upgrade(db.engine)
    db.close()
