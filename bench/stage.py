"""What measurements stand on: a store with its customers and orders, and a server over it."""

import base64
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import SQLModel

from app.db import Database
from app.ledger.names import keep_names
from app.ledger.plain_rows import insert_rows
from app.models import Customer, LedgerEntry, Order, Shop
from app.models.shop import LIVE, READY
from app.programs import ensure_draft, program_of
from app.rules.periods import starts_at
from bench.databases import database
from bench.load import SECRET, SHOP
from bench.processes import Group, free_port, wait_until_up

REAL = "app.cli.serve:web"
WORKING = "app.cli.serve:everything"
ZONE = "America/New_York"
AT_ONCE = 5_000
"""Customers a transaction."""


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


def add_shop(url: str, *, currency: str = "USD", state: str = READY, live_at: datetime | None = None) -> int:
    """A store whose history is read. When live it has a live program but no token: nothing can be sent."""
    db = Database(url)
    now = datetime.now(UTC)
    with db.write() as session:
        shop = Shop(
            domain=SHOP, currency=currency, zone=ZONE, state=state, installed_at=now, backfilled_at=now
        )
        session.add(shop)
        session.flush()
        ensure_draft(session, shop, live_at or now)
        session.flush()
        if state == LIVE:
            shop.live_at = live_at or now
            version, _ = program_of(session, shop.id, now)
            version.from_at = live_at or now - timedelta(days=1)
        shop_id = shop.id
    db.close()
    return shop_id


def add_customers(
    db: Database,
    shop_id: int,
    number: int,
    about: Callable[[int], dict[str, Any]],
    sales: Callable[[int], Iterable[dict[str, Any]]],
) -> None:
    """Customers 1, 2, …: `about` says of each what is not as usual, `sales` tells the entries of each.

    Every entry is that of an order of its own, which stands beside it.
    """
    for begin in range(0, number, AT_ONCE):
        numbers = range(begin + 1, min(number, begin + AT_ONCE) + 1)
        people = [_customer(shop_id, each, about(each)) for each in numbers]
        entries = [row for each in numbers for row in sales(each)]
        with db.write() as session:
            insert_rows(session, Customer, people)
            keep_names(session, shop_id, ((each["id"], each["name"]) for each in people))
            insert_rows(session, Order, [_order(each) for each in entries])
            insert_rows(session, LedgerEntry, entries)
    _looked_through(db)


def _looked_through(db: Database) -> None:
    """Postgres does so by itself within minutes, and not within a transaction."""
    if db.on_sqlite:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def sale(shop_id: int, customer: int, order: int, day: date, goods: int) -> dict[str, Any]:
    """The entry of an order that was paid on a local day; `goods` in minor units."""
    at = starts_at(day, ZONE) + timedelta(hours=12)
    about = {
        "shop_id": shop_id,
        "id": order,
        "order_id": order,
        "component": "sale",
        "payment": "paid",
        "customer_id": customer,
        "currency": "USD",
        "goods": goods,
        "occurred_at": at,
        "ordered_at": at,
        "counted_on": day,
        "ordered_on": day,
        "recorded_at": at,
        "source": "webhook",
    }
    return row_of(LedgerEntry, about)


def row_of(model: type[SQLModel], about: dict[str, Any]) -> dict[str, Any]:
    """Every column, the others as the model has them."""
    defaults = {name: field.default for name, field in model.model_fields.items()}
    return defaults | about


def _customer(shop_id: int, number: int, about: dict[str, Any]) -> dict[str, Any]:
    usual = {
        "shop_id": shop_id,
        "id": number,
        "platform_id": number,
        "email": f"c{number}@example.com",
        "name": f"Customer {number}",
        "created_at": datetime(2025, 1, 1, tzinfo=UTC),
    }
    return row_of(Customer, usual | about)


def _order(entry: dict[str, Any]) -> dict[str, Any]:
    about = {
        "shop_id": entry["shop_id"],
        "id": entry["order_id"],
        "name": f"#{entry['order_id']}",
        "customer_id": entry["customer_id"],
        "facts": "{}",
        "updated_at": entry["occurred_at"],
        "posted_at": entry["recorded_at"],
    }
    return row_of(Order, about)
