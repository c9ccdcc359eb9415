"""A re-tier of very many customers: requests and points beside a client that makes one mutation at a time.

Above the limit customers are written by bulk operations, below it twelve in a request; all three are
counted from the sandbox's request log in one run, and what the store then holds is looked at.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, select, update

from app import outbox
from app.config import Config
from app.db import Database
from app.delivery import Context, serve_one
from app.delivery.desired import desired
from app.ledger.plain_rows import insert_rows
from app.models import Customer, Outbox, ProgramVersion, Shop
from app.models.outbox import IS_OPEN
from app.models.shop import LIVE
from app.platform import tokens
from app.platform.answers import Answer
from app.platform.auth import TokenPair
from app.platform.client import Client
from app.rules.customer_state import CustomerState, as_written
from app.rules.three_tiers import three_tiers
from bench.databases import database
from bench.figures import Figure, at_least, below
from bench.load import SECRET, SHOP
from bench.points import FIELD, READ, STATUS, TAGS, TIER, Store
from bench.stage import row_of
from sandbox.customers import Change, add_customer
from sandbox.ids import gid
from sandbox.metafields import metafields_of
from sandbox.server import Server, start
from webhooks.topics import TOPICS

MANY, QUICK, FEW, ONE_BY_ONE = 10_000, 1_200, 240, 60
FIRST = 7_000_000
BUCKET, RESTORED = 2_000, 100
"""As stores on the usual plan have them."""
FEWER_REQUESTS, MOST_OF_THE_BUCKET = 5, 90
UNTAG = """mutation Untag($id: ID!, $tags: [String!]!) {
  tagsRemove(id: $id, tags: $tags) { userErrors { message } } }"""


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    many = QUICK if quick else MANY
    part = f"re-tier: {many:,} customers in bulk, {FEW} twelve at a time, {ONE_BY_ONE} one mutation at a time"
    plain = _plain()
    yield Figure(part, "one at a time: requests a customer", plain[0], "requests")
    yield Figure(part, "one at a time: points a customer", plain[1], "points")
    for name, members in (("twelve at a time", FEW), ("in bulk", many)):
        with database("sqlite", place) as url:
            yield from _retiered(part, name, members, url, plain)


def _retiered(part: str, name: str, members: int, url: str, plain: tuple[float, float]) -> Iterator[Figure]:
    server, db = _server(), Database(url)
    try:
        stage = _Stage(server, db, url, members)
        seconds = stage.retier()
        made = stage.store.requests(0)
        points = sum(float(each["actual_cost"] or 0) for each in made)
        fewer = plain[0] * members / len(made)
        yield Figure(part, f"{name}: requests in all", len(made), "requests", note=f"{seconds:.0f} s")
        yield at_least(part, f"{name}: times fewer requests a customer", fewer, FEWER_REQUESTS, "times")
        yield below(part, f"{name}: points a customer", points / members, plain[1], "points")
        used = 100 * stage.client.most_used
        yield below(part, f"{name}: most of the bucket in use", used, MOST_OF_THE_BUCKET + 0.01, "%")
        yield below(part, f"{name}: customers who do not carry it", stage.wrong(), 1, "customers")
        yield below(part, f"{name}: mutations of a second pass", stage.second_pass(), 1, "mutations")
    finally:
        db.close()
        server.stop()


class _Watching(Client):
    """Keeps how much of the bucket was in use after the dearest moment."""

    most_used = 0.0

    def run(self, shop: str, token: str, document: str, variables: Mapping[str, Any] | None = None) -> Answer:
        answer = super().run(shop, token, document, variables)
        self.most_used = max(self.most_used, 1 - answer.cost.available / answer.cost.maximum)
        return answer


class _Stage:
    """A live store of Silver members, here and in the sandbox."""

    def __init__(self, server: Server, db: Database, url: str, members: int) -> None:
        self.store = Store(server.url, 0, bucket=BUCKET, restore_rate=RESTORED)
        self._world, self._db, self._members = server.world, db, members
        _people(server, members)
        config = Config(
            client_id="bench",
            client_secret=SECRET,
            app_url="http://localhost:1",
            keys={"k1": b"k" * 32},
            database_url=url,
            sandbox_url=server.url,
            log_level="WARNING",
        )
        self.client = _Watching(config)
        self._context = Context(db, config, self.client, lambda: datetime.now(UTC), TOPICS)
        with db.write() as session:
            self._shop_id = _live_shop(session, config, self.store.token)
            insert_rows(session, Customer, [_member(self._shop_id, n) for n in range(members)])
        with db.write() as session:
            shop = session.get_one(Shop, self._shop_id)
            states = desired(session, shop, datetime.now(UTC))
            rows = session.exec(select(Customer).where(Customer.shop_id == shop.id)).all()
            insert_rows(session, Outbox, [_held(each, states.of(each)) for each in rows])

    def retier(self) -> float:
        """Everybody becomes Gold; seconds until the store shows it."""
        started, now = time.monotonic(), datetime.now(UTC)
        gold = {"rank": 2, "metric_value": 600_000, "since": now, "evaluated_at": now}
        with self._db.write() as session:
            session.exec(update(Customer).where(col(Customer.shop_id) == self._shop_id).values(**gold))
        self._want()
        return time.monotonic() - started

    def second_pass(self) -> int:
        before = self.store.newest()
        self._want()
        return sum(int(each["mutations"]) for each in self.store.requests(before))

    def wrong(self) -> int:
        """How many customers of the sandbox are not Gold, with both metafields."""
        store = self._world.stores[SHOP]
        right = [
            each.id
            for each in store.customers.values()
            if each.tags == ("VIP-Gold",) and len(list(metafields_of(store, gid("Customer", each.id)))) == 2
        ]
        return self._members - len(right)

    def _want(self) -> None:
        with self._db.write() as session:
            found = select(Customer.id).where(Customer.shop_id == self._shop_id)
            subjects = [str(each) for each in session.exec(found).all()]
            outbox.want(session, self._shop_id, outbox.CUSTOMER, subjects, datetime.now(UTC))
        while self._is_open():
            if not serve_one(self._context, "bench"):
                time.sleep(0.05)

    def _is_open(self) -> bool:
        with self._db.read() as session:
            found = select(Outbox.subject).where(Outbox.shop_id == self._shop_id, IS_OPEN)
            return session.exec(found.limit(1)).first() is not None


def _server() -> Server:
    return start(port=0, client_id="bench", client_secret=SECRET, app_url="http://localhost:1")


def _people(server: Server, members: int) -> None:
    world = server.world
    with world.lock:
        change = Change(world.clock.now(), told=False)
        for number in range(members):
            add_customer(
                world, world.stores[SHOP], change, FIRST + number,
                email=f"c{number}@example.com", tags=("VIP-Silver",),
            )  # fmt: skip


def _live_shop(session: Any, config: Config, token: str) -> int:
    now = datetime.now(UTC)
    later = now + timedelta(days=1)
    shop = Shop(domain=SHOP, currency="USD", zone="America/New_York", state=LIVE, live_at=now)
    tokens.store_pair(shop, TokenPair(token, "none", "", later, later), config)
    session.add(shop)
    session.flush()
    rules = three_tiers("USD").model_dump_json()
    session.add(ProgramVersion(shop_id=shop.id, version=1, rules=rules, from_at=now, created_at=now))
    return shop.id


def _member(shop_id: int, number: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    about = {"shop_id": shop_id, "id": number + 1, "platform_id": FIRST + number, "created_at": now}
    judged = {"rank": 1, "metric_value": 250_000, "since": now, "evaluated_at": now}
    return row_of(Customer, about | judged)


def _held(customer: Customer, state: CustomerState | None) -> dict[str, Any]:
    now = datetime.now(UTC)
    about = {"shop_id": customer.shop_id, "kind": outbox.CUSTOMER, "subject": str(customer.id)}
    return row_of(
        Outbox,
        about | {"sent": 1, "written": as_written(state) if state else "", "due_at": now, "wanted_at": now},
    )


def _plain() -> tuple[float, float]:
    """Requests and points a customer of one read and four writes, one after the other."""
    server = _server()
    try:
        store = Store(server.url, ONE_BY_ONE)
        before = store.newest()
        _one_by_one(store, store.customers)
        made = store.requests(before)
        points = sum(float(each["actual_cost"] or 0) for each in made)
        return len(made) / ONE_BY_ONE, points / ONE_BY_ONE
    finally:
        server.stop()


def _one_by_one(store: Store, customers: Sequence[str]) -> None:
    for each in customers:
        store.run(READ, {"id": each})
        store.run(TAGS, {"id": each, "tags": ["VIP-Gold"]})
        store.run(UNTAG, {"id": each, "tags": ["VIP-Silver"]})
        for field in (TIER, STATUS):
            store.run(FIELD, {"set": [field | {"ownerId": each}]})
