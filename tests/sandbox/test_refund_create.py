"""refundCreate pays back once under its key, never more than was paid, in the customer's currency."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.sandbox.commerce_store import NOON, Shop

REFUND = """mutation($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
  refund { id note totalRefundedSet { shopMoney { amount } presentmentMoney { amount currencyCode } } }
  order { displayFinancialStatus } userErrors { field message } } }"""
BARE = "mutation($input: RefundInput!) { refundCreate(input: $input) { refund { id } userErrors { field } } }"
SUGGEST = """query($id: ID!) { order(id: $id) { suggestedRefund(suggestFullRefund: false) {
  maximumRefundableSet { shopMoney { amount } } suggestedTransactions { gateway kind amountSet { shopMoney {
    amount } } parentTransaction { id } maximumRefundableSet { presentmentMoney { amount currencyCode } } } }
  transactions(first: 20) { id kind gateway amountSet { presentmentMoney { amount } } } } }"""


def gid(kind, number):
    return f"gid://shopify/{kind}/{number}"


def money_back(order, amount, **more):
    payment = order.transactions[0]
    row = {
        "orderId": gid("Order", order.id),
        "parentId": gid("OrderTransaction", payment.id),
        "kind": "REFUND",
        "gateway": payment.gateway,
        "amount": amount,
    }
    return {"orderId": gid("Order", order.id), "transactions": [row], **more}


def refund(shop, given, key="pp-1"):
    return shop.ask(REFUND, input=given, key=key)


def refunds(shop, order):
    return shop.store.orders[order.id].refunds


def test_the_same_request_under_its_key_pays_once():
    shop = Shop()
    order = shop.order((10_000, 1), customer_id=shop.ada.id)
    given = money_back(order, "5.00", note="Price protection", discrepancyReason="CUSTOMER")
    first, again = (refund(shop, given)["data"]["refundCreate"] for _ in range(2))
    assert first == again
    assert first["refund"]["note"] == "Price protection"
    assert first["order"]["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    assert len(refunds(shop, order)) == 1
    assert shop.heard.topics()[-3:] == ["order_transactions/create", "refunds/create", "orders/updated"]
    assert shop.heard.last("refunds/create")["transactions"][0]["amount"] == "5.00"
    assert shop.store.orders[order.id].refunds[0].adjustments[0].reason == "CUSTOMER"


def test_the_same_key_with_another_amount_is_refused_at_the_top():
    shop = Shop()
    order = shop.order((10_000, 1))
    refund(shop, money_back(order, "5.00"))
    answer = refund(shop, money_back(order, "6.00"))
    assert answer["errors"][0]["extensions"]["code"] == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"
    assert answer["data"] == {"refundCreate": None}
    assert len(refunds(shop, order)) == 1


def test_a_key_is_forgotten_after_a_day():
    shop = Shop()
    order = shop.order((10_000, 1))
    for after in (timedelta(0), timedelta(hours=24, seconds=-1), timedelta(hours=24)):
        shop.world.clock.move_to(NOON + after)
        refund(shop, money_back(order, "5.00"))
    assert len(refunds(shop, order)) == 2


def test_without_a_key_nothing_is_paid():
    shop = Shop()
    order = shop.order((10_000, 1))
    answer = shop.ask(BARE, input=money_back(order, "5.00"))
    words = "The @idempotent directive is required for this mutation but was not provided."
    assert [(e["message"], e["path"]) for e in answer["errors"]] == [(words, ["refundCreate"])]
    assert refunds(shop, order) == ()


def test_a_refused_refund_leaves_its_key_free():
    shop = Shop()
    order = shop.order((10_000, 1))
    refused = refund(shop, money_back(order, "100.01"))["data"]["refundCreate"]
    words = "Refund amount $100.01 is greater than net payment received $100.00"
    assert refused["userErrors"] == [{"field": None, "message": words}]
    assert (refused["refund"], refused["order"]) == (None, {"displayFinancialStatus": "PAID"})
    assert refund(shop, money_back(order, "100.00"))["data"]["refundCreate"]["userErrors"] == []


def test_over_refunding_is_done_only_where_it_is_asked_for():
    shop = Shop()
    order = shop.order((10_000, 1))
    given = money_back(order, "100.01", allowOverRefunding=True)
    assert refund(shop, given)["data"]["refundCreate"]["userErrors"] == []


def test_amounts_are_in_the_currency_the_customer_saw():
    shop = Shop()
    order = shop.order((10_000, 1), presentment_currency="EUR", presentment_rate=Decimal("0.9"))
    without = refund(shop, money_back(order, "9.00"))["data"]["refundCreate"]
    assert without["userErrors"][0]["message"] == "Currency is required for orders in several currencies"
    paid = refund(shop, money_back(order, "9.00", currency="EUR"))["data"]["refundCreate"]["refund"]
    assert paid["totalRefundedSet"] == {
        "shopMoney": {"amount": "10.0"},
        "presentmentMoney": {"amount": "9.0", "currencyCode": "EUR"},
    }
    row = shop.heard.last("refunds/create")["transactions"][0]
    assert (row["amount"], row["currency"]) == ("9.00", "EUR")


def test_a_refund_as_store_credit_is_bound_to_the_order():
    shop = Shop()
    order = shop.order((10_000, 1), customer_id=shop.ada.id)
    credit = {"amount": {"amount": "5.00", "currencyCode": "USD"}, "expiresAt": "2027-11-21T12:00:07Z"}
    given = {"orderId": gid("Order", order.id), "refundMethods": [{"storeCreditRefund": credit}]}
    assert refund(shop, given)["data"]["refundCreate"]["userErrors"] == []
    (account,) = shop.store.store_credit.values()
    (row,) = account.transactions
    assert (account.customer_id, row.amount, row.event) == (shop.ada.id, 500, "ORDER_REFUND")
    assert (row.order_id, f"{row.expires_at:%Y-%m-%d %S}") == (order.id, "2027-11-21 07")


def test_a_guests_order_cannot_be_refunded_as_store_credit():
    shop = Shop()
    order = shop.order((10_000, 1))
    credit = {"amount": {"amount": "5.00", "currencyCode": "USD"}}
    given = {"orderId": gid("Order", order.id), "refundMethods": [{"storeCreditRefund": credit}]}
    assert len(refund(shop, given)["data"]["refundCreate"]["userErrors"]) == 1
    assert shop.store.store_credit == {}


def test_the_suggested_refund_names_the_payment_and_what_is_left_of_it():
    shop = Shop()
    order = shop.order((10_000, 1), presentment_currency="EUR", presentment_rate=Decimal("0.9"))
    refund(shop, money_back(order, "9.00", currency="EUR"))
    shown = shop.ask(SUGGEST, id=gid("Order", order.id))["data"]["order"]
    assert shown["suggestedRefund"] == {
        "maximumRefundableSet": {"shopMoney": {"amount": "90.0"}},
        "suggestedTransactions": [
            {
                "gateway": "shopify_payments",
                "kind": "SUGGESTED_REFUND",
                "amountSet": {"shopMoney": {"amount": "0.0"}},
                "parentTransaction": {"id": gid("OrderTransaction", order.transactions[0].id)},
                "maximumRefundableSet": {"presentmentMoney": {"amount": "81.0", "currencyCode": "EUR"}},
            }
        ],
    }
    assert [row["kind"] for row in shown["transactions"]] == ["SALE", "REFUND"]


@pytest.mark.parametrize("about", [{"gateway": "paypal"}, {"parentId": gid("OrderTransaction", 1)}])
def test_money_goes_back_only_to_a_payment_of_the_order(about):
    shop = Shop()
    order = shop.order((10_000, 1))
    given = money_back(order, "5.00")
    given["transactions"][0] |= about
    assert len(refund(shop, given)["data"]["refundCreate"]["userErrors"]) == 1
    assert refunds(shop, order) == ()


def test_a_token_that_may_not_write_orders_refunds_nothing():
    shop = Shop(scopes=["read_orders"])
    order = shop.order((10_000, 1))
    answer = refund(shop, money_back(order, "5.00"))
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
    assert refunds(shop, order) == ()
