"""A migrated database of each engine with two stores: Ada's, and Cleo's, who must never be touched."""

import pytest

from app.db import Database
from tests.ledger.stores import arrive, customers_of, entries_of, facts, judge, open_store


@pytest.fixture
def db(database_url):
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    return open_store(db, "ada-shop.myshopify.com")


@pytest.fixture
def cleo_shop(db):
    """Has an order with the ids and the e-mail of Ada's; whatever a test does, it stays as it is."""
    cleos = open_store(db, "cleo-shop.myshopify.com", "USD")
    arrive(db, cleos, facts(1001, 700_000, customer=77), email="ada@x")
    judge(db, cleos)
    before = (entries_of(db, cleos), customers_of(db, cleos))
    yield cleos
    assert (entries_of(db, cleos), customers_of(db, cleos)) == before
