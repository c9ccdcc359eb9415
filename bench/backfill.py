"""Answers at a steady rate while the history of the store is read, on the one process of SQLite."""

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import requests
from sqlmodel import select

from app.db import Database
from app.models import Shop
from bench.databases import database
from bench.figures import Figure, below
from bench.load import SHOP, Ask, load
from bench.processes import LAUREL, Group, free_port, wait_until_up
from bench.stage import environment

PART = "backfill: sqlite, the history is read meanwhile"
RATE = 100
P99_MS = 100


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    orders, seconds = (100, 3.0) if quick else (1_500, 15.0)
    port, sandbox_port = free_port(), free_port()
    sandbox_url = f"http://127.0.0.1:{sandbox_port}"
    with database("sqlite", place) as url:
        settings = environment(url, port, sandbox_url)
        command = [sys.executable, "-m", "sandbox", "--port", str(sandbox_port)]
        sandbox = Group(command, settings, place / "sandbox.log")
        serve = Group([*LAUREL, "serve"], settings, place / "serve.log")
        try:
            wait_until_up(sandbox_port, sandbox, "/control/health")
            wait_until_up(port, serve)
            _history(sandbox_url, orders)
            started = time.monotonic()
            _open(sandbox_url, port)
            found = load(Ask(port, seconds, 32, RATE, bodies=int(seconds * RATE)))
            read = _until_read(url, started, 90)
        finally:
            serve.stop()
            sandbox.kill()
    note = f"p50 {found.p50:.1f}, longest {found.longest:.0f} ms, {found.statuses}"
    yield below(PART, f"p99 of an answer at {RATE}/s", found.p99, P99_MS, "ms", note)
    yield Figure(PART, f"{orders} orders of history and the live ones taken in after", read, "s")


def _history(sandbox_url: str, orders: int) -> None:
    _control(sandbox_url, "/stores", domain=SHOP, currency="USD", timezone="America/New_York")
    people = [
        _control(sandbox_url, f"/{SHOP}/customers", email=f"old-{n}@example.com")["id"] for n in range(50)
    ]

    def order(n: int) -> None:
        line = {"title": "Coat", "price": f"{20 + n % 400}.00"}
        _control(sandbox_url, f"/{SHOP}/orders", customer_id=people[n % 50], lines=[line], webhooks=False)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(order, range(orders)))
    _control(sandbox_url, f"/{SHOP}/install")


def _open(sandbox_url: str, port: int) -> None:
    """The merchant opens the app for the first time: from here on the store is known and read."""
    token = _control(sandbox_url, f"/{SHOP}/session-token")["token"]
    query = {"shop": SHOP, "id_token": token, "embedded": "1", "host": "aG9zdA"}
    requests.get(f"http://localhost:{port}/app", params=query, timeout=30).raise_for_status()


def _control(sandbox_url: str, path: str, **body: Any) -> Any:
    answer = requests.post(f"{sandbox_url}/control{path}", json=body, timeout=30)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def _until_read(url: str, started: float, most: float) -> float:
    db = Database(url)
    try:
        while time.monotonic() - started < most:
            with db.read() as session:
                if session.exec(select(Shop).where(Shop.domain == SHOP)).one().backfilled_at:
                    break
            time.sleep(0.2)
    finally:
        db.close()
    return time.monotonic() - started
