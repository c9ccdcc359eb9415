"""Tags: additive, one spelling each, and different rules for customers and orders."""

from typing import Any

import pytest

from tests.sandbox.sandbox_shop import Shop

ADD = """mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { ... on Customer {
  tags } ... on Order { tags } } userErrors { field message } } }"""
REMOVE = ADD.replace("tagsAdd", "tagsRemove")


def order(shop: Shop, **about: Any) -> str:
    lines = [{"title": "Tea", "price": "12.00"}]
    return f"gid://shopify/Order/{shop.control('POST', '/orders', {'lines': lines, **about})['id']}"


# Recorded, each on a thing that had the tag Red.
@pytest.mark.parametrize(
    ("document", "given", "customer", "on_order"),
    [
        (ADD, "blue, green", ["blue", "green", "Red"], ["blue", "green", "Red"]),
        (ADD, ["blue,green"], ["blue", "green", "Red"], ["blue", "green", "Red"]),
        (ADD, ["red"], ["Red"], ["Red"]),
        (ADD, ["b", "A"], ["A", "b", "Red"], ["A", "b", "Red"]),
        (REMOVE, ["red"], [], ["Red"]),
        (REMOVE, "Red", [], []),
    ],
)
def test_tags_change_as_recorded(
    ada: Shop, document: str, given: Any, customer: list[str], on_order: list[str]
) -> None:
    for gid, expected in ((ada.customer(tags=["Red"]), customer), (order(ada), on_order)):
        ada.data(ADD, {"id": gid, "tags": ["Red"]})
        (payload,) = ada.data(document, {"id": gid, "tags": given}).values()
        assert payload["node"]["tags"] == expected


def test_the_store_keeps_one_spelling_of_a_customer_tag(ada: Shop) -> None:
    ada.customer(tags=["vip-gold"])
    ben = ada.customer(email="ben@example.com")
    assert ada.data(ADD, {"id": ben, "tags": ["VIP-Gold"]})["tagsAdd"]["node"]["tags"] == ["vip-gold"]


def test_a_customer_has_250_tags_and_no_more(ada: Shop) -> None:
    ben = ada.customer(tags=[f"tag-{n}" for n in range(250)])
    payload = ada.data(ADD, {"id": ben, "tags": ["one-more"]})["tagsAdd"]
    assert payload["userErrors"] == [{"field": ["tags"], "message": "Tags cannot be more than 250"}]
    assert ada.data(ADD, {"id": ben, "tags": ["TAG-1"]})["tagsAdd"]["userErrors"] == []


def test_other_things_have_no_tags(ada: Shop) -> None:
    (error,) = ada.ask(ADD, {"id": "gid://shopify/SomethingUnsupported/1", "tags": ["a"]})["errors"]
    assert (error["message"], error["extensions"]["code"]) == ("invalid id", "RESOURCE_NOT_FOUND")
