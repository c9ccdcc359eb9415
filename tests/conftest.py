"""The cast and the stage.

Ada spends. Ben is another customer of her shop. Cleo belongs to another shop and must never be touched.
The stage is the whole line for real: a sandbox store, the app's web server, one database of each engine.
"""

import atexit
import base64
import gc
import hashlib
import hmac
import os
import secrets
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
import requests
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL
from sqlmodel import Session, col, select
from werkzeug.serving import WSGIRequestHandler, make_server

from app import db as databases
from app import outbox
from app.cli.new_key import fresh_key
from app.config import Config
from app.db import Database
from app.delivery import Context, serve_one
from app.delivery.serve import allowed
from app.ledger import entries
from app.main import assemble, build_context, stand_for
from app.models import Customer, LedgerEntry, Outbox, Shop, ShopLane
from app.platform.sandbox_clock import SandboxClock
from app.web import economics, tiers
from jobs.reports import make_one as make_report
from jobs.schedule import run_due
from jobs.worker import Worker
from migrations.upgrade import upgrade
from sandbox.server import Server, start
from tests.kept import Past

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
POSTGRES = os.environ.get("TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")
CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret-of-the-tests-0123456789"
QUIET_TURNS = 4_000
ROOM_BYTES = 4 << 30


@cache
def _first() -> Engine:
    engine = create_engine("sqlite://")
    engine.connect().close()
    return engine


def _alike(url: URL, **options: Any) -> Engine:
    """Statements are compiled once for all SQLite files of a process: a seventh of a flow."""
    engine = create_engine(url, **options)
    if engine.dialect.name == "sqlite":
        engine.dialect, engine._compiled_cache = _first().dialect, _first()._compiled_cache
    return engine


databases.create_engine = _alike  # type: ignore[attr-defined]

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


def postgres_answers() -> bool:
    host, port = "127.0.0.1", 5432
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of each engine."""
    if request.param == "sqlite":
        shutil.copy(_migrated_file(), tmp_path / "laurel.db")
        yield f"sqlite:///{tmp_path / 'laurel.db'}"
        return
    yield from postgres_database()


def postgres_database() -> Iterator[str]:
    if not postgres_answers():
        if os.environ.get("CI") == "true":
            pytest.fail("CI runs the tests on Postgres, and none answers at 127.0.0.1:5432")
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    name, like = f"laurel_test_{secrets.token_hex(6)}", _migrated_database()
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        copied = " STRATEGY FILE_COPY" if admin.info.server_version >= 150000 else ""
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like}{copied}")
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            yield _postgres_url(name)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _migrated_file() -> Path:
    """Migrated once; every test has a copy."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(f"sqlite:///{folder / 'laurel.db'}")
    return folder / "laurel.db"


@cache
def _migrated_database() -> str:
    name = f"laurel_template_{secrets.token_hex(6)}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    atexit.register(_drop, name)
    _migrate(_postgres_url(name))
    return name


