"""Deliveries that share a commit share nothing else."""

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlmodel import select

from app.db import ACROSS_SHOPS, Database, is_outage
from app.inbox import Delivery, Inbox
from app.models import Shop, WebhookEvent

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOBODYS = 99


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.write() as session:
        session.add(Shop(id=1, domain="ada-shop.myshopify.com", currency="USD", zone="America/New_York"))
    yield database
    database.close()


@contextmanager
def together(db: Database, inbox: Inbox) -> Iterator[None]:
    """What is sent to the inbox inside of this waits, and is then stored in one commit."""
    with db.write() as session:
        if not db.on_sqlite:
            lock = text("LOCK TABLE webhook_event")
            session.connection(execution_options={ACROSS_SHOPS: "a test"}).execute(lock)
        yield


def kept(db: Database) -> set[str]:
    with db.read() as session:
        return set(session.exec(select(WebhookEvent.webhook_id).where(WebhookEvent.shop_id == 1)).all())


def test_a_delivery_that_cannot_be_kept_fails_alone(db: Database) -> None:
    """The shop may have been erased a moment ago: the database refuses its row, and the whole statement."""
    inbox = Inbox(db)
    with ThreadPoolExecutor(8) as requests:

        def send(number: int, shop_id: int = 1) -> Future[bool]:
            return requests.submit(inbox.accept, Delivery(shop_id, f"w{number}", "orders/create", b"{}", NOW))

        with together(db, inbox):
            good = [send(1)]
            time.sleep(0.1)  # the first has the inbox's thread wait; all others are taken after it, at once
            good += [send(number) for number in (2, 3, 4, 5, 6)]
            bad = send(7, NOBODYS)
            time.sleep(0.1)

        assert [each.result() for each in good] == [True] * 6
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            bad.result()
    inbox.close()

    assert kept(db) == {"w1", "w2", "w3", "w4", "w5", "w6"}


def test_a_driver_that_finds_no_database_tells_of_an_outage(tmp_path: Path) -> None:
    """Then a commit is not tried again row by row."""
    with pytest.raises(sqlite3.Error) as no_file:
        sqlite3.connect(tmp_path / "nowhere" / "laurel.db")
    with pytest.raises(psycopg.Error) as no_server:
        psycopg.connect("host=127.0.0.1 port=9", connect_timeout=2)

    assert is_outage(no_file.value)
    assert is_outage(no_server.value)
