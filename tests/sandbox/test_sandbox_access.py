"""What a token was not granted is refused, in the words of the real API."""

from typing import Any

import pytest

DENIED = "Access denied for {field} field. Required access: `{scope}` access scope."


@pytest.mark.parametrize(
    ("document", "field", "scope"),
    [
        ("{ customers(first: 1) { nodes { id } } }", "customers", "read_customers"),
        ("{ customersCount { count } }", "customersCount", "read_customers"),
        ('mutation { tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { userErrors { message } } }',
         "tagsAdd", "write_customers"),
        ('mutation { metafieldsSet(metafields: [{ownerId: "gid://shopify/Order/1", key: "tier", value: "x"}])'
         " { userErrors { message } } }", "metafieldsSet", "write_orders"),
    ],
)  # fmt: skip
def test_a_missing_scope_is_named(open_shop: Any, document: str, field: str, scope: str) -> None:
    answer = open_shop("ada", scopes=["read_products"]).ask(document)
    (error,) = answer["errors"]
    assert error["message"] == DENIED.format(field=field, scope=scope)
    assert error["extensions"]["code"] == "ACCESS_DENIED"
    assert error["path"] == [field]


def test_who_may_write_may_read(open_shop: Any) -> None:
    shop = open_shop("ada", scopes=["write_customers"])
    assert shop.data("{ customers(first: 1) { nodes { id } } }") == {"customers": {"nodes": []}}


def test_scopes_that_are_taken_back_are_missed_at_once(open_shop: Any) -> None:
    shop = open_shop("ada", scopes=["read_customers"])
    shop.control("POST", "/scopes", {"granted": []})
    assert shop.ask("{ customers(first: 1) { nodes { id } } }")["errors"][0]["extensions"]["code"] == (
        "ACCESS_DENIED"
    )


def test_a_field_the_sandbox_does_not_know_is_refused_by_name(open_shop: Any) -> None:
    shop = open_shop("ada")
    customer = shop.customer(email="ben@example.com")
    (error,) = shop.ask("query($id: ID!) { customer(id: $id) { id lifetimeDuration } }", {"id": customer})[
        "errors"
    ]
    assert error["message"] == "sandbox: Customer.lifetimeDuration is not supported"
