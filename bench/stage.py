"""A server over an empty database with one store in it, ready for deliveries."""

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.db import Database
from app.models import Shop
from app.models.shop import LIVE, READY
from app.programs import ensure_draft, program_of
from bench.databases import database
from bench.load import SECRET, SHOP
from bench.processes import Group, free_port, wait_until_up

REAL = "app.cli.serve:web"
WORKING = "app.cli.serve:everything"


@contextmanager
def served(
    engine: str, place: Path, target: str, *, workers: int = 1, kind: str = "granian"
) -> Iterator[tuple[int, Group, str]]:
    """Port, process group and database address of an application on a server."""
    with database(engine, place) as url:
        add_shop(url)
        port = free_port()
        command = [sys.executable, "-m", "bench.host", kind, target, str(port), str(workers)]
        group = Group(command, environment(url), place / "serve.log")
        try:
            wait_until_up(port, group)
            yield port, group, url
        finally:
            group.stop()


def environment(url: str, port: int = 9700, sandbox_url: str = "") -> dict[str, str]:
    """The settings of a process, complete, whatever the surroundings say."""
    return {
        "SHOPIFY_API_KEY": "sandbox-client",
        "SHOPIFY_API_SECRET": SECRET,
        "SHOPIFY_API_SECRET_PREVIOUS": "",
        "APP_URL": f"http://localhost:{port}" if sandbox_url else "https://bench.example.com",
        "LAUREL_KEYS": "k1:" + base64.b64encode(b"k" * 32).decode(),
        "DATABASE_URL": url,
        "SANDBOX_URL": sandbox_url,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }


def add_shop(url: str, *, currency: str = "USD", state: str = READY) -> int:
    """A store whose history is read. When live it has a live program but no token: nothing can be sent."""
    db = Database(url)
    now = datetime.now(UTC)
    with db.write() as session:
        shop = Shop(domain=SHOP, currency=currency, zone="America/New_York", state=state, installed_at=now)
        session.add(shop)
        session.flush()
        ensure_draft(session, shop, now)
        session.flush()
        if state == LIVE:
            shop.live_at = now
            version, _ = program_of(session, shop.id, now)
            version.from_at = now - timedelta(days=1)
        shop_id = shop.id
    db.close()
    return shop_id
