"""Shopify's own definition of a birth date, and reading all birth dates at once."""

from tests.sandbox.commerce_store import Shop as Quiet
from tests.sandbox.commerce_store import recording
from tests.sandbox.sandbox_shop import Shop
from tests.sandbox.test_sandbox_bulk import ended, lines, run

ENABLE = """mutation { standardMetafieldDefinitionEnable(ownerType: CUSTOMER, namespace: "facts",
  key: "birth_date") { createdDefinition { id namespace key type { name } } userErrors { code } } }"""
SET = "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }"
ALL = """{ customers { edges { node { id tags
  birth: metafield(namespace: "facts", key: "birth_date") { value }
  metafields(namespace: "$app") { edges { node { id key value } } } } } } }"""


def test_a_store_switches_the_birth_date_on_once() -> None:
    shop = Quiet()
    first, again = (shop.ask(ENABLE)["data"]["standardMetafieldDefinitionEnable"] for _ in range(2))
    assert first == again
    assert (first["createdDefinition"]["key"], first["createdDefinition"]["type"]) == (
        "birth_date",
        {"name": "date"},
    )


def test_unknown_definitions_are_refused_as_recorded() -> None:
    tape = recording("metafields/2025-01--standard-metafield-definition-enable-validation.json")
    for case in tape["validation"]:
        asked = case["request"]
        ours = Quiet().ask(asked["query"], **asked["variables"])["data"]
        assert ours == case["response"]["data"], case["name"]


def test_all_birth_dates_and_tags_come_with_one_bulk_query(ada: Shop) -> None:
    ada.data(ENABLE)
    first = ada.customer(email="a@example.com", tags=["VIP-Gold"])
    second = ada.customer(email="b@example.com")
    birthday = {"owner": first, "namespace": "facts", "key": "birth_date", "value": "1990-02-28"}
    ada.control("POST", "/metafields", birthday)
    tier = {"ownerId": second, "namespace": "$app", "key": "tier", "type": "single_line_text_field"}
    ada.data(SET, {"m": [{**tier, "value": "Gold"}]})
    rows = lines(ended(ada, run(ada, ALL)))
    people = {row["id"]: row for row in rows if "tags" in row}
    assert (people[first]["tags"], people[first]["birth"]) == (["VIP-Gold"], {"value": "1990-02-28"})
    assert people[second]["birth"] is None
    assert [(row["__parentId"], row["value"]) for row in rows if "tags" not in row] == [(second, "Gold")]


def test_staff_may_not_write_nonsense_as_a_birth_date(ada: Shop) -> None:
    ada.data(ENABLE)
    person = ada.customer(email="a@example.com")
    body = {"owner": person, "namespace": "facts", "key": "birth_date", "value": "28/02/1990"}
    answer = ada.session.post(f"{ada.url}/control/{ada.domain}/metafields", json=body, timeout=10)
    assert answer.status_code == 422
    ada.control("POST", "/metafields", {**body, "value": "1990-02-28"})
    assert [row["value"] for row in ada.control("GET", f"/metafields?owner={person}")] == ["1990-02-28"]
    ada.control("POST", "/metafields", {**body, "value": None})
    assert ada.control("GET", f"/metafields?owner={person}") == []
