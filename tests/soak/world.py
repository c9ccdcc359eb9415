"""The real processes beside a sandbox: installed over HTTP, live, with customers, to be killed at will."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from sqlmodel import col, func, select

from app.db import ACROSS_SHOPS, Database
from app.models import Customer, Outbox, Shop, WebhookEvent
from app.models.webhook_event import NEW
from bench.processes import LAUREL, Group, free_port, wait_until_up
from bench.stage import environment
from tests.soak.history import History

SHOP = "sweep-shop.myshopify.com"
WEB, WORKERS = "web", ("worker-1", "worker-2")


class World:
    """`groups` by name: on SQLite the one process, on Postgres two web processes and two workers."""

    def __init__(self, url: str, place: Path, settings: dict[str, str] | None = None) -> None:
        self.url, self._place = url, place
        self.port, sandbox_port = free_port(), free_port()
        self.sandbox_url = f"http://127.0.0.1:{sandbox_port}"
        self.environment = environment(url, self.port, self.sandbox_url) | (settings or {})
        command = [sys.executable, "-m", "sandbox", "--port", str(sandbox_port)]
        self.sandbox = Group(command, self.environment, place / "sandbox.log")
        wait_until_up(sandbox_port, self.sandbox, "/control/health")
        web = [*LAUREL, "serve"] + ([] if url.startswith("sqlite") else ["--web-only", "--workers", "2"])
        self._commands = {WEB: web}
        if not url.startswith("sqlite"):
            self._commands |= {name: [*LAUREL, "worker"] for name in WORKERS}
        self.groups: dict[str, Group] = {}
        self.db = Database(url)

    def start(self, *names: str) -> None:
        for name in names or self._commands:
            log = self._place / f"{name}.log"
            self.groups[name] = Group(self._commands[name], self.environment, log)

    def wait_until_up(self) -> None:
        wait_until_up(self.port, self.groups[WEB])

    def stop(self) -> None:
        for group in [*self.groups.values(), self.sandbox]:
            group.kill()
        self.db.close()

    def install(self, history: History) -> None:
        """The customers are there, the merchant installs, opens and goes live."""
        self.control("/stores", domain=SHOP, currency="USD", timezone="America/New_York", restore_rate=1000)
        for customer in history.customers:
            self.control(f"/{SHOP}/customers", id=customer, email=history.email(customer))
        self.control(f"/{SHOP}/install")
        query = {"shop": SHOP, "id_token": self._token(), "embedded": "1", "host": "aG9zdA"}
        answer = requests.get(f"http://localhost:{self.port}/app", params=query, timeout=30)
        assert answer.status_code < 400, answer.text
        self.wait_for(self._has_read_history, 60)
        bearer = {"Authorization": f"Bearer {self._token()}"}
        answer = requests.post(f"http://localhost:{self.port}/app/go-live", headers=bearer, timeout=30)
        assert answer.status_code < 400, answer.text

    def control(self, path: str, **body: Any) -> Any:
        answer = requests.post(f"{self.sandbox_url}/control{path}", json=body, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    @property
    def state(self) -> dict[str, Any]:
        answer = requests.get(f"{self.sandbox_url}/control/{SHOP}/state", timeout=60)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def shop(self) -> Shop:
        with self.db.read() as session:
            return session.exec(select(Shop).where(Shop.domain == SHOP)).one()

    def work_left(self) -> dict[str, int]:
        """Rows that are not at rest: deliveries, people to evaluate, subjects to be sent."""
        with self.db.read() as session:
            everywhere = {ACROSS_SHOPS: "waiting for all work of a test"}

            def count(*conditions: Any) -> int:
                found = select(func.count()).where(*conditions)
                return int(session.exec(found, execution_options=everywhere).one())

            return {
                "deliveries": count(col(WebhookEvent.state) == NEW),
                "customers": count(col(Customer.dirty)),
                "subjects": count(col(Outbox.wanted) > col(Outbox.sent), col(Outbox.dead).is_(False)),
            }

    def wait_until_quiet(self, timeout: float) -> float:
        """Seconds until nothing was left to do."""
        started = time.monotonic()
        self.wait_for(lambda: not any(self.work_left().values()), timeout)
        return time.monotonic() - started

    def wait_for(self, reached: Any, timeout: float) -> None:
        until = time.monotonic() + timeout
        while not reached():
            dead = [name for name, group in self.groups.items() if not group.alive]
            assert not dead, f"{dead} ended by itself:\n{self.logs()}"
            assert time.monotonic() < until, f"not at rest in {timeout} s: {self.work_left()}\n{self.logs()}"
            time.sleep(0.1)

    def logs(self) -> str:
        """The end of what the processes said."""
        return "\n".join(log.read_text(errors="replace")[-1500:] for log in self._place.glob("*.log"))

    def _has_read_history(self) -> bool:
        return self.shop().backfilled_at is not None

    def _token(self) -> str:
        return str(self.control(f"/{SHOP}/session-token")["token"])


@contextmanager
def world(url: str, place: Path, history: History, **settings: str) -> Iterator[World]:
    made = World(url, place, settings)
    try:
        made.start()
        made.wait_until_up()
        made.install(history)
        yield made
    finally:
        made.stop()
