"""Why a member stands where they stand (GAP-WHY): every line told, and all of it adds up."""

import io
import json
from datetime import UTC, date, datetime, timedelta

from app import outbox
from app.explain import explain
from app.ledger import order_import, people, repost
from app.models import Customer
from app.rules.amounts import Amounts
from app.rules.order_facts import OrderFacts, Refund
from app.rules.program import Counting
from tests.ledger.stores import (
    NOON,
    PROGRAM,
    arrive,
    customer_of,
    customers_of,
    export,
    facts,
    judge,
    open_store,
    row,
    take_in,
)
from tests.ledger.test_order_import import ODDITIES

LIVE = NOON - timedelta(days=500)


def days(number):
    return NOON - timedelta(days=number)


def why(db, shop, email="ada@x", at=NOON, known=None):
    with db.read() as session:
        return explain(session, shop, customer_of(db, shop, email), at, known)


def adds_up(told):
    for order in told.orders:
        for line in order.rows:
            assert line.counted_minor + sum(left.amount_minor for left in line.left_out) == line.amounts.total
        assert sum(line.counted_minor for line in order.rows) + order.correction_minor == order.counted_minor
    assert sum(order.counted_minor for order in told.orders) + told.correction_minor == told.metric_value


def reasons(told):
    return {(left.why, left.amount_minor) for o in told.orders for line in o.rows for left in line.left_out}


def test_ada_is_told_her_tier_window_program_and_what_is_missing_to_the_next(db, shop, cleo_shop):
    arrive(db, shop, facts(1001, 250_000, day=days(10), customer=77), email="ada@x")
    judge(db, shop)

    told = why(db, shop)

    adds_up(told)
    assert (told.tier.name, told.metric_value, told.to_next) == ("Silver", 250_000, 250_000)
    assert (told.next_tier.name, told.program.version, told.program.live) == ("Gold", 1, False)
    assert (told.window.first, told.window.last) == (date(2025, 6, 2), date(2026, 6, 1))
    assert [tier.reached for tier in told.tiers] == [True, False, False]
    assert [(each.day, each.left_minor, each.earned.name) for each in told.leaving] == [
        (date(2027, 5, 22), 0, None)
    ]


def test_every_part_that_does_not_count_says_why(db, shop):
    money = Amounts(goods=10_000, tax=800, shipping=500, duties=40, tips=30, gift_card=2_000)
    arrive(
        db,
        shop,
        facts(1, 0, day=days(5), ordered=money),
        facts(2, 20_000, day=days(4), payment="pending"),
        facts(3, 30_000, day=days(3), payment="partially_paid"),
        facts(4, 40_000, day=days(2), test=True),
        facts(5, 50_000, day=days(1), currency="EUR"),
        facts(6, 60_000, day=days(366)),
        facts(7, 70_000, day=NOON + timedelta(days=1)),
        email="ada@x",
    )

    told = why(db, shop)

    adds_up(told)
    assert told.metric_value == 10_000
    assert reasons(told) == {
        ("tax does not count", 800),
        ("shipping does not count", 500),
        ("duties never count", 40),
        ("tips never count", 30),
        ("gift cards count when they are spent", 2_000),
        ("unpaid", 20_000),
        ("partially paid", 30_000),
        ("test order", 40_000),
        ("another currency", 50_000),
        ("outside the window since 2026-05-31", 60_000),
        ("not yet", 70_000),
    }


def test_a_product_that_is_left_out_is_told_with_its_money(db):
    counting = Counting(leave_out_products=("sku:HAT",), tax=True)
    shop = open_store(db, "ada-shop.myshopify.com", program=PROGRAM.model_copy(update={"counting": counting}))
    take_in(db, shop, export(row("#1", Lineitem_sku="HAT", Taxes="7.00", Total="107.00")))

    told = why(db, shop)

    adds_up(told)
    assert told.metric_value == 700
    assert ("product left out", 10_000) in reasons(told)


def test_a_refund_lowers_the_day_of_its_order_and_stands_below_it(db, shop):
    arrive(db, shop, facts(1, 30_000, day=days(10), customer=77, refunds=[(9, "120.00")]), email="ada@x")

    told = why(db, shop)

    adds_up(told)
    [order] = told.orders
    assert [(line.part, line.counted_minor) for line in order.rows] == [
        ("Order", 30_000),
        ("Refund", -12_000),
    ]
    assert (order.counted_minor, order.leaves_on) == (18_000, date(2027, 5, 22))


def test_rows_that_cancel_out_are_not_shown(db, shop):
    arrive(db, shop, facts(1, 30_000, day=days(3), payment="pending"), email="ada@x")
    arrive(db, shop, facts(1, 30_000, day=days(3), updated_at=days(2)), email="ada@x")

    told = why(db, shop)

    adds_up(told)
    assert [(line.payment, line.counted_minor) for line in told.orders[0].rows] == [("paid", 30_000)]


