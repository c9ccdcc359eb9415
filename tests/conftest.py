"""The cast and the stage.

Ada spends. Ben is another customer of her shop. Cleo belongs to another shop and must never be touched.
The stage is the whole line for real: a sandbox store, the app's web server, one database of each engine.
"""

import gc
import os
import shutil
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.main import assemble, build_context, stand_for
from app.web import economics, tiers
from jobs.worker import Worker
from sandbox.server import Server, start
from tests.databases import migrated_file, postgres_database
from tests.kept import Past
from tests.stage import CLIENT_ID, CLIENT_SECRET, Line, Store, config_for

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
ROOM_BYTES = 4 << 30


BOTH_ENGINES = (
    "tests/flows/test_benefits.py",
    "tests/flows/test_main_job.py",
    "tests/flows/test_concurrency.py",
    "tests/flows/test_kill.py",
    "tests/flows/test_backfill.py",
    "tests/soak/",
    "tests/test_house.py",
)
"""Run on Postgres every time; the others only with --both-engines, as `make soak` does, to be quick."""

LONG = (
    "tests/flows/test_kill.py::test_no_delivery_is_lost_or_doubled_by_kills[postgres",
    "tests/flows/test_concurrency.py::test_what_arrives_at_once_counts_once_and_together[postgres",
    "tests/soak/test_convergence.py::test_a_few_faults_and_edits_leave_no_trace[postgres",
)
"""Left to `make soak` too; so is what is marked `long`: a neighbour shows nearly the same in less time."""


def in_short(*kept: Any, more: Sequence[Any]) -> list[Any]:
    """Values of a parameter: these in `make test`, more of them in `make soak`."""
    several = [each if isinstance(each, tuple) else (each,) for each in more]
    return [*kept, *(pytest.param(*each, marks=pytest.mark.long) for each in several)]


def pytest_configure() -> None:
    """Test databases lie in memory where there is room: nobody pulls the plug, and a disk takes its time."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--both-engines", action="store_true", help="every test, also on Postgres")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--both-engines"):
        return
    kept, left_out = [], []
    for item in items:
        always = item.nodeid.startswith(BOTH_ENGINES)
        long = item.get_closest_marker("long") or item.nodeid.startswith(LONG)
        long = long or (item.get_closest_marker("postgres") and not always)
        (left_out if long else kept).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: looking through it again and again took a seventh
    of the time of a whole run."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def shared(path: str) -> Path:
    """A file of the folder beside the checkout; the test is skipped where it is not."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"needs {path} of the shared folder beside the checkout")
    return found


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of each engine."""
    if request.param == "sqlite":
        shutil.copy(migrated_file(), tmp_path / "laurel.db")
        yield f"sqlite:///{tmp_path / 'laurel.db'}"
        return
    yield from postgres_database()


@pytest.fixture
def sandbox() -> Iterator[Server]:
    server = start(port=0, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, app_url="http://localhost:1")
    requests.post(f"{server.url}/control/bulk", json={"seconds": 0}, timeout=5).raise_for_status()
    yield server
    server.stop()


@cache
def _assembled() -> Flask:
    """Routes and templates are compiled once for all tests of a process."""
    return assemble()


class _KeptOpen(WSGIRequestHandler):
    """Connections stay open between requests, as the servers of a shop keep them."""

    protocol_version = "HTTP/1.1"

    def connection_dropped(self, *_: Any) -> None:
        self.close_connection = True


def _next_noon() -> datetime:
    """Tests begin at noon in New York, far from midnight and from whatever is done at night."""
    now = datetime.now(ZoneInfo("America/New_York"))
    noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
    return noon if noon > now else noon + timedelta(days=1)


@pytest.fixture
def line(request: pytest.FixtureRequest, database_url: str, sandbox: Server) -> Iterator[Line]:
    """The app beside a sandbox; webhooks come over HTTP, the rest is done when `settle` is called."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app_url = f"http://localhost:{port}"
    for seen_before in (economics.kept, tiers.kept):
        seen_before._KEPT.clear()
    context = build_context(config_for(database_url, sandbox.url, app_url))
    app = _assembled()
    stand_for(app, context)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_KeptOpen)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    requests.post(f"{sandbox.url}/control/app", json={"app_url": app_url}, timeout=5).raise_for_status()
    sandbox.world.clock.move_to(_next_noon())

    def stop() -> None:
        server.shutdown()
        thread.join(5)
        server.server_close()
        app.extensions["inbox"].close()
        context.db.close()

    plain = context.db.on_sqlite and "monkeypatch" not in request.fixturenames
    past = Past(str(context.db.url.database)) if plain else None
    stage = Line(context, sandbox, app_url, Worker(context, delivery_threads=0), stop, app=app, past=past)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("webhooks.receive.KNOWN_FOR", 0.0)  # tests do not wait for the door to look again
        yield stage
    stage.http.close()
    stop()
    if past:
        past.close()


@pytest.fixture
def ada_shop(line: Line) -> Store:
    return line.store("ada-shop.myshopify.com")


@pytest.fixture
def cleo_shop(line: Line) -> Store:
    return line.store("cleo-shop.myshopify.com", currency="JPY", timezone="Asia/Tokyo")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
