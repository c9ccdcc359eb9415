"""A live store with Ada and Ben, and Cleo's, which must never be touched."""

from datetime import timedelta

import pytest

from app.db import Database
from tests.ledger.stores import NOON, arrive, customers_of, entries_of, facts, judge, open_store

DAY = timedelta(days=1)


@pytest.fixture
def db(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    """Ada has 6,000.00 and is Gold; Ben has 2,500.00 and is Silver."""
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - 300 * DAY)
    arrive(db, live, facts(1, 600_000, customer=77, day=NOON - 100 * DAY), email="ada@x")
    arrive(db, live, facts(2, 250_000, customer=88, day=NOON - 50 * DAY), email="ben@x")
    judge(db, live)
    return live


@pytest.fixture
def cleo_shop(db):
    cleos = open_store(db, "cleo-shop.myshopify.com", live_at=NOON - 300 * DAY)
    arrive(db, cleos, facts(1, 700_000, customer=77), email="ada@x")
    judge(db, cleos)
    before = (entries_of(db, cleos), customers_of(db, cleos))
    yield cleos
    assert (entries_of(db, cleos), customers_of(db, cleos)) == before
