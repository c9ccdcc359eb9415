"""The daily review: judging the one percent that is due beside judging everybody, on one database."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from app.db import Database
from app.evaluate import evaluate_due, mark_all
from app.ledger.plain_rows import insert_rows
from app.models import Customer, LedgerEntry, ProgramVersion, Shop
from app.models.shop import LIVE
from app.rules.periods import leaves_on, starts_at
from app.rules.three_tiers import three_tiers
from bench.databases import database
from bench.figures import Figure, below

MANY, FEW = 100_000, 5_000
ORDERS_EACH = 5
AT_ONCE = 5_000
MOST_PERCENT = 3
TODAY = date(2026, 6, 1)
ZONE = "America/New_York"
STORED = ("id", "rank", "since", "metric_value", "landing", "falls_on", "needed", "next_review_at")


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    customers = FEW if quick else MANY
    part = f"review: {customers:,} customers, {ORDERS_EACH} orders each, on SQLite"
    with database("sqlite", place) as url:
        db = Database(url)
        try:
            shop_id = load(db, customers)
            yield from _measured(db, shop_id, part)
        finally:
            db.close()


def _measured(db: Database, shop_id: int, part: str) -> Iterator[Figure]:
    first, _ = _evaluate(db, shop_id, starts_at(TODAY, ZONE))
    tomorrow = starts_at(TODAY + timedelta(days=1), ZONE)
    some, due = _evaluate(db, shop_id, tomorrow)
    as_reviewed = standings(db, shop_id)
    with db.write() as session:
        mark_all(session, shop_id)
    everybody, all_of_them = _evaluate(db, shop_id, tomorrow)
    differing = sum(one != other for one, other in zip(as_reviewed, standings(db, shop_id), strict=True))
    yield Figure(part, "judging everybody for the first time, moves written", first, "s")
    yield Figure(part, "judging everybody again", everybody, "s", note=f"{all_of_them:,} customers")
    yield Figure(part, "judging who is due on the next day", some, "s", note=f"{due:,} customers")
    yield below(part, "the daily review, of judging everybody", 100 * some / everybody, MOST_PERCENT, "%")
    yield below(part, "standings that differ between the two", differing, 1, "customers")


def _evaluate(db: Database, shop_id: int, now: datetime) -> tuple[float, int]:
    """Seconds, and how many were judged, until nobody is due."""
    started, judged = time.perf_counter(), 0
    while done := evaluate_due(db, shop_id, now):
        judged += done
    return time.perf_counter() - started, judged


def standings(db: Database, shop_id: int) -> Sequence[list[Any]]:
    """What is stored about everybody, but the instant of judging."""
    with db.read() as session:
        rows = session.exec(
            select(Customer).where(Customer.shop_id == shop_id).order_by(col(Customer.id))
        ).all()
        return [[getattr(row, name) for name in STORED] for row in rows]


def load(db: Database, customers: int, today: date = TODAY) -> int:
    """A live store; each customer's oldest order leaves the period in the hundred days after `today`."""
    with db.write() as session:
        shop_id = _shop(session, today)
    for begin in range(0, customers, AT_ONCE):
        numbers = range(begin + 1, min(customers, begin + AT_ONCE) + 1)
        with db.write() as session:
            insert_rows(session, Customer, [_customer(shop_id, number) for number in numbers])
            insert_rows(
                session, LedgerEntry, [row for number in numbers for row in _entries(shop_id, number, today)]
            )
    with db.read() as session:
        held = session.exec(select(func.count()).where(col(Customer.shop_id) == shop_id)).one()
    assert held == customers
    return shop_id


def _shop(session: Session, today: date) -> int:
    live_at = starts_at(today - timedelta(days=30), ZONE)
    shop = Shop(domain="bench.myshopify.com", currency="USD", zone=ZONE, state=LIVE, live_at=live_at)
    session.add(shop)
    session.flush()
    rules = three_tiers("USD").model_dump_json()
    session.add(ProgramVersion(shop_id=shop.id, version=1, rules=rules, from_at=live_at, created_at=live_at))
    return shop.id


def _customer(shop_id: int, number: int) -> dict[str, Any]:
    about = {
        "shop_id": shop_id,
        "id": number,
        "platform_id": number,
        "email": f"c{number}@example.com",
        "created_at": datetime(2025, 1, 1, tzinfo=UTC),
        "dirty": True,
    }
    return row_of(Customer, about)


def _entries(shop_id: int, number: int, today: date) -> Iterator[dict[str, Any]]:
    """Orders of 10.00 to 6,000.00: no tier, and every tier."""
    oldest = leaves_on(today, -12) + timedelta(days=1 + number % 100)
    for place in range(ORDERS_EACH):
        day = oldest + timedelta(days=50 * place)
        at = starts_at(day, ZONE) + timedelta(hours=12)
        order = number * ORDERS_EACH + place
        about = {
            "shop_id": shop_id,
            "id": order,
            "order_id": order,
            "component": "sale",
            "payment": "paid",
            "customer_id": number,
            "currency": "USD",
            "goods": 1_000 + (number * 7_919 + place * 104_729) % 600_000 // (1 + number % 10),
            "occurred_at": at,
            "ordered_at": at,
            "counted_on": day,
            "ordered_on": day,
            "recorded_at": at,
            "source": "webhook",
        }
        yield row_of(LedgerEntry, about)


def row_of(model: type[SQLModel], about: dict[str, Any]) -> dict[str, Any]:
    """Every column, the others as the model has them."""
    defaults = {name: field.default for name, field in model.model_fields.items()}
    return defaults | about
