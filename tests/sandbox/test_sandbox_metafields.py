"""Metafields: namespaces of the app, compare-and-set, definitions."""

from typing import Any

from tests.sandbox.sandbox_shop import Shop

SET = """mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { namespace key
  type value compareDigest } userErrors { field message code elementIndex } } }"""
READ = """query($id: ID!) { customer(id: $id) { metafield(namespace: "$app", key: "tier") { value definition {
  name } } } }"""
DEFINE = """mutation($d: MetafieldDefinitionInput!) { metafieldDefinitionCreate(definition: $d) {
  createdDefinition { id namespace } userErrors { field message code } } }"""


def entry(owner: str, **more: Any) -> dict[str, Any]:
    return {"ownerId": owner, "namespace": "$app", "key": "tier", "type": "json", "value": "{}", **more}


def test_the_apps_namespace_is_its_number_at_the_platform(ada: Shop) -> None:
    ben = ada.customer()
    (written,) = ada.data(SET, {"m": [entry(ben)]})["metafieldsSet"]["metafields"]
    assert written["namespace"] == "app--347082227713"
    assert ada.data(READ, {"id": ben})["customer"]["metafield"]["value"] == "{}"


def test_a_stale_digest_sets_nothing(ada: Shop) -> None:
    ben = ada.customer()
    (written,) = ada.data(SET, {"m": [entry(ben)]})["metafieldsSet"]["metafields"]
    ada.data(SET, {"m": [entry(ben, value='{"tier": "Gold"}')]})
    stale = ada.data(SET, {"m": [entry(ben, value="[]", compareDigest=written["compareDigest"])]})
    assert stale["metafieldsSet"]["userErrors"][0]["code"] == "STALE_OBJECT"
    assert ada.data(READ, {"id": ben})["customer"]["metafield"]["value"] == '{"tier": "Gold"}'


def test_a_null_digest_means_there_must_be_none_yet(ada: Shop) -> None:
    ben = ada.customer()
    assert not ada.data(SET, {"m": [entry(ben, compareDigest=None)]})["metafieldsSet"]["userErrors"]
    again = ada.data(SET, {"m": [entry(ben, compareDigest=None)]})["metafieldsSet"]["userErrors"]
    assert again[0]["code"] == "STALE_OBJECT"


def test_one_bad_entry_and_none_is_set(ada: Shop) -> None:
    ben = ada.customer()
    bad = entry(ben, key="points", type="number_integer", value="many")
    payload = ada.data(SET, {"m": [entry(ben), bad]})["metafieldsSet"]
    assert payload["userErrors"][0]["field"] == ["metafields", "1", "value"]
    assert payload["userErrors"][0]["message"] == "Value must be an integer."
    assert ada.data(READ, {"id": ben})["customer"]["metafield"] is None


def test_25_at_once_and_no_more(ada: Shop) -> None:
    ben = ada.customer()
    entries = [entry(ben, key=f"key-{n}") for n in range(26)]
    assert len(ada.data(SET, {"m": entries[:25]})["metafieldsSet"]["metafields"]) == 25
    assert ada.data(SET, {"m": entries})["metafieldsSet"]["userErrors"][0]["code"] == "LESS_THAN_OR_EQUAL_TO"


def test_a_definition_rules_its_metafields(ada: Shop) -> None:
    ben = ada.customer()
    definition = {"ownerType": "CUSTOMER", "key": "tier", "name": "Tier", "type": "single_line_text_field"}
    ada.data(DEFINE, {"d": definition})
    refused = ada.data(SET, {"m": [entry(ben)]})["metafieldsSet"]["userErrors"]
    assert refused[0]["code"] == "INVALID_TYPE"
    untyped = {key: value for key, value in entry(ben, value="Gold").items() if key != "type"}
    ada.data(SET, {"m": [untyped]})
    shown = ada.data(READ, {"id": ben})["customer"]["metafield"]
    assert shown == {"value": "Gold", "definition": {"name": "Tier"}}


def test_the_same_definition_twice_is_taken(ada: Shop) -> None:
    definition = {"ownerType": "CUSTOMER", "key": "tier", "name": "Tier", "type": "json"}
    ada.data(DEFINE, {"d": definition})
    errors = ada.data(DEFINE, {"d": definition})["metafieldDefinitionCreate"]["userErrors"]
    assert errors[0]["code"] == "TAKEN"


def test_a_number_on_the_shop_is_raised_by_whoever_read_it_last(ada: Shop) -> None:
    """An app keeps its money epoch there: of two that read 1, one writes 2, the other is told."""
    question = '{ shop { id metafield(namespace: "$app", key: "epoch") { value compareDigest } } }'
    epoch = {"key": "epoch", "type": "number_integer"}
    shop = ada.data(question)["shop"]
    assert shop["metafield"] is None
    ada.data(SET, {"m": [entry(shop["id"], **epoch, value="1", compareDigest=None)]})
    digest = ada.data(question)["shop"]["metafield"]["compareDigest"]
    raised = [entry(shop["id"], **epoch, value="2", compareDigest=digest)]
    codes = [ada.data(SET, {"m": raised})["metafieldsSet"]["userErrors"] for _ in range(2)]
    assert (codes[0], [error["code"] for error in codes[1]]) == ([], ["STALE_OBJECT"])
    assert ada.data(question)["shop"]["metafield"]["value"] == "2"
