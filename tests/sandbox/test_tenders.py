"""Store credit and gift cards pay at the checkout; refunds go back to where the money came from."""

from typing import Any

import pytest

from tests.sandbox.sandbox_shop import ALL_SCOPES, Shop

GIVE = """mutation($g: GiftCardCreateInput!) { giftCardCreate(input: $g) {
  giftCard { id } giftCardCode userErrors { field message code } } }"""
READ = """query($id: ID!) { giftCard(id: $id) { balance { amount } enabled
  transactions(first: 5) { nodes { __typename amount { amount } } } } }"""
SPENT = """query($id: ID!) { customer(id: $id) { storeCreditAccounts(first: 1) { nodes { balance { amount }
  transactions(first: 5) { nodes { event amount { amount } origin { ... on OrderTransaction {
    gateway kind amountSet { shopMoney { amount } } } } } } } } } }"""


@pytest.fixture
def ada(open_shop: Any) -> Shop:
    scopes = [*ALL_SCOPES, "read_store_credit_accounts", "read_store_credit_account_transactions"]
    cards = ["read_gift_cards", "write_gift_cards", "read_gift_card_transactions"]
    shop: Shop = open_shop("ada", scopes=[*scopes, *cards])
    return shop


def number(gid: str) -> int:
    return int(gid.rpartition("/")[2])


def buy(shop: Shop, **more: Any) -> Any:
    cart = {"lines": [{"title": "Mug", "price": "90.00"}], "shipping": "10.00"}
    return shop.control("POST", "/checkout", {**cart, **more})


def with_credit(shop: Shop, amount: str) -> str:
    ben = shop.customer(email="ben@example.com")
    shop.control("POST", f"/customers/{number(ben)}/store-credit", {"amount": amount})
    return ben


def gift_card(shop: Shop, **given: Any) -> Any:
    return shop.data(GIVE, {"g": {"initialAmount": {"amount": "30.00", "currencyCode": "USD"}, **given}})[
        "giftCardCreate"
    ]


def test_store_credit_lowers_what_is_paid_and_not_what_the_order_costs(ada: Shop) -> None:
    ben = with_credit(ada, "25.00")
    bought = buy(ada, customer_id=number(ben), store_credit=True, place=True)
    assert (bought["total"], bought["to_pay"]) == ("100.00", "75.00")
    assert bought["order"]["total_price"] == "100.00"
    (account,) = ada.data(SPENT, {"id": ben})["customer"]["storeCreditAccounts"]["nodes"]
    assert account["balance"] == {"amount": "0.0"}
    paid = account["transactions"]["nodes"][1]
    assert (paid["event"], paid["amount"]) == ("ORDER_PAYMENT", {"amount": "-25.0"})
    assert paid["origin"] == {
        "gateway": "shopify_store_credit",
        "kind": "SALE",
        "amountSet": {"shopMoney": {"amount": "25.0"}},
    }


def test_only_who_is_logged_in_has_store_credit_to_spend(ada: Shop) -> None:
    with_credit(ada, "25.00")
    assert buy(ada, email="ben@example.com", store_credit=True)["to_pay"] == "100.00"


def test_a_refund_goes_to_the_card_first_and_then_back_to_store_credit(ada: Shop) -> None:
    ben = with_credit(ada, "25.00")
    order = buy(ada, customer_id=number(ben), store_credit=True, place=True)["order"]
    refund = ada.control("POST", f"/orders/{order['id']}/refund", {"amount": "80.00"})["refunds"][0]
    paid_back = [(row["gateway"], row["amount"]) for row in refund["transactions"]]
    assert paid_back == [("shopify_payments", "75.00"), ("shopify_store_credit", "5.00")]
    (account,) = ada.control("GET", f"/store-credit?customer_id={number(ben)}")
    assert (account["balance"], account["transactions"][-1]["event"]) == ("5.00", "ORDER_REFUND")


def test_a_gift_card_pays_until_it_is_empty(ada: Shop) -> None:
    made = gift_card(ada, code="Laurel-2026-Ben")
    assert made["giftCardCode"] == "laurel2026ben"
    bought = buy(ada, email="eve@example.com", gift_cards=["LAUREL 2026 BEN"], place=True)
    assert bought["tenders"] == [{"gateway": "gift_card", "amount": "30.00"}]
    assert bought["to_pay"] == "70.00"
    card = ada.data(READ, {"id": made["giftCard"]["id"]})["giftCard"]
    assert card["balance"] == {"amount": "0.0"}
    assert card["transactions"]["nodes"] == [
        {"__typename": "GiftCardDebitTransaction", "amount": {"amount": "-30.0"}}
    ]


def test_a_deactivated_gift_card_pays_nothing(ada: Shop) -> None:
    made = gift_card(ada)
    document = (
        "mutation($id: ID!) { giftCardDeactivate(id: $id) { giftCard { enabled } userErrors { code } } }"
    )
    assert ada.data(document, {"id": made["giftCard"]["id"]})["giftCardDeactivate"]["userErrors"] == []
    bought = buy(ada, gift_cards=[made["giftCardCode"]])
    assert bought["to_pay"] == "100.00"
    refused = {"code": made["giftCardCode"], "reason": "The gift card is deactivated."}
    assert bought["refused_gift_cards"] == [refused]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"code": "laurel2026ben"}, ["input", "code"], "TAKEN"),
        ({"code": "short"}, ["input", "code"], "TOO_SHORT"),
        ({"code": "x" * 21}, ["input", "code"], "TOO_LONG"),
        ({"code": "not_a_code!"}, ["input", "code"], "INVALID"),
        ({"customerId": "gid://shopify/Customer/1"}, ["input", "customerId"], "CUSTOMER_NOT_FOUND"),
    ],
)
def test_a_gift_card_that_cannot_be_made_is_refused_by_code(
    ada: Shop, given: dict[str, str], field: list[str], code: str
) -> None:
    gift_card(ada, code="laurel2026ben")
    refused = gift_card(ada, **given)
    assert (refused["giftCard"], refused["giftCardCode"]) == (None, None)
    assert [(e["field"], e["code"]) for e in refused["userErrors"]] == [(field, code)]


def test_the_code_of_a_gift_card_is_told_once(ada: Shop) -> None:
    made = gift_card(ada)
    code = made["giftCardCode"]
    shown = ada.data("{ giftCards(first: 5) { nodes { lastCharacters maskedCode } } }")["giftCards"]["nodes"]
    assert shown == [{"lastCharacters": code[-4:], "maskedCode": f"•••• •••• •••• {code[-4:]}"}]
