"""Discounts over GraphQL: what is refused, what is found, and the limit of 25."""

import pytest

from tests.sandbox.commerce_store import Shop

AUTOMATIC = """mutation($d: DiscountAutomaticBasicInput!) {
  discountAutomaticBasicCreate(automaticBasicDiscount: $d) {
    automaticDiscountNode { id } userErrors { code field message } } }"""
FREE = """mutation($d: DiscountAutomaticFreeShippingInput!) {
  discountAutomaticFreeShippingCreate(freeShippingAutomaticDiscount: $d) {
    automaticDiscountNode { id } userErrors { code field message } } }"""
CODE = """mutation($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) {
    codeDiscountNode { id } userErrors { code field message } } }"""
FIND = """query($q: String) { discountNodes(first: 50, query: $q) { nodes { discount {
    ... on DiscountAutomaticBasic { title } ... on DiscountAutomaticFreeShipping { title }
    ... on DiscountCodeBasic { title } } } } discountNodesCount(query: $q) { count } }"""


def ten(title="Gold", **about):
    gets = {"value": {"percentage": 0.1}, "items": {"all": True}}
    return {"title": title, "startsAt": "2026-01-01T00:00:00Z", "customerGets": gets, **about}


def made(shop, document, given):
    """(id, error codes)"""
    (payload,) = shop.ask(document, d=given)["data"].values()
    node = payload.get("automaticDiscountNode") or payload.get("codeDiscountNode")
    return node and node["id"], [error["code"] for error in payload["userErrors"]]


def found(shop, query):
    data = shop.ask(FIND, q=query)["data"]
    assert data["discountNodesCount"]["count"] == len(data["discountNodes"]["nodes"])
    return [row["discount"]["title"] for row in data["discountNodes"]["nodes"]]


def test_the_twenty_sixth_active_automatic_discount_is_refused():
    shop = Shop()
    for number in range(24):
        assert made(shop, AUTOMATIC, ten(f"No. {number}"))[1] == []
    shipping = {"title": "Ship", "startsAt": "2026-01-01T00:00:00Z", "destination": {"all": True}}
    assert made(shop, FREE, shipping)[1] == []
    assert made(shop, AUTOMATIC, ten("One too many"))[1] == ["ACTIVE_PERIOD_OVERLAP"]


def test_discounts_whose_periods_do_not_meet_do_not_count_together():
    shop = Shop()
    for number in range(25):
        made(shop, AUTOMATIC, ten(f"No. {number}", endsAt="2026-12-01T00:00:00Z"))
    assert made(shop, AUTOMATIC, ten("December", startsAt="2026-12-01T00:00:00Z"))[1] == []
    assert made(shop, AUTOMATIC, ten("November", startsAt="2026-11-30T00:00:00Z"))[1] == [
        "ACTIVE_PERIOD_OVERLAP"
    ]


def test_an_ended_discount_makes_room():
    shop = Shop()
    ids = [made(shop, AUTOMATIC, ten(f"No. {number}"))[0] for number in range(25)]
    end = "mutation($id: ID!) { discountAutomaticDeactivate(id: $id) { userErrors { code } } }"
    start = "mutation($id: ID!) { discountAutomaticActivate(id: $id) { userErrors { code } } }"
    shop.ask(end, id=ids[0])
    assert made(shop, AUTOMATIC, ten("New"))[1] == []
    again = shop.ask(start, id=ids[0])["data"]["discountAutomaticActivate"]
    assert again["userErrors"] == [{"code": "ACTIVE_PERIOD_OVERLAP"}]


def test_codes_are_not_counted():
    shop = Shop()
    for number in range(25):
        made(shop, AUTOMATIC, ten(f"No. {number}"))
    assert made(shop, CODE, ten("Code", code="CODE"))[1] == []


@pytest.mark.parametrize("percentage", [-0.01, 1.01])
def test_a_percentage_is_a_fraction(percentage):
    gets = {"value": {"percentage": percentage}, "items": {"all": True}}
    assert made(Shop(), AUTOMATIC, ten(customerGets=gets))[1] == ["VALUE_OUTSIDE_RANGE"]


def test_a_segment_must_exist():
    context = {"customerSegments": {"add": ["gid://shopify/Segment/404"]}}
    assert made(Shop(), AUTOMATIC, ten(context=context))[1] == ["INVALID"]


def test_a_discount_moves_to_another_segment():
    shop = Shop()
    make = "mutation($n: String!, $q: String!) { segmentCreate(name: $n, query: $q) { segment { id } } }"
    tags = "customer_tags CONTAINS 'VIP-{}'"
    gold, silver = (
        shop.ask(make, n=name, q=tags.format(name))["data"]["segmentCreate"]["segment"]["id"]
        for name in ("Gold", "Silver")
    )
    number, _ = made(shop, AUTOMATIC, ten(context={"customerSegments": {"add": [gold]}}))
    update = """mutation($id: ID!, $d: DiscountAutomaticBasicInput!) {
      discountAutomaticBasicUpdate(id: $id, automaticBasicDiscount: $d) { automaticDiscountNode {
        automaticDiscount { ... on DiscountAutomaticBasic { title context {
          ... on DiscountCustomerSegments { segments { id } } } } } } userErrors { code } } }"""
    answer = shop.ask(
        update, id=number, d={"context": {"customerSegments": {"add": [silver], "remove": [gold]}}}
    )
    discount = answer["data"]["discountAutomaticBasicUpdate"]["automaticDiscountNode"]["automaticDiscount"]
    assert discount == {"title": "Gold", "context": {"segments": [{"id": silver}]}}


def test_discounts_are_found_by_status_method_type_and_title():
    shop = Shop()
    made(shop, AUTOMATIC, ten("Gold"))
    made(shop, AUTOMATIC, ten("Later", startsAt="2027-01-01T00:00:00Z"))
    made(shop, CODE, ten("Birthday", code="BD-1"))
    assert found(shop, "status:active") == ["Gold", "Birthday"]
    assert found(shop, "status:scheduled method:automatic") == ["Later"]
    assert found(shop, "method:code type:percentage") == ["Birthday"]
    assert found(shop, "title:'Gold'") == ["Gold"]
    assert found(shop, "type:free_shipping") == []


def test_a_deleted_discount_is_not_found():
    shop = Shop()
    number, _ = made(shop, AUTOMATIC, ten())
    delete = """mutation($id: ID!) { discountAutomaticDelete(id: $id) {
      deletedAutomaticDiscountId userErrors { code message } } }"""
    assert (
        shop.ask(delete, id=number)["data"]["discountAutomaticDelete"]["deletedAutomaticDiscountId"] == number
    )
    assert found(shop, None) == []
    again = shop.ask(delete, id=number)["data"]["discountAutomaticDelete"]
    assert again["userErrors"] == [{"code": "INVALID", "message": "Automatic discount does not exist."}]


def test_what_is_not_understood_is_refused_by_name():
    gets = {"value": {"discountOnQuantity": {"quantity": "1"}}, "items": {"all": True}}
    answer = Shop().ask(AUTOMATIC, d=ten(customerGets=gets))
    assert answer["errors"][0]["extensions"]["code"] == "SANDBOX_NOT_SUPPORTED"


def test_discounts_need_their_scope():
    shop = Shop(scopes=["read_orders"])
    assert shop.ask(AUTOMATIC, d=ten())["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"
