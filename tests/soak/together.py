"""Things that happen at once, against the real processes."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

from sqlmodel import col, func, select

from app.models import Customer, LedgerEntry, WebhookEvent
from bench.load import SECRET
from bench.orders import order_body
from bench.sale import Sale
from bench.signed import headers, signature
from tests.soak.history import History, Message
from tests.soak.world import SHOP, World, world

SILVER_ALONE = 260_000
"""Two of them are Gold."""
SENDERS = 8
FIFTY = 50


@dataclass(slots=True)
class Crossed:
    """How many customers carry which tags."""

    tags: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Repeated:
    statuses: Counter[str]
    inbox_rows: int
    ledger_rows: int


def crossing_together(url: str, place: Path, tries: int) -> Crossed:
    """For each of `tries` customers two orders arrive at the same time, each on a connection of its own."""
    history = History(0, tries, seed=1)
    with world(url, place, history) as stage:
        return _crossed(stage, history.customers)


def one_of_each(url: str, place: Path, tries: int) -> tuple[Crossed, Repeated]:
    """Pairs that cross together, and then a delivery that arrives fifty times at once, in one world."""
    history = History(0, tries + 1, seed=1)
    with world(url, place, history) as stage:
        return _crossed(stage, history.customers[1:]), _repeated(stage, history.customers[0])


def _crossed(stage: World, customers: Sequence[int]) -> Crossed:
    pairs = [_pair(customer) for customer in customers]
    for start in range(0, len(pairs), SENDERS):
        _at_once(stage, [message for pair in pairs[start : start + SENDERS] for message in pair])
    stage.wait_until_quiet(300)
    people = stage.state["customers"]
    return Crossed(Counter(",".join(people[str(customer)]["tags"]) for customer in customers))


def _repeated(stage: World, customer: int) -> Repeated:
    message = _pair(customer)[0]
    statuses = _at_once(stage, [message] * FIFTY)
    stage.wait_until_quiet(60)
    with stage.db.read() as session:
        shop_id = stage.shop().id
        rows = select(func.count()).where(
            WebhookEvent.shop_id == shop_id, WebhookEvent.webhook_id == message.webhook_id
        )
        whose = select(Customer.id).where(Customer.shop_id == shop_id, Customer.platform_id == customer)
        entries = select(func.count()).where(
            LedgerEntry.shop_id == shop_id, col(LedgerEntry.customer_id).in_(whose)
        )
        return Repeated(statuses, session.exec(rows).one(), session.exec(entries).one())


def _pair(customer: int) -> tuple[Message, Message]:
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    first, second = (
        Sale(customer * 100 + n, customer, History.email(customer), SILVER_ALONE, at + timedelta(seconds=n))
        for n in range(2)
    )
    return (
        Message(f"first-{customer}", "orders/create", order_body(first)),
        Message(f"second-{customer}", "orders/create", order_body(second)),
    )


def _at_once(stage: World, messages: list[Message]) -> Counter[str]:
    """All requests start together; returns how they were answered."""
    statuses: Counter[str] = Counter()
    together, lock = threading.Barrier(len(messages)), threading.Lock()

    def send(message: Message) -> None:
        connection = HTTPConnection("127.0.0.1", stage.port, timeout=30)
        heading = headers(SHOP, message.topic, message.webhook_id, signature(SECRET, message.body))
        connection.connect()
        together.wait(30)
        connection.request("POST", "/webhooks", message.body, heading)
        status = str(connection.getresponse().status)
        connection.close()
        with lock:
            statuses[status] += 1

    threads = [threading.Thread(target=send, args=(message,)) for message in messages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return statuses
