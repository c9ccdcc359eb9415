"""The daily review: judging the one percent that is due beside judging everybody, on one database."""

import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from app.db import Database
from app.evaluate import evaluate_due, mark_all
from app.models import Customer
from app.models.shop import LIVE
from app.rules.periods import leaves_on, starts_at
from bench.databases import database
from bench.figures import Figure, below
from bench.stage import ZONE, add_customers, add_shop, sale

MANY, FEW = 100_000, 5_000
ORDERS_EACH = 5
MOST_PERCENT = 3
TODAY = date(2026, 6, 1)
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
    live_at = starts_at(today - timedelta(days=30), ZONE)
    shop_id = add_shop(db.url.render_as_string(hide_password=False), state=LIVE, live_at=live_at)
    add_customers(
        db, shop_id, customers, lambda _: {"dirty": True}, lambda number: _sales(shop_id, number, today)
    )
    with db.read() as session:
        held = session.exec(select(func.count()).where(col(Customer.shop_id) == shop_id)).one()
    assert held == customers
    return shop_id


def _sales(shop_id: int, number: int, today: date) -> Iterator[dict[str, Any]]:
    """Orders of 10.00 to 6,000.00: no tier, and every tier."""
    oldest = leaves_on(today, -12) + timedelta(days=1 + number % 100)
    for place in range(ORDERS_EACH):
        goods = 1_000 + (number * 7_919 + place * 104_729) % 600_000 // (1 + number % 10)
        yield sale(shop_id, number, number * ORDERS_EACH + place, oldest + timedelta(days=50 * place), goods)
