"""The gate at the checkout as a shopper meets it: deployed, refused, opened."""

import json
from typing import Any

from tests.functions.gated_shop import NEVER, SLOTS, TIERS
from tests.sandbox.sandbox_shop import Shop
from tests.sandbox.test_products_over_http import buy, page

CREATE = """mutation($v: ValidationCreateInput!) {
  validationCreate(validation: $v) { validation { id } userErrors { message } } }"""
SET = "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }"
SCOPES = ["write_validations", "write_products", "write_customers"]


def metafield(key: str, value: Any) -> dict[str, Any]:
    return {"namespace": "$app:vip", "key": key, "type": "json", "value": json.dumps(value)}


def test_an_early_product_cannot_be_ordered_until_the_app_is_deployed_without_its_gate(
    open_shop: Any,
) -> None:
    ada: Shop = open_shop("ada", SCOPES)
    coat = ada.control("POST", "/products", {"title": "Winter Coat", "price": "120.00"})
    slots = ["2099-12-01T09:00:00", *[NEVER] * (SLOTS - 1)]
    variables = {"tags": list(TIERS), **{f"t{n}": at for n, at in enumerate(slots, 1)}}
    config = [metafield("variables", variables), metafield("gate", {"slots": slots, "tiers": TIERS})]
    assert ada.control("POST", "/functions", {"deployed": True})["functions"] == ["vip-gate"]
    ada.data(CREATE, {"v": {"functionHandle": "vip-gate", "enable": True, "metafields": config}})
    gate = metafield("gate", {"public": slots[0], "tiers": {}})
    ada.data(SET, {"m": [{"ownerId": f"gid://shopify/Product/{coat['id']}", **gate}]})

    words = "Winter Coat goes on sale on 1 December, 09:00 (shop time)."
    quote = ada.control("POST", "/checkout", {"lines": [{"product_id": coat["id"]}]})
    assert quote["errors"] == [words]
    assert buy(ada, coat["id"]) == (422, {"error": words})
    assert ada.control("GET", "/state")["orders"] == {}
    assert page(ada, "/products/winter-coat").ok

    ada.control("POST", "/functions", {"deployed": False})
    assert buy(ada, coat["id"])[0] == 200
