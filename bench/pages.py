"""The pages of a large store: server time of each beside a bare Flask page, on both engines."""

import secrets
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import jwt
from flask import Flask
from flask.testing import FlaskClient

from app.config import Config
from app.db import Database
from app.main import build_context, create_app
from app.models import Shop
from app.models.shop import LIVE
from bench.databases import ENGINES, database, postgres_answers
from bench.figures import Figure, below
from bench.load import SECRET, SHOP
from bench.stage import add_customers, add_shop, environment, sale
from jobs.reports import make_one

MANY, FEW, ORDERS_EACH = 100_000, 2_000, 10
MOST_MS = 200
TIERS = (0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3)
SPENDS = (90_000, 400_000, 900_000, 1_000_000)
"""What is held in each tier, in minor units; more by the customer's number, so many are near the next."""

PAGES = (
    "/app",
    "/app/members",
    "/app/members?page=1000",
    "/app/members?tier=members&page=200",
    "/app/members?q=customer+77",
    "/app/members?q=customer",
    "/app/members?q=c1711@",
    "/app/members?state=risk",
    "/app/members?state=grace",
    "/app/members?state=refund",
    "/app/members?state=hand",
    "/app/members?state=near",
    "/app/members?state=near&page=40",
    "/app/members/1711",
    "/app/members/1711/story",
    "/app/members/1711/order?amount=120",
    "/app/members/1711/as-of?day=2026-05-03&known=now",
    "/app/demotions",
    "/app/demotions?tier=1",
    "/app/tiers",
    "/app/benefits",
    "/app/rules",
    "/app/simulations",
    "/app/economics",
    "/app/activity",
    "/app/settings",
)


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    customers, times = (FEW, 5) if quick else (MANY, 40)
    for engine in ENGINES:
        if engine == "postgres" and not postgres_answers():
            continue
        part = f"pages: {customers:,} customers, {customers * ORDERS_EACH:,} ledger entries, on {engine}"
        with database(engine, place) as url:
            fill(url, customers)
            yield from _measured(url, part, times)


def _measured(url: str, part: str, times: int) -> Iterator[Figure]:
    context = build_context(Config.from_environment(environment(url)))
    try:
        client = create_app(context).test_client()
        yield Figure(part, "a bare Flask page", _bare(times)[0], "ms")
        for path in PAGES:
            p50, p95 = _timed(client, path, times)
            yield below(part, path, p95, MOST_MS, "ms", f"p50 {p50:.1f} ms, here p95")
    finally:
        context.db.close()


def _asked_for(url: str) -> None:
    """What a worker adds up for pages of a large store when they are first looked at."""
    context = build_context(Config.from_environment(environment(url)))
    client = create_app(context).test_client()
    for path in ("/app/tiers", "/app/economics"):
        _timed(client, path, 2)
    while make_one(context.db, context.clock, "bench"):
        pass
    context.db.close()


def _bare(times: int) -> tuple[float, float]:
    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "A page.")
    return _timed(app.test_client(), "/", times)


def _timed(client: FlaskClient, path: str, times: int) -> tuple[float, float]:
    """p50 and p95 in ms; the first answer, which compiles templates, is not counted."""
    taken = []
    for _ in range(times + 1):
        headers = {"Authorization": f"Bearer {_token()}", "Accept": "text/html", "HX-Request": "true"}
        started = time.perf_counter()
        answer = client.get(path, headers=headers)
        length = len(answer.data)
        taken.append(1000 * (time.perf_counter() - started))
        assert answer.status_code == 200 and length, (path, answer.status_code)
    return median(taken[1:]), quantiles(taken[1:], n=20)[-1]


def _token() -> str:
    now = int(time.time())
    claims = {
        "iss": f"https://{SHOP}/admin",
        "dest": f"https://{SHOP}",
        "aud": "sandbox-client",
        "sub": "1",
        "exp": now + 60,
        "nbf": now - 1,
        "iat": now - 1,
        "jti": secrets.token_hex(8),
        "sid": secrets.token_hex(8),
    }
    return jwt.encode(claims, SECRET, algorithm="HS256")


def fill(url: str, customers: int) -> None:
    """A live store whose customers were judged, as the evaluation would, and that a worker has looked at."""
    shop_id = add_shop(url, state=LIVE)
    db, today = Database(url), datetime.now(UTC).date()
    with db.write() as session:
        shop = session.get_one(Shop, shop_id)
        shop.access_token, shop.scopes = "sealed", "read_all_orders"
        session.add(shop)
    add_customers(
        db,
        shop_id,
        customers,
        lambda number: _judged(number, today),
        lambda number: _sales(shop_id, number, today),
    )
    db.close()
    _asked_for(url)


def _judged(number: int, today: date) -> dict[str, Any]:
    rank = TIERS[number % len(TIERS)]
    falls_on = today + timedelta(days=1 + number * 37 % 360) if rank and number % 3 else None
    return {
        "evaluated_at": datetime.now(UTC),
        "metric_value": SPENDS[rank] + number * 7_919 % 100_000,
        "rank": rank,
        "since": datetime(2026, 1, 1, tzinfo=UTC) if rank else None,
        "falls_on": falls_on,
        "falls_to": rank - 1 if falls_on else None,
        "needed": 10_000 if falls_on else None,
        "below_since": today - timedelta(days=10) if falls_on and number % 2 else None,
        "by_hand": number % 500 == 0,
    }


def _sales(shop_id: int, number: int, today: date) -> Iterator[dict[str, Any]]:
    for place in range(ORDERS_EACH):
        day = today - timedelta(days=(number + 35 * place) % 360)
        goods = 1_000 + (number * 7_919 + place * 104_729) % 60_000
        yield sale(shop_id, number, number * ORDERS_EACH + place, day, goods)
