"""Refunds, edits and cancellations, computed by hand."""

import pytest

from sandbox import orders, payloads
from sandbox.order_draft import LineDraft
from sandbox.order_money import current, discrepancy, financial_status, net_payment, original, outstanding
from sandbox.refunds import RefundAsk, everything
from sandbox.refused import Refused
from tests.sandbox.commerce_store import Shop


def ledger(order):
    return sum(sale.total for agreement in order.agreements for sale in agreement.sales)


def test_a_refund_of_one_unit_pays_back_its_share_and_its_tax():
    shop = Shop()
    order = shop.order((1000, 3), tax_rate="0.1", discount_total=200)  # 28.00 + 2.80
    line = order.lines[0].id
    order = shop.do(orders.refund, order, RefundAsk(lines=((line, 1),)))
    row = order.refunds[0].lines[0]
    assert (row.subtotal, row.tax) == (933, 93)
    assert order.refunds[0].transactions[0].amount == 1026
    assert financial_status(order) == "partially_refunded"
    body = payloads.order(shop.store, order)
    assert (body["total_price"], body["current_total_price"]) == ("30.80", "20.54")
    refunded = body["refunds"][0]["refund_line_items"][0]
    assert (refunded["subtotal"], refunded["total_tax"]) == (9.33, 0.93)
    assert shop.heard.topics()[-3:] == ["order_transactions/create", "refunds/create", "orders/updated"]


def test_refunds_of_every_unit_add_up_to_the_line():
    shop = Shop()
    order = shop.order((1000, 3), tax_rate="0.1", discount_total=200)
    for _ in range(3):
        order = shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),)))
    assert (current(order).total, net_payment(order), financial_status(order)) == (0, 0, "refunded")
    assert ledger(order) == 0


def test_an_amount_alone_leaves_the_current_totals_and_shows_as_a_discrepancy():
    shop = Shop()
    order = shop.do(orders.refund, shop.order((10_000, 1)), RefundAsk(amount=1500))
    assert (current(order).total, net_payment(order), outstanding(order)) == (10_000, 8500, 0)
    assert [row.amount for row in order.refunds[0].adjustments] == [-1500]
    adjustment = shop.heard.last("refunds/create")["order_adjustments"][0]
    assert (adjustment["kind"], adjustment["amount"]) == ("refund_discrepancy", "-15.00")
    assert ledger(order) == 8500


def test_the_body_of_an_amount_alone_may_come_without_its_adjustment():
    shop = Shop()
    order = shop.do(
        orders.refund, shop.order((10_000, 1)), RefundAsk(amount=1500, adjustments_in_webhook=False)
    )
    assert shop.heard.last("refunds/create")["order_adjustments"] == []
    assert shop.heard.last("orders/updated")["refunds"][0]["order_adjustments"] == []
    query = "query($id: ID!) {order(id: $id) {refunds {orderAdjustments(first: 1) {nodes {reason}}}}}"
    shown = shop.ask(query, id=f"gid://shopify/Order/{order.id}")["data"]["order"]["refunds"][0]
    assert shown["orderAdjustments"]["nodes"] == [{"reason": "REFUND_DISCREPANCY"}]


def test_the_shipping_alone_goes_back_with_its_tax():
    shop = Shop()
    order = shop.order((1000, 1), shipping=500, tax_rate="0.1")
    order = shop.do(orders.refund, order, RefundAsk(shipping=200))
    order = shop.do(orders.refund, order, RefundAsk(shipping_in_full=True))
    assert [r.transactions[0].amount for r in order.refunds] == [220, 330]
    assert (current(order).shipping, current(order).tax, current(order).total) == (0, 100, 1100)
    row = shop.heard.last("refunds/create")["refund_shipping_lines"][0]
    assert row["subtotal_amount_set"]["shop_money"]["amount"] == "3.00"
    assert row["tax_amount_set"]["shop_money"]["amount"] == "0.30"


def test_where_prices_hold_tax_a_refund_holds_it_too():
    shop = Shop(taxes_included=True)
    order = shop.order((1190, 2), tax_rate="0.19")
    order = shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),)))
    row = order.refunds[0].lines[0]
    assert (row.subtotal, row.tax, order.refunds[0].transactions[0].amount) == (1190, 190, 1190)


def test_yen_are_refunded_whole():
    shop = Shop(currency="JPY")
    order = shop.order((333, 3), tax_rate="0.1")  # 999 + 100
    order = shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),)))
    assert shop.heard.last("refunds/create")["transactions"][0]["amount"] == "366"  # 333 + 33
    order = shop.do(orders.refund, order, everything(order))
    assert net_payment(order) == 0


def test_everything_takes_lines_shipping_duties_and_tip():
    shop = Shop()
    order = shop.order((1000, 1), shipping=500, tax_rate="0.1", tip=300, duties=700)
    order = shop.do(orders.refund, order, everything(order))
    assert (current(order).total, net_payment(order), ledger(order)) == (0, 0, 0)
    assert financial_status(order) == "refunded"


