"""The API's answer about an order as facts; its refunds come from the platform's own ledger of sales."""

import json
from datetime import UTC, datetime

import pytest

from app.errors import Unreadable
from app.ledger.people import Contact
from app.rules.amounts import Amounts
from app.rules.order_facts import RefundLine
from webhooks.graph_nodes import gid_number
from webhooks.graph_order import read


def bag(amount):
    return {"shopMoney": {"amount": amount}}


def node(**more):
    body = {
        "id": "gid://shopify/Order/450789469",
        "name": "#1001",
        "createdAt": "2026-03-01T12:00:00Z",
        "updatedAt": "2026-03-02T12:00:00Z",
        "currencyCode": "USD",
        "displayFinancialStatus": "PAID",
        "subtotalPriceSet": bag("100.0"),
        "currentSubtotalPriceSet": bag("100.0"),
        "totalPriceSet": bag("100.0"),
        "lineItems": {"nodes": [line()]},
    }
    return body | more


def line(number=1, **more):
    about = {"id": f"gid://shopify/LineItem/{number}", "quantity": 1, "currentQuantity": 1}
    return about | {"originalTotalSet": bag("100.0"), "product": {"id": "gid://shopify/Product/7"}} | more


def sale(kind, total, tax="0.0", **more):
    return {"lineType": kind, "totalAmount": bag(total), "totalTaxAmount": bag(tax), **more}


def refunded(*sales, paid="0.0", transactions=(), **more):
    """An order with one refund, whose agreement holds these sales."""
    refund = {"id": "gid://shopify/Refund/9", "createdAt": "2026-03-02T12:00:00Z"}
    agreement = {"refund": {"id": "gid://shopify/Refund/9"}, "sales": {"nodes": list(sales)}}
    about = {"refunds": [refund | {"totalRefundedSet": bag(paid)}], "agreements": {"nodes": [agreement]}}
    facts, _ = read(json.dumps(node(**about, transactions=list(transactions), **more)).encode())
    return facts.refunds[9]


def snapshot(**more):
    return read(json.dumps(node(**more)).encode())[0].snapshot


def test_an_answer_is_an_order():
    facts, contact = read(json.dumps(node()).encode())
    order = facts.snapshot
    assert (facts.order_id, contact, order.source, order.payment) == (450789469, None, "api", "paid")
    assert (order.ordered, order.current) == (Amounts(goods=10_000), Amounts(goods=10_000))
    assert order.lines[0].product == "7"
    assert order.updated_at == datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "status", ["PENDING", "PARTIALLY_PAID", "REFUNDED", "VOIDED", "EXPIRED", "AUTHORIZED"]
)
def test_states_of_payment_are_those_of_bodies(status):
    assert snapshot(displayFinancialStatus=status).payment == status.lower()


def test_no_state_of_payment_is_not_paid():
    assert snapshot(displayFinancialStatus=None).payment == "pending"


@pytest.mark.parametrize(
    ("more", "contact"),
    [
        (
            {
                "customer": {
                    "id": "gid://shopify/Customer/5",
                    "firstName": "Ada",
                    "defaultEmailAddress": {"emailAddress": "Ada@x.y"},
                }
            },
            Contact(5, "ada@x.y", "Ada"),
        ),
        ({"customer": None, "email": " Ada@x.y "}, Contact(None, "ada@x.y")),
        ({"customer": None, "email": None}, None),
    ],
)
def test_an_answer_says_who_bought(more, contact):
    assert read(json.dumps(node(**more)).encode())[1] == contact


@pytest.mark.parametrize(
    ("gid", "number"),
    [
        ("gid://shopify/Order/9007199254740993", 9007199254740993),
        ("gid://shopify/InventoryLevel/7?inventory_item_id=3", 7),
    ],
)
def test_a_gid_ends_in_its_number(gid, number):
    """F30"""
    assert gid_number(gid) == number


@pytest.mark.parametrize(
    "gid",
    ["", "gid://shopify/Order/", "gid://shopify/Order/x", f"gid://shopify/Order/{2**63}", "9" * 5_000, "٧"],
)
def test_a_gid_without_a_number_that_a_column_holds_is_unreadable(gid):
    with pytest.raises(Unreadable):
        gid_number(gid)