def test_money_given_back_beyond_the_order_takes_nothing_from_others(db, shop):
    arrive(db, shop, facts(1, 10_000, day=days(3), refunds=[(9, "150.00")]), email="ada@x")
    arrive(db, shop, facts(2, 5_000, day=days(2)), email="ada@x")

    told = why(db, shop)

    adds_up(told)
    assert told.metric_value == 5_000


def test_refunds_on_their_own_day_still_add_up(db):
    own = PROGRAM.model_copy(update={"counting": Counting(refunds_on_their_own_day=True)})
    shop = open_store(db, "ada-shop.myshopify.com", program=own)
    arrive(db, shop, facts(1, 10_000, day=days(365), refunds=[(9, "40.00")]), email="ada@x")
    arrive(db, shop, facts(2, 1_000, day=days(2)), email="ada@x")

    told = why(db, shop)

    adds_up(told)
    assert (told.metric_value, told.correction_minor) == (0, 3_000)


def test_everybody_of_an_odd_export_adds_up(db, shop):
    take_in(db, shop, ODDITIES)

    for each in customers_of(db, shop):
        for at in (NOON, NOON + timedelta(days=330), NOON - timedelta(days=370)):
            adds_up(why(db, shop, each.email, at))


def test_a_live_stores_moves_are_told_as_folded_and_as_recorded(db):
    shop = open_store(db, "ada-shop.myshopify.com", live_at=LIVE)
    arrive(db, shop, facts(1, 250_000, day=days(10), customer=77), email="ada@x")
    judge(db, shop)

    told = why(db, shop)

    [path], [recorded] = told.path, told.changes
    assert (path.to_tier.name, path.order_name, path.threshold) == ("Silver", "#1", 200_000)
    assert (recorded.kind, recorded.metric_value, recorded.order_name) == ("spend", 250_000, "#1")
    assert recorded.at == path.at == told.since == days(10)


def test_who_stopped_buying_keeps_the_tier_and_is_told_honestly(db):
    shop = open_store(db, "ada-shop.myshopify.com", live_at=LIVE)
    arrive(db, shop, facts(1, 250_000, day=days(400), customer=77), email="ada@x")

    told = why(db, shop)

    assert (told.tier.name, told.earned.name, told.metric_value) == ("Silver", None, 0)
    assert "grace runs. It becomes no tier on" in told.note.words


def test_a_merged_member_is_told_with_the_ids_and_orders_of_both(db, shop):
    arrive(db, shop, facts(1, 10_000, day=days(3), customer=77), email="ada@x")
    arrive(db, shop, facts(2, 20_000, day=days(2), customer=88), email="ada@work")

    def merge(session):
        ada, work = (people.by_platform_id(session, shop.id, each).id for each in (77, 88))
        people.fold(session, shop.id, work, ada, NOON)
        repost(session, shop, people.misplaced_orders(session, shop.id), NOON, None)

    db.transact(merge)
    told = why(db, shop)

    adds_up(told)
    assert told.metric_value == 30_000
    assert [(each.platform_id, each.email) for each in told.who.merged] == [(88, "ada@work")]


def test_what_is_not_settled_is_said(db, shop):
    arrive(db, shop, facts(1, 10_000, day=days(3)), email="ada@x")
    arrive(db, shop, OrderFacts(5, None, {9: Refund(9, days(1), "webhook", paid_back=(("USD", "1.00"),))}))
    db.transact(lambda session: outbox.want(session, shop.id, outbox.READ_BACK, ["1", "5"], NOON))

    told = why(db, shop)

    assert [(each.kind, each.order_id) for each in told.waiting] == [
        ("evaluation", None),
        ("read_back", 1),
        ("unknown_order", 5),
    ]


def test_the_past_is_told_by_what_was_recorded_then_or_by_all_that_is_known(db, shop):
    arrive(db, shop, facts(1, 10_000, day=days(9)), now=days(9), email="ada@x")
    late = facts(1, 10_000, day=days(9), updated_at=days(1), refunds=[(9, "25.00")])
    arrive(db, shop, late, now=days(1), email="ada@x")

    assert why(db, shop, at=days(5), known=days(5)).metric_value == 10_000
    assert why(db, shop, at=days(5)).metric_value == 7_500


def test_an_explanation_is_plain_data(db, shop):
    take_in(db, shop, ODDITIES)

    data = json.loads(json.dumps(why(db, shop).to_json()))

    assert data["who"]["email"] == "ada@x"
    assert data["at"] == datetime(2026, 6, 1, 12, tzinfo=UTC).isoformat()
    assert data["orders"][0]["rows"][0]["amounts"]["goods"] == data["orders"][0]["counted_minor"]


def test_an_imported_customer_who_was_never_judged_can_be_explained(db, shop):
    with order_import.understand(io.StringIO(export(row("#1"))), "USD") as read:
        order_import.post_import(db, shop.id, read, NOON)

    told = why(db, shop)

    assert (told.metric_value, told.waiting[0].kind) == (10_000, "evaluation")
    assert isinstance(customer_of(db, shop, "ada@x"), Customer)
