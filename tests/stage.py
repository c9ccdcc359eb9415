"""The stage: a store of the sandbox, and the whole line between it and the app, run step by step."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import requests
from flask import Flask
from sqlmodel import Session, col, select

from app import outbox
from app.cli.new_key import fresh_key
from app.config import Config
from app.delivery import Context, serve_one
from app.delivery.serve import allowed
from app.ledger import entries
from app.models import Customer, LedgerEntry, Outbox, Shop, ShopLane
from app.platform.sandbox_clock import SandboxClock
from jobs.reports import make_one as make_report
from jobs.schedule import run_due
from jobs.worker import Worker
from sandbox.server import Server
from tests.kept import Past

CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret-of-the-tests-0123456789"
QUIET_TURNS = 4_000


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