def _drop(name: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _postgres_url(name: str) -> str:
    return f"postgresql+psycopg://{POSTGRES.split('://', 1)[1].rsplit('/', 1)[0]}/{name}"


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade(database.engine)
    database.close()


@pytest.fixture
def sandbox() -> Iterator[Server]:
    server = start(port=0, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, app_url="http://localhost:1")
    requests.post(f"{server.url}/control/bulk", json={"seconds": 0}, timeout=5).raise_for_status()
    yield server
    server.stop()


@dataclass
class Store:
    """A store of the sandbox, spoken to over its control API."""

    line: "Line"
    domain: str

    def post(self, path: str, **body: Any) -> Any:
        return self.line.control("POST", f"/{self.domain}{path}", body)

    @property
    def state(self) -> dict[str, Any]:
        return dict(self.line.control("GET", f"/{self.domain}/state"))

    def customer(self, email: str, **more: Any) -> int:
        return int(self.post("/customers", email=email, **more)["id"])

    def order(self, customer_id: int | None, price: str, **more: Any) -> dict[str, Any]:
        lines = more.pop("lines", [{"title": "Coat", "price": price}])
        return dict(self.post("/orders", customer_id=customer_id, lines=lines, **more))

    def held(self) -> list[dict[str, Any]]:
        """Deliveries that wait to be released, oldest first."""
        return list(self.line.control("GET", f"/{self.domain}/webhooks/held"))

    def tags(self, customer_id: int) -> list[str]:
        return list(self.state["customers"][str(customer_id)]["tags"])

    def checkout(self, customer_id: int | None, price: str, **more: Any) -> dict[str, Any]:
        lines = [{"title": "Coat", "price": price}]
        return dict(self.post("/checkout", customer_id=customer_id, lines=lines, **more))

    def token(self, **more: Any) -> str:
        return str(self.post("/session-token", **more)["token"])

    def install(self) -> None:
        """The merchant installs and opens the app for the first time; the history is read."""
        self.line.play(f"{self.domain} installs", self._install)

    def _install(self) -> None:
        self.post("/install")
        self.open()
        self.line.settle()

    def open(self) -> requests.Response:
        query = {"shop": self.domain, "id_token": self.token(), "embedded": "1", "host": "aG9zdA"}
        return self.line.http.get(f"{self.line.app_url}/app", params=query, timeout=30, allow_redirects=False)

    def go_live(self) -> None:
        self.line.play(f"{self.domain} goes live", self._go_live)

    def _go_live(self) -> None:
        bearer = {"Authorization": f"Bearer {self.token()}"}
        for _ in range(50):
            answer = self.line.http.post(f"{self.line.app_url}/app/go-live", headers=bearer, timeout=30)
            if answer.status_code != 409:
                break
            time.sleep(0.1)  # a worker that runs beside the test is still reading the history
        assert answer.status_code < 300, answer.text
        self.line.settle()

    def shop(self, session: Session) -> Shop:
        return session.exec(select(Shop).where(Shop.domain == self.domain)).one()


def _here() -> requests.Session:
    """For servers on this machine: looking for proxies took a twelfth of a flow."""
    http = requests.Session()
    http.trust_env = False
    return http


@dataclass
class Line:
    """Everything between a webhook and the store, run step by step until nothing is left to do."""

    context: Context
    sandbox: Server
    app_url: str
    worker: Worker
    stop: Callable[[], None]
    owner: str = field(default_factory=lambda: f"test:{secrets.token_hex(4)}")
    http: requests.Session = field(default_factory=_here)
    app: Flask | None = None
    past: Past | None = None

    def play(self, step: str, play: Callable[[], None]) -> None:
        """Does a step that many tests begin with."""
        if self.past:
            self.past.play(self, step, play)
        else:
            play()

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The sandbox's control API."""
        if self.past:
            self.past.asked(method, path, body)
        answer = self.http.request(method, f"{self.sandbox.url}/control{path}", json=body, timeout=40)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def store(self, domain: str = "ada-shop.myshopify.com", **more: Any) -> Store:
        body = {"domain": domain, "currency": "USD", "timezone": "America/New_York"} | more
        self.control("POST", "/stores", body)
        return Store(self, domain)

    def faults(self, **faults: Any) -> None:
        self.control("POST", "/faults", faults)

    def requests_log(self, shop: str | None = None, since: int = 0) -> list[dict[str, Any]]:
        """What was asked of the platform, oldest first."""
        query = f"?since_id={since}" + (f"&shop={shop}" if shop else "")
        return list(self.control("GET", f"/requests{query}"))

    def mutations(self, shop: str | None = None) -> int:
        """How many changes were asked of the platform so far."""
        return sum(int(entry["mutations"]) for entry in self.requests_log(shop))

    def clock(self, **change: Any) -> None:
        self.control("POST", "/clock", change)
        if isinstance(self.context.clock, SandboxClock):
            self.context.clock.look()

    def step(self) -> bool:
        moved = self.worker.post_once() | self.worker.evaluate_once() | serve_one(self.context, self.owner)
        return moved | make_report(self.context.db, self.context.clock, self.owner)

    def settle(self, seconds: float = 60) -> None:
        """Lets every delivery arrive and every consequence happen; a wait is passed by moving the clock."""
        until = time.monotonic() + seconds
        for _ in range(QUIET_TURNS):
            self.deliver()
            if self.step():
                continue
            waiting = self.waiting()
            if not waiting:
                return
            assert time.monotonic() < until, f"the line did not come to rest: {waiting}"
            soonest = min(waiting.values())
            self.end_pauses(shorter_than=30)
            if soonest > 0.5:
                self.clock(advance_seconds=soonest)
            else:
                time.sleep(0.02)

    def receive(self, store: Store, topic: str, body: str | bytes, **headers: str) -> int:
        """A delivery signed with our secret that the sandbox knows nothing of; returns the status."""
        raw = body.encode() if isinstance(body, str) else body
        digest = hmac.new(CLIENT_SECRET.encode(), raw, hashlib.sha256).digest()
        told = {
            "Content-Type": "application/json",
            "X-Shopify-Hmac-Sha256": base64.b64encode(digest).decode(),
            "X-Shopify-Shop-Domain": store.domain,
            "X-Shopify-Topic": topic,
            "X-Shopify-Webhook-Id": secrets.token_hex(16),
        }
        url = f"{self.app_url}/webhooks"
        return self.http.post(url, data=raw, headers=told | headers, timeout=30).status_code

    def deliver(self) -> None:
        assert self.control("POST", "/webhooks/quiet", {"timeout": 30})["quiet"]

    def waiting(self) -> dict[str, float]:
        """Subjects that may be sent and will be due within half a minute, with the seconds until then."""
        found = {}
        with self.context.db.read() as session:
            for shop in session.exec(select(Shop)).all():
                wanted = select(Outbox).where(
                    Outbox.shop_id == shop.id,
                    col(Outbox.wanted) > col(Outbox.sent),
                    col(Outbox.dead).is_(False),
                    col(Outbox.kind).in_(allowed(shop)),
                )
                if self.pause_of(session, shop) > 30:
                    continue
                now = self.context.clock()
                for row in session.exec(wanted).all():
                    found[f"{row.kind}:{row.subject} {row.problem}"] = (row.due_at - now).total_seconds()
        return {subject: seconds for subject, seconds in found.items() if seconds < 30}

    def pause_of(self, session: Session, shop: Shop) -> float:
        """For how many seconds a shop's lane is left alone."""
        lane = session.get(ShopLane, shop.id)
        left = lane.pause_until - datetime.now(UTC) if lane and lane.pause_until else timedelta(0)
        return max(0.0, left.total_seconds())

    def end_pauses(self, shorter_than: float = 3600) -> None:
        """Pauses follow the machine's time, which tests do not wait for."""
        with self.context.db.write() as session:
            for shop in session.exec(select(Shop)).all():
                if 0 < self.pause_of(session, shop) < shorter_than:
                    lane = session.get_one(ShopLane, shop.id)
                    lane.pause_until = None
                    session.add(lane)

    def run_jobs(self) -> None:
        """What the clock does twice a minute, and all that follows."""
        run_due(self.context, self.context.clock())
        self.settle()

    def want_again(self, store: Store, kind: str, *subjects: str) -> None:
        """Asks for another look at subjects of the outbox."""
        with self.context.db.write() as session:
            outbox.want(session, store.shop(session).id, kind, subjects, self.context.clock())

    def outbox(self, store: Store, kind: str) -> list[Outbox]:
        with self.context.db.read() as session:
            found = select(Outbox).where(Outbox.shop_id == store.shop(session).id, Outbox.kind == kind)
            return list(session.exec(found).all())

    def entries(self, store: Store, order_id: int) -> list[LedgerEntry]:
        """The ledger rows of an order, as posted."""
        with self.context.db.read() as session:
            return list(entries.of_orders(session, store.shop(session).id, [order_id]))

    def customer(self, store: Store, platform_id: int) -> Customer:
        with self.context.db.read() as session:
            shop = store.shop(session)
            found = select(Customer).where(Customer.shop_id == shop.id, Customer.platform_id == platform_id)
            return session.exec(found).one()


def config_for(database_url: str, sandbox_url: str, app_url: str, **more: Any) -> Config:
    return Config(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        app_url=app_url,
        keys={"k1": _key()},
        database_url=database_url,
        sandbox_url=sandbox_url,
        log_level="WARNING",
        **more,
    )


@cache
def _key() -> str:
    return fresh_key()


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
