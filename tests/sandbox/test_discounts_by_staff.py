"""Discounts that the merchant's staff make, change and delete while an app lives beside them."""

import pytest

from tests.sandbox.sandbox_shop import Shop

FIND = """query($q: String) { discountNodes(first: 9, query: $q) { nodes { id discount {
  ... on DiscountAutomaticBasic { title status combinesWith { shippingDiscounts } endsAt
    customerGets { items { __typename } value { ... on DiscountPercentage { percentage } } } }
  ... on DiscountCodeBasic { title status } } } } }"""
SET = """mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }"""
READ = """query($id: ID!) { discountNode(id: $id) { metafield(namespace: "$app", key: "part") { value } } }"""


def found(shop: Shop, query: str) -> list[dict[str, object]]:
    nodes = shop.data(FIND, {"q": query})["discountNodes"]["nodes"]
    return [node["discount"] for node in nodes]


def test_staff_change_a_discount_behind_the_apps_back(ada: Shop) -> None:
    made = ada.control("POST", "/discounts", {"title": "VIP Gold", "percent": "10"})
    mug = ada.control("POST", "/products", {"title": "Mug", "price": "10.00"})
    vault = ada.control("POST", "/collections", {"title": "Vault", "products": [mug["id"]]})
    changed = {
        "percent": "50",
        "items": {"collections": [vault["id"]]},
        "combines_with": {"shipping": True},
        "ends_at": "2099-01-01T00:00:00Z",
    }
    ada.control("PATCH", f"/discounts/{made['id']}", changed)
    (discount,) = found(ada, "title:VIP*")
    assert discount == {
        "title": "VIP Gold",
        "status": "ACTIVE",
        "combinesWith": {"shippingDiscounts": True},
        "endsAt": "2099-01-01T00:00:00Z",
        "customerGets": {
            "items": {"__typename": "DiscountCollections"},
            "value": {"percentage": 0.5},
        },
    }


def test_staff_make_codes_and_delete_discounts(ada: Shop) -> None:
    made = ada.control("POST", "/discounts", {"title": "Welcome", "amount": "5.00", "code": "HELLO"})
    assert found(ada, "method:code title:Welcome") == [{"title": "Welcome", "status": "ACTIVE"}]
    ada.control("DELETE", f"/discounts/{made['id']}")
    assert found(ada, "title:Welcome") == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"title": "Sale"}, "percent or an amount"),
        ({"title": "Gift", "type": "bxgy"}, "bxgy"),
        ({"title": "Sale", "percent": "5", "items": {"collections": [404]}}, "no collection 404"),
        ({"title": "Sale", "percent": "5", "context": {"segments": [404]}}, "no segment 404"),
    ],
)
def test_nonsense_of_staff_is_refused(ada: Shop, body: dict[str, object], reason: str) -> None:
    answer = ada.session.post(f"{ada.url}/control/{ada.domain}/discounts", json=body, timeout=10)
    assert (answer.status_code in (400, 404), reason in answer.json()["error"]) == (True, True)


def test_a_discount_has_one_set_of_metafields_which_go_with_it(ada: Shop) -> None:
    made = ada.control("POST", "/discounts", {"title": "VIP Gold", "percent": "10"})
    general, special = (
        f"gid://shopify/{kind}/{made['id']}" for kind in ("DiscountNode", "DiscountAutomaticNode")
    )
    field = {"namespace": "$app", "key": "part", "type": "single_line_text_field", "value": "percent"}
    ada.data(SET, {"m": [{**field, "ownerId": general}]})
    assert ada.data(READ, {"id": special})["discountNode"]["metafield"] == {"value": "percent"}
    ada.control("DELETE", f"/discounts/{made['id']}")
    assert ada.control("GET", "/metafields") == []


def test_an_order_keeps_what_an_app_writes_on_it(ada: Shop) -> None:
    order = ada.control("POST", "/orders", {"lines": [{"price": "10.00"}]})
    number = f"gid://shopify/Order/{order['id']}"
    field = {"namespace": "$app", "key": "tier", "type": "single_line_text_field", "value": "Gold"}
    ada.data(SET, {"m": [{**field, "ownerId": number}]})
    read = 'query($id: ID!) { order(id: $id) { metafield(namespace: "$app", key: "tier") { value } } }'
    assert ada.data(read, {"id": number})["order"]["metafield"] == {"value": "Gold"}


def test_an_order_tells_which_discounts_made_it_cheaper(ada: Shop) -> None:
    ada.control("POST", "/discounts", {"title": "VIP Gold", "percent": "10"})
    lines = [{"title": "Hat", "price": "50.00"}]
    order = ada.control("POST", "/checkout", {"lines": lines, "place": True})["order"]
    read = """query($id: ID!) { order(id: $id) { discountApplications(first: 5) { nodes { __typename index
      targetType allocationMethod value { ... on PricingPercentageValue { percentage } }
      ... on AutomaticDiscountApplication { title } } } } }"""
    shown = ada.data(read, {"id": f"gid://shopify/Order/{order['id']}"})["order"]["discountApplications"]
    assert shown["nodes"] == [
        {
            "__typename": "AutomaticDiscountApplication",
            "index": 0,
            "targetType": "LINE_ITEM",
            "allocationMethod": "ACROSS",
            "value": {"percentage": 10.0},
            "title": "VIP Gold",
        }
    ]
    assert order["discount_applications"][0]["title"] == "VIP Gold"
