"""`verify` finds what was tampered with or left behind, and only that (GAP-LEDGER, reliability P4)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.explain.verify import verify
from app.ledger import people
from app.ledger.verify import MOST_TOLD
from tests.ledger.stores import (
    NOON,
    arrive,
    customer_of,
    export,
    facts,
    judge,
    open_store,
    orders_of,
    row,
    take_in,
)
from tests.ledger.test_order_import import ODDITIES

DAY = timedelta(days=1)


def behind_our_back(db, statement, **values):
    """Writes as somebody with the database's own tools would, past triggers and guard."""
    with db.engine.begin() as connection:
        connection.execution_options(across_shops="tampering")
        if db.on_sqlite:
            connection.execute(text("DROP TRIGGER IF EXISTS ledger_entry_no_update"))
            connection.execute(text("DROP TRIGGER IF EXISTS ledger_entry_no_delete"))
        else:
            connection.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER ALL"))
        connection.execute(text(statement), values)


def told(db, shop, now=NOON):
    return [(each.kind, each.subject, each.words) for each in verify(db, shop, now).differences]


@pytest.fixture
def live_shop(db):
    shop = open_store(db, "ada-shop.myshopify.com", live_at=NOON - 500 * DAY)
    arrive(db, shop, facts(1, 250_000, customer=77, refunds=[(9, "10.00")]), email="ada@x")
    arrive(db, shop, facts(2, 1_000, customer=88), email="ben@x")
    judge(db, shop)
    return shop


def test_a_store_that_was_posted_and_judged_is_as_it_should_be(db, live_shop, cleo_shop):
    verdict = verify(db, live_shop, NOON + DAY)

    assert (verdict.orders, verdict.entries, verdict.customers) == (2, 3, 2)
    assert (verdict.found, verdict.pending, verdict.differences) == (0, 0, [])


def test_an_imported_store_is_as_it_should_be(db, shop, cleo_shop):
    take_in(db, shop, ODDITIES)

    assert told(db, shop) == []


@pytest.mark.parametrize("column", ["goods", "tax", "shipping", "duties", "tips", "gift_card", "beyond"])
def test_one_cent_in_any_column_is_found(db, live_shop, column):
    behind_our_back(
        db,
        f"UPDATE ledger_entry SET {column} = {column} + 1 WHERE order_id = 2 AND component = 'sale'",  # noqa: S608
    )

    found = told(db, live_shop)

    assert ("ledger", "#2 (2)") in [each[:2] for each in found]
    assert f"{column.replace('_', ' ')} 0.01 USD too much" in found[0][2]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE ledger_entry SET payment = 'unpaid' WHERE order_id = 2", "ledger"),
        ("UPDATE ledger_entry SET counted_on = '2026-05-31' WHERE order_id = 2", "ledger"),
        ("UPDATE ledger_entry SET currency = 'EUR' WHERE order_id = 2", "ledger"),
        ("UPDATE ledger_entry SET customer_id = NULL WHERE order_id = 2", "ledger"),
        ("UPDATE ledger_entry SET order_id = 3 WHERE order_id = 2", "ledger"),
        ("DELETE FROM ledger_entry WHERE order_id = 2", "ledger"),
        ("UPDATE customer SET rank = 2 WHERE platform_id = 88", "standing"),
        ("UPDATE customer SET metric_value = 999 WHERE platform_id = 88", "standing"),
        ("UPDATE customer SET since = NULL WHERE platform_id = 77", "standing"),
        ("UPDATE customer SET rank = 2 WHERE platform_id = 77", "change"),
    ],
)
def test_whatever_was_tampered_with_is_found(db, live_shop, change, kind):
    behind_our_back(db, change)

    assert kind in [each[0] for each in told(db, live_shop)]


def test_an_order_whose_facts_were_tampered_with_is_found(db, live_shop):
    behind_our_back(
        db, """UPDATE "order" SET facts = replace(facts, '"goods"\\:1000', '"goods"\\:1001') WHERE id = 2"""
    )

    assert "goods 0.01 USD are missing" in told(db, live_shop)[0][2]


def test_whoever_waits_to_be_evaluated_is_pending_and_no_difference(db, live_shop):
    arrive(db, live_shop, facts(3, 300_000, customer=88), email="ben@x")

    verdict = verify(db, live_shop, NOON)

    assert (verdict.pending, verdict.found) == (1, 0)


def test_standings_are_not_looked_at_while_the_history_is_read(db):
    shop = open_store(db, "ada-shop.myshopify.com", state="backfilling")
    arrive(db, shop, facts(1, 250_000, customer=77), email="ada@x")

    verdict = verify(db, shop, NOON)

    assert (verdict.orders, verdict.customers, verdict.found) == (1, 0, 0)
    assert "history" in verdict.skipped


def test_an_order_left_at_a_merged_away_customer_is_found(db, live_shop):
    ada, ben = (customer_of(db, live_shop, email).id for email in ("ada@x", "ben@x"))
    db.transact(lambda session: people.fold(session, live_shop.id, ben, ada, NOON))

    assert "misplaced" in [each[0] for each in told(db, live_shop)]


def test_time_that_passes_is_no_difference(db, live_shop):
    for later in (DAY, 200 * DAY, 400 * DAY):
        assert told(db, live_shop, NOON + later) == []


def test_only_the_first_of_many_differences_are_told(db, shop):
    take_in(db, shop, export(*(row(f"#{number}") for number in range(1, 121))))
    behind_our_back(db, "UPDATE ledger_entry SET goods = goods + 1")

    verdict = verify(db, shop, NOON)

    assert len(verdict.differences) == MOST_TOLD
    assert verdict.found >= len(orders_of(db, shop)) == 120