def test_returned_lines_are_told_without_tax_by_their_sale():
    """Platform 3.4: sales of returns are below nought and hold the tax."""
    item = {"lineItem": {"id": "gid://shopify/LineItem/1"}, "quantity": -1}
    made = refunded(sale("PRODUCT", "-55.0", "-5.0", **item), paid="55.0")
    assert made.lines == (RefundLine(1, 1, 5_000, 500),)
    assert (made.paid_back, made.unsettled, made.adjustment) == ((("USD", "55.0"),), False, None)


def test_where_prices_hold_tax_a_returned_line_holds_it_as_bodies_say_it():
    item = {"lineItem": {"id": "gid://shopify/LineItem/1"}, "quantity": -1}
    made = refunded(sale("PRODUCT", "-55.0", "-5.0", **item), paid="55.0", taxesIncluded=True)
    assert made.lines == (RefundLine(1, 1, 5_500, 500),)


def test_every_other_sale_is_what_its_type_says():
    made = refunded(
        sale("SHIPPING", "-5.5", "-0.5"),
        sale("DUTY", "-7.0"),
        sale("TIP", "-3.0"),
        sale("ADJUSTMENT", "-2.2", "-0.2"),
        paid="17.7",
    )
    assert (made.shipping, made.shipping_tax, made.duties, made.tips) == (500, 50, 700, 300)
    assert (made.adjustment, made.adjustment_tax) == (200, 20)


def test_a_sale_of_a_kind_nobody_knows_counts_like_an_adjustment():
    assert refunded(sale("ADDITIONAL_FEE", "-2.0"), paid="2.0").adjustment == 200


def test_an_adjustment_in_the_merchants_favour_is_above_nought():
    item = {"lineItem": {"id": "gid://shopify/LineItem/1"}, "quantity": -1}
    made = refunded(sale("PRODUCT", "-50.0", **item), sale("ADJUSTMENT", "10.0"), paid="40.0")
    assert made.adjustment == -1_000


@pytest.mark.parametrize(
    ("paid", "status", "unsettled", "in_part"),
    [
        ("0.0", "PENDING", True, False),
        ("0.0", "FAILURE", True, False),
        ("0.0", "SUCCESS", False, False),
        ("5.0", "SUCCESS", False, False),
        ("5.0", "FAILURE", False, True),
    ],
)
def test_money_is_what_succeeded(paid, status, unsettled, in_part):
    """F36"""
    made = refunded(paid=paid, transactions=[{"kind": "REFUND", "status": status}])
    assert (made.unsettled, made.in_part, bool(made.paid_back)) == (unsettled, in_part, paid != "0.0")


def test_a_tip_is_no_line_of_goods():
    tip = sale("TIP", "3.0", lineItem={"id": "gid://shopify/LineItem/2"})
    order = snapshot(
        lineItems={"nodes": [line(), line(2, originalTotalSet=bag("3.0"), product=None)]},
        agreements={"nodes": [{"sales": {"nodes": [tip]}}]},
        totalTipReceivedSet=bag("3.0"),
    )
    assert ([each.line_id for each in order.lines], order.ordered) == ([1], Amounts(goods=10_000, tips=300))


@pytest.mark.parametrize(
    "more",
    [
        {"currencyCode": "usd"},
        {"displayFinancialStatus": "HALF"},
        {"subtotalPriceSet": bag("1E3")},
        {"subtotalPriceSet": bag("1.234")},
        {"subtotalPriceSet": None},
        {"createdAt": "yesterday"},
        {"updatedAt": "2026-03-02T12:00:00"},
        {"processedAt": "0001-01-01T00:00:00Z"},
        {"refunds": [{"id": "gid://shopify/Refund/9", "totalRefundedSet": bag("0.0")}]},
    ],
)
def test_an_answer_that_cannot_be_understood_is_unreadable(more):
    with pytest.raises(Unreadable):
        snapshot(**more)


def test_a_sum_that_no_column_holds_is_unreadable_like_that_of_a_body():
    """F34"""
    dear = {"discountedPriceSet": bag("900000000000000.00")}
    with pytest.raises(Unreadable):
        snapshot(shippingLines={"nodes": [dear, dear]})


@pytest.mark.parametrize("bad", [b"", b"null", b"{", b"\xff", b'{"id": "\\ud800"}'])
def test_bytes_that_are_no_answer_are_unreadable_and_nothing_else(bad):
    with pytest.raises(Unreadable):
        read(bad)
