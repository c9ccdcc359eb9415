"""Money of orders, computed by hand."""

from decimal import Decimal

import pytest

from sandbox import orders, payloads
from sandbox.amounts import BadAmount, graph_text, minor, part, shares, text
from sandbox.order_draft import LineDraft
from sandbox.order_money import current, financial_status, original, outstanding
from sandbox.refused import Refused
from tests.sandbox.commerce_store import NOON, Shop


@pytest.mark.parametrize(
    ("amount", "currency", "shown", "in_graphql"),
    [
        (1250, "USD", "12.50", "12.5"),
        (1000, "USD", "10.00", "10.0"),
        (-5, "USD", "-0.05", "-0.05"),
        (1250, "JPY", "1250", "1250.0"),
        (1250, "KWD", "1.250", "1.25"),
        (0, "KWD", "0.000", "0.0"),
    ],
)
def test_an_amount_is_written_with_its_currencys_digits(amount, currency, shown, in_graphql):
    assert (text(amount, currency), graph_text(amount, currency)) == (shown, in_graphql)
    assert minor(shown, currency) == amount


@pytest.mark.parametrize(
    ("wrong", "currency"), [("1.5", "JPY"), ("1.234", "USD"), ("x", "USD"), ("NaN", "USD")]
)
def test_an_amount_the_currency_cannot_hold_is_refused(wrong, currency):
    with pytest.raises(BadAmount):
        minor(wrong, currency)


def test_shares_lose_no_cent():
    assert shares(1000, [19900, 19900, 19900]) == [334, 333, 333]


def test_units_of_a_line_add_up_to_the_line():
    steps = [part(1000, k, 3) - part(1000, k - 1, 3) for k in (1, 2, 3)]
    assert steps == [333, 334, 333]


def test_an_order_adds_up_lines_discounts_shipping_tax_duties_and_tip():
    # 3 × 10.00 + 25.00 = 55.00; 5.00 off the second line; 10.00 off the order, split 6.00 / 4.00.
    # Tax 10 %: 2.40 + 1.60 + 0.50 on the shipping.
    lines = LineDraft("A", 1000, 3), LineDraft("B", 2500, 1, discount=500)
    order = Shop().order(*lines, shipping=500, tax_rate="0.1", tip=300, duties=700, discount_total=1000)
    totals = original(order)
    assert (totals.line_items, totals.discounts, totals.subtotal) == (5500, 1500, 4000)
    assert (totals.shipping, totals.tax, totals.duties, totals.tips) == (500, 450, 700, 300)
    assert totals.total == 4000 + 500 + 450 + 700 + 300
    assert [sum(a.amount for a in line.allocations) for line in order.lines] == [600, 900, 0]


def test_where_prices_hold_tax_it_is_inside_the_total():
    order = Shop(taxes_included=True).order((1190, 2), shipping=595, tax_rate="0.19")
    totals = original(order)
    assert (totals.subtotal, totals.tax, totals.total) == (2380, 380 + 95, 2975)


def test_yen_have_no_decimals_and_dinars_three():
    yen = Shop(currency="JPY")
    body = payloads.order(yen.store, yen.order((1250, 2), tax_rate="0.1"))
    assert (body["total_price"], body["total_tax"]) == ("2750", "250")
    dinar = Shop(currency="KWD")
    assert payloads.order(dinar.store, dinar.order((1250, 1)))["total_price"] == "1.250"


def test_another_currency_is_shown_at_the_orders_own_rate():
    shop = Shop()
    order = shop.order((1000, 1), presentment_currency="JPY", presentment_rate=Decimal("150.5"))
    body = payloads.order(shop.store, order)
    assert body["total_price"] == "10.00"
    assert body["total_price_set"] == {
        "shop_money": {"amount": "10.00", "currency_code": "USD"},
        "presentment_money": {"amount": "1505", "currency_code": "JPY"},
    }
    assert body["presentment_currency"] == "JPY"


def test_a_gift_card_is_neither_taxed_nor_discounted():
    lines = LineDraft("Mug", 1000, 1), LineDraft("Card", 5000, 1, gift_card=True)
    order = Shop().order(*lines, tax_rate="0.1", discount_total=100)
    assert original(order).tax == 90
    assert order.lines[1].allocations == ()


def test_a_tip_is_a_line_that_is_no_part_of_the_subtotal():
    shop = Shop()
    body = payloads.order(shop.store, shop.order((1000, 1), tip=300))
    assert (body["subtotal_price"], body["total_price"], body["total_tip_received"]) == (
        "10.00",
        "13.00",
        "3.00",
    )
    product, tip = body["line_items"]
    assert tip["tip_payment_gateway"] is None
    assert "tip_payment_gateway" not in product


@pytest.mark.parametrize(
    ("status", "received"), [("paid", 1000), ("pending", 0), ("authorized", 0), ("partially_paid", 500)]
)
def test_a_new_order_begins_in_the_state_it_was_asked_for(status, received):
    order = Shop().order((1000, 1), financial_status=status)
    assert financial_status(order) == status
    assert outstanding(order) == (0 if status == "authorized" else 1000 - received)


@pytest.mark.parametrize(("status", "kind"), [("pending", "sale"), ("authorized", "capture")])
def test_paying_settles_the_order_and_says_orders_paid_once(status, kind):
    shop = Shop()
    order = shop.order((1000, 1), financial_status=status)
    assert "orders/paid" not in shop.heard.topics()
    order = shop.do(orders.pay, order)
    assert (financial_status(order), order.transactions[-1].kind) == ("paid", kind)
    assert shop.heard.topics().count("orders/paid") == 1
    with pytest.raises(Refused, match="cannot be marked as paid"):
        shop.do(orders.pay, order)


def test_a_silent_order_tells_nobody():
    shop = Shop()
    before = len(shop.heard.news)
    shop.order((1000, 1), told=False)
    assert len(shop.heard.news) == before


def test_all_news_of_one_change_share_an_event_id():
    shop = Shop()
    shop.order((1000, 1))
    news = [row for row in shop.heard.news if not row[0].startswith("customers")]
    assert [topic for topic, _, _ in news] == [
        "orders/create",
        "order_transactions/create",
        "orders/paid",
        "fulfillment_orders/order_routing_complete",
        "orders/updated",
    ]
    assert len({event for _, _, event in news}) == 1


def test_a_change_moves_updated_at_and_only_that():
    shop = Shop()
    order = shop.order((1000, 1), created_at=NOON.replace(month=3))
    later = NOON.replace(hour=15)
    order = shop.do(orders.set_customer, order, shop.ada.id, at=later)
    body = payloads.order(shop.store, order)
    assert body["created_at"] == "2026-03-21T08:00:00-04:00"  # New York, in summer time
    assert body["updated_at"] == "2026-11-21T10:00:00-05:00"
    assert body["customer"]["id"] == shop.ada.id


def test_current_totals_follow_and_original_totals_stay():
    shop = Shop()
    order = shop.order((1000, 3))
    order = shop.do(orders.edit, order, remove=[(order.lines[0].id, 1)])
    assert (original(order).total, current(order).total) == (3000, 2000)