def test_what_an_earlier_gift_took_is_balanced_when_all_comes_back():
    shop = Shop()
    order = shop.do(orders.refund, shop.order((10_000, 1)), RefundAsk(amount=1000))
    order = shop.do(orders.refund, order, everything(order))
    assert order.refunds[-1].transactions[0].amount == 9000
    assert [(a.amount, a.reason) for a in order.refunds[-1].adjustments] == [
        (1000, "FULL_RETURN_BALANCING_ADJUSTMENT")
    ]
    assert (discrepancy(order), outstanding(order), ledger(order)) == (0, 0, 0)


def test_less_than_the_lines_are_worth_is_the_merchants_favour():
    shop = Shop()
    order = shop.order((1000, 1))
    order = shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),), amount=800))
    assert (discrepancy(order), net_payment(order), outstanding(order)) == (200, 200, 0)


def test_more_than_was_paid_is_refused_in_the_platforms_words():
    shop = Shop()
    order = shop.order((1500, 1))
    with pytest.raises(
        Refused, match=r"^Refund amount \$25\.00 is greater than net payment received \$15\.00$"
    ):
        shop.do(orders.refund, order, RefundAsk(amount=2500))


def test_more_units_than_are_left_are_refused():
    shop = Shop()
    order = shop.order((1000, 2))
    order = shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),)))
    with pytest.raises(Refused, match="1 units are left"):
        shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 2),)))


def test_an_edit_moves_current_totals_and_pays_nothing_back():
    shop = Shop()
    order = shop.order((1000, 2))
    order = shop.do(orders.edit, order, add=[LineDraft("More", 500)], remove=[(order.lines[0].id, 1)])
    assert (original(order).total, current(order).total, outstanding(order)) == (2500, 1500, -500)
    assert (financial_status(order), len(order.transactions)) == ("paid", 1)
    edit = shop.heard.last("orders/edited")["order_edit"]["line_items"]
    assert [row["delta"] for row in edit["additions"] + edit["removals"]] == [1, 1]
    assert ledger(order) == 1500


def test_what_an_edit_left_owed_is_paid_back_without_a_discrepancy():
    shop = Shop()
    order = shop.order((1000, 2))
    order = shop.do(orders.edit, order, remove=[(order.lines[0].id, 1)])
    order = shop.do(orders.refund, order, RefundAsk(amount=1000))
    assert (order.refunds[0].adjustments, outstanding(order)) == ((), 0)


def test_cancelling_with_a_refund_leaves_nothing():
    shop = Shop()
    order = shop.order((1000, 2), shipping=500, tip=100)
    order = shop.do(orders.cancel, order, pay_back=True, reason="customer")
    body = shop.heard.last("orders/cancelled")
    assert (body["current_total_price"], body["financial_status"]) == ("0.00", "refunded")
    assert (body["cancel_reason"], body["closed_at"]) == ("customer", body["cancelled_at"])
    assert {row["restock_type"] for row in body["refunds"][0]["refund_line_items"]} == {"cancel"}
    assert (outstanding(order), ledger(order)) == (0, 0)


def test_cancelling_without_a_refund_keeps_the_money_and_owes_it():
    shop = Shop()
    order = shop.do(orders.cancel, shop.order((1000, 2)), pay_back=False)
    assert (financial_status(order), current(order).total) == ("paid", 0)
    assert (net_payment(order), outstanding(order)) == (2000, -2000)
    assert (order.refunds[0].transactions, order.refunds[0].adjustments) == ((), ())


def test_cancelling_what_was_not_paid_voids_it():
    shop = Shop()
    for status in ("pending", "authorized"):
        order = shop.order((1000, 1), financial_status=status)
        order = shop.do(orders.cancel, order, pay_back=True)
        assert (financial_status(order), outstanding(order)) == ("voided", 0)
    assert order.transactions[-1].kind == "void"


def test_a_cancelled_order_may_keep_its_totals_as_the_documentation_shows():
    shop = Shop()
    order = shop.do(orders.cancel, shop.order((1000, 1)), pay_back=False, keep_lines=True)
    assert (current(order).total, order.refunds, financial_status(order)) == (1000, (), "paid")


def test_an_order_is_cancelled_once():
    shop = Shop()
    order = shop.do(orders.cancel, shop.order((1000, 1)), pay_back=True)
    with pytest.raises(Refused, match="already been canceled"):
        shop.do(orders.cancel, order, pay_back=True)


def test_a_deleted_order_is_gone_and_says_its_id():
    shop = Shop()
    order = shop.order((1000, 1))
    shop.do(orders.delete, order)
    assert shop.store.orders == {}
    assert shop.heard.last("orders/delete") == {"id": order.id}
