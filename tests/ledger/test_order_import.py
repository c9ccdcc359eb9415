"""Order exports into the ledger (GAP-MIGRATE, GAP-BACKTEST): worth the same to the cent, never twice."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from app.cli.reading import open_text
from app.db import Database
from app.errors import BadInput
from app.evaluate import fold
from app.knowledge import knowledge
from app.ledger import entries, order_import
from app.ledger.people import Contact, claim
from app.models import Customer, ImportRun
from app.models.import_run import RUNNING
from app.programs import program_of
from app.rules.backtest import backtest
from app.rules.order_export import read_orders
from app.rules.periods import starts_at
from migrations.upgrade import upgrade
from tests.conftest import shared
from tests.ledger.stores import (
    COLUMNS,
    NOON,
    PROGRAM,
    arrive,
    customer_of,
    customers_of,
    entries_of,
    export,
    facts,
    more_of,
    open_store,
    orders_of,
    row,
    take_in,
)

ODDITIES = export(
    row("#1", Subtotal="2000.00"),
    row("#2", Email="ADA@X", Subtotal="250.00", Taxes="20.00", Total="275.00", Shipping="5.00"),
    row("#3", Email="ben@x", Subtotal="120.00", Shipping="10.00", Taxes="21.67", Total="130.00"),
    row("#4", Email="ben@x", Subtotal="90.00", Lineitem_price="60.00", Lineitem_sku="SKU-1"),
    more_of("#4", "2", "Gift Card 20", "20.00"),
    row("#5", Email="ben@x", Subtotal="100.00", Refunded_Amount="33.33",
        Financial_Status="partially_refunded"),
    row("#6", Email="ben@x", Subtotal="100.00", Financial_Status="refunded", Refunded_Amount="110.00",
        Shipping="10.00", Total="110.00"),
    row("#7", Email="cid@x", Subtotal="400.00", Financial_Status="pending"),
    row("#8", Email="cid@x", Subtotal="400.00", Financial_Status="partially_paid"),
    row("#9", Email="cid@x", Subtotal="400.00", Cancelled_at="2026-05-02 12:00:00 +0000"),
    row("#10", Email="cid@x", Subtotal="400.00", Financial_Status="voided",
        Cancelled_at="2026-05-02 12:00:00 +0000"),
    row("#11", Email="", Subtotal="999.00"),
    row("#12", Email="dan@x", Subtotal="0.00"),
    row("#13", Email="dan@x", Subtotal="5000.00", created="2025-06-01 12:00:00 +0000"),
    row("#14", Email="dan@x", Subtotal="4999.99", created="2025-06-02 00:00:00 +0000"),
    row("#15", Email="eve@x", Subtotal="9999.00", created="2026-06-02 00:00:00 +0000"),
    row("#16", Email="fay@x", Subtotal="50.01", Lineitem_price="33.34"),
    more_of("#16", "3", "Gift Card", "11.11"),
    more_of("#16", "1", "Socks", "0.01"),
    row("#17", Email="fay@x", Subtotal="-5.00", Financial_Status="refunded", Refunded_Amount="5.00"),
    row("#18", Email="fay@x", Subtotal="80.00", Taxes="13.33", Total="80.00", Refunded_Amount="70.00"),
)  # fmt: skip


def agree(db, shop, text, day, zone="UTC"):
    """Every customer of the backtest has the same spend and tier in the ledger, at the end of that day."""
    tried = backtest(read_orders(io.StringIO(text)), day, zone, PROGRAM, members=True)
    at = starts_at(day + timedelta(days=1), zone) - timedelta(microseconds=1)
    with db.read() as session:
        people = {each.id: each for each in session.exec(select(Customer).where(Customer.shop_id == shop.id))}
        _, program = program_of(session, shop.id, at)
        facts = entries.of_customers(session, shop.id, list(people))
        known = knowledge(session, shop, list(people), at)
    told = {}
    for row_id, each in people.items():
        folded = fold(facts[row_id], known[row_id], shop, at)
        told[each.email] = (folded.metric_value, program.name(folded.rank))
    assert {each.customer: (each.net_spend_minor, each.tier) for each in tried.members} == {
        email: told[email] for email in (each.customer for each in tried.members)
    }
    return tried


def test_import_and_backtest_agree_for_every_customer_and_oddity(db, shop, cleo_shop):
    take_in(db, shop, ODDITIES)

    tried = agree(db, shop, ODDITIES, date(2026, 6, 1))
    assert len(tried.members) == 5


def test_the_window_ends_on_the_same_day_for_both(db, shop):
    take_in(db, shop, ODDITIES)

    for day in (date(2026, 5, 31), date(2026, 6, 2), date(2027, 4, 30), date(2027, 5, 1)):
        agree(db, shop, ODDITIES, day)


def test_days_are_the_stores_own_for_both(db):
    shop = open_store(db, "tokyo.myshopify.com", zone="Asia/Tokyo")
    take_in(db, shop, ODDITIES)

    for day in (date(2026, 6, 1), date(2026, 6, 2)):
        agree(db, shop, ODDITIES, day, "Asia/Tokyo")


def test_columns_may_stand_in_any_order(db, shop):
    mixed = export(row("#1", Subtotal="12.34"), columns=tuple(reversed(COLUMNS)))

    take_in(db, shop, mixed)

    assert [each.goods for each in entries_of(db, shop)] == [1234]


@pytest.mark.timeout(300)
@pytest.mark.long
def test_two_years_of_a_real_shop_agree_for_every_customer(tmp_path):
    file = shared("data/retail_orders_export.csv.gz")
    db = Database(f"sqlite:///{tmp_path / 'laurel.db'}")
    upgrade(db.engine)
    shop = open_store(db, "retail.myshopify.com", "GBP")

    with open_text(file) as text, order_import.understand(text, "GBP") as read:
        result = order_import.post_import(db, shop.id, read, NOON)

    assert (result.orders, result.unchanged) == (39_516, 0)
    with open_text(file) as text:
        tried = agree(db, shop, "".join(text), date(2011, 11, 30))
    assert len(tried.members) == 5_824
    db.close()


def test_the_same_file_again_changes_nothing(db, shop, cleo_shop):
    take_in(db, shop, ODDITIES)
    before = (entries_of(db, shop), orders_of(db, shop), customers_of(db, shop))

    again = take_in(db, shop, ODDITIES, now=NOON + timedelta(hours=1))

    assert (again.orders, again.entries, again.done_before_at) == (0, 0, NOON)
    assert (entries_of(db, shop), orders_of(db, shop), customers_of(db, shop)) == before


def test_another_file_with_the_same_orders_adds_none_of_them_again(db, shop):
    take_in(db, shop, export(row("#1"), row("#2")))

    result = take_in(db, shop, export(row("#1"), row("#2"), row("#3")))

    assert (result.orders, result.unchanged, result.entries) == (3, 2, 1)


def test_a_later_export_knows_more_refunds_whichever_comes_first(db, shop):
    status = {"Financial_Status": "partially_refunded"}
    early, late = (export(row("#1", Refunded_Amount=sum_, **status)) for sum_ in ("10.00", "60.00"))

    for text in (late, early):
        take_in(db, shop, text)

    assert sum(each.goods for each in entries_of(db, shop)) == 4000


def test_a_killed_import_goes_on_where_it_stopped(db, shop, monkeypatch):
    monkeypatch.setattr(order_import, "BATCH", 4)
    real, calls = order_import.post, []

    def killed(*arguments):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(order_import, "post", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in(db, shop, ODDITIES)
    with db.read() as session:
        run = session.exec(select(ImportRun).where(ImportRun.shop_id == shop.id)).one()
    assert (run.state, run.position) == (RUNNING, 8)

    result = take_in(db, shop, ODDITIES)

    assert (result.before, result.orders) == (8, 10)
    agree(db, shop, ODDITIES, date(2026, 6, 1))


def test_a_webhook_of_an_imported_order_is_the_same_order(db, shop, cleo_shop):
    take_in(db, shop, export(row("#1001", Subtotal="250.00")))

    arrive(db, shop, facts(1001, 25_000, customer=77, updated_at=NOON), email="ada@x")

    ada = customer_of(db, shop, "ada@x")
    assert ada.platform_id == 77
    assert sum(each.goods for each in entries_of(db, shop) if each.customer_id == ada.id) == 25_000


def test_an_order_that_a_webhook_told_is_untouched_by_an_export(db, shop):
    arrive(db, shop, facts(1001, 30_000, customer=77), email="ada@x")
    before = entries_of(db, shop)

    result = take_in(db, shop, export(row("#1001", created="2026-06-01 12:00:00 +0000", Subtotal="1.00")))

    assert (result.unchanged, result.entries) == (1, 0)
    assert entries_of(db, shop) == before


def test_an_imported_person_gets_the_platforms_id_when_it_is_heard_of(db, shop):
    take_in(db, shop, export(row("#1")))
    assert customer_of(db, shop, "ada@x").platform_id is None

    db.transact(lambda session: claim(session, shop, Contact(77, "ada@x", "Ada"), NOON))

    [ada] = customers_of(db, shop)
    assert (ada.platform_id, ada.name) == (77, "Ada")


def test_another_currency_is_refused_with_its_line_and_nothing_is_written(db, shop):
    text = export(row("#1"), more_of("#1", "1", "Two\nlines", "0.00"), row("#2", Currency="EUR"))

    with pytest.raises(BadInput, match="line 5, column Currency: the order is in EUR"):
        take_in(db, shop, text)

    assert (orders_of(db, shop), customers_of(db, shop)) == ([], [])


def test_an_unreadable_cell_is_named_and_nothing_is_half_imported(db, shop):
    with pytest.raises(BadInput, match="line 3, column Subtotal"):
        take_in(db, shop, export(row("#1"), row("#2", Subtotal="1,5")))

    assert orders_of(db, shop) == []


def test_an_order_without_id_is_refused_with_what_to_do(db, shop):
    with pytest.raises(BadInput, match=r"line 2, column Id: .*Export the orders .* again"):
        take_in(db, shop, export(row("#1", Id="")))


def test_one_id_at_two_orders_is_refused(db, shop):
    with pytest.raises(BadInput, match="line 3, column Id: the Id 1 stands at two orders"):
        take_in(db, shop, export(row("#1"), row("#2", Id="1")))


def test_importing_records_no_moves_before_the_store_is_live(db, shop):
    take_in(db, shop, ODDITIES)

    ada = customer_of(db, shop, "ada@x")
    assert (ada.rank, ada.metric_value, ada.dirty) == (1, 225_000, False)
    assert ada.evaluated_at == NOON == datetime(2026, 6, 1, 12, tzinfo=UTC)
