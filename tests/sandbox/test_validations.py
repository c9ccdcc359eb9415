"""Validations of the checkout: made by the app, run where the app is deployed."""

import pytest

from sandbox.cart import Cart
from sandbox.checkout import check_out
from sandbox.checkout_buyer import Buyer
from sandbox.order_draft import LineDraft
from tests.functions.gated_shop import GatedShop
from tests.sandbox.commerce_store import Shop, recording
from tests.sandbox.test_commerce_recordings import aside

CREATE = """mutation($v: ValidationCreateInput!) { validationCreate(validation: $v) {
  validation { id title enabled blockOnFailure } userErrors { field code message } } }"""
FUNCTIONS = "{ shopifyFunctions(first: 5) { nodes { handle apiType apiVersion } } }"
LOOK = "{ validations(first: 5) { nodes { enabled errorHistory { firstOccurredAt } } } }"
TURN_OFF = """mutation($id: ID!) {
  validationUpdate(id: $id, validation: {enable: false}) { userErrors { code } } }"""
CONFIG = [{"namespace": "$app:vip", "key": "gate", "type": "json", "value": "{}"}]


@pytest.fixture
def shop():
    shop = Shop()
    shop.store.functions_deployed = True
    return shop


def made(shop, **about):
    answer = shop.ask(CREATE, v={"functionHandle": "vip-gate", "enable": True, **about})
    return answer["data"]["validationCreate"]


def bought(shop):
    cart = Cart((LineDraft("Mug", 500),), "USD")
    return list(check_out(shop.world, shop.store, cart, Buyer()).errors)


def code(payload):
    (error,) = payload["userErrors"]
    return error["code"]


def test_it_answers_as_a_real_store_did(shop):
    """The recorded Function is another one, so its handle is exchanged."""
    told = recording("functions/2026-04--functions-validation-update-defaults.json")
    given = told["createActive"]["variables"]["validation"] | {"functionHandle": "vip-gate"}
    first = shop.ask(told["createActive"]["query"], validation=given)
    assert aside(first["data"]) == aside(told["createActive"]["response"]["payload"]["data"])
    ours = first["data"]["validationCreate"]["validation"]["id"]
    for step in ("updateTitleOnly", "postUpdateRead", "unknownId", "cleanup"):
        variables = dict(told[step]["variables"])
        variables["id"] = variables["id"] if step == "unknownId" else ours
        answer = shop.ask(told[step]["query"], **variables)
        assert aside(answer["data"]) == aside(told[step]["response"]["payload"]["data"]), step
    assert shop.store.validations == {}


def test_functions_are_there_once_the_app_is_deployed_with_them(shop):
    nodes = shop.ask(FUNCTIONS)["data"]["shopifyFunctions"]["nodes"]
    expected = {"handle": "vip-gate", "apiType": "cart_checkout_validation", "apiVersion": "2026-10"}
    assert nodes == [expected]
    shop.store.functions_deployed = False
    assert shop.ask(FUNCTIONS)["data"]["shopifyFunctions"]["nodes"] == []


def test_what_is_not_deployed_cannot_be_turned_on(shop):
    shop.store.functions_deployed = False
    assert code(made(shop)) == "FUNCTION_NOT_FOUND"


@pytest.mark.parametrize(
    ("about", "wrong"),
    [
        ({"functionHandle": "another"}, "FUNCTION_NOT_FOUND"),
        ({"functionHandle": None}, "MISSING_FUNCTION_IDENTIFIER"),
        ({"functionId": "0"}, "MULTIPLE_FUNCTION_IDENTIFIERS"),
    ],
)
def test_a_function_is_named_once_and_rightly(shop, about, wrong):
    assert code(made(shop, **about)) == wrong


def test_twenty_five_validations_are_active_at_most(shop):
    for _ in range(25):
        assert made(shop)["userErrors"] == []
    assert code(made(shop)) == "MAX_VALIDATIONS_ACTIVATED"
    assert made(shop, enable=False)["userErrors"] == []


def test_a_bad_metafield_makes_no_validation(shop):
    assert code(made(shop, metafields=[{**CONFIG[0], "value": "{"}])) == "INVALID_VALUE"
    assert shop.store.validations == {}


def test_metafields_go_with_their_validation(shop):
    gid = made(shop, metafields=CONFIG)["validation"]["id"]
    assert [m.owner for m in shop.store.metafields.values()] == [gid]
    shop.ask("mutation($id: ID!) { validationDelete(id: $id) { deletedId } }", id=gid)
    assert shop.store.metafields == {}


def test_it_needs_its_scope():
    shop = Shop(scopes=["read_products"])
    answer = shop.ask(CREATE, v={"functionHandle": "vip-gate"})
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_a_validation_without_its_variables_fails_and_lets_the_cart_through(shop):
    """Every variable of the query is required, so the Function does not run at all."""
    made(shop)
    assert bought(shop) == []
    (node,) = shop.ask(LOOK)["data"]["validations"]["nodes"]
    assert node == {"enabled": True, "errorHistory": {"firstOccurredAt": "2026-11-21T12:00:00Z"}}


def test_with_block_on_failure_a_failing_validation_stops_every_cart(shop):
    made(shop, blockOnFailure=True)
    assert bought(shop) == ["There was a problem with our checkout. Try again."]


def test_a_validation_that_is_off_says_nothing():
    shop = GatedShop()
    coat = shop.gated(public="2026-12-01T09:00:00")
    shop.ask(TURN_OFF, id=shop.validation)
    assert shop.refused(coat) == []


def test_without_a_deployment_nothing_is_enforced():
    shop = GatedShop()
    coat = shop.gated(public="2026-12-01T09:00:00")
    assert len(shop.refused(coat)) == 1
    shop.store.functions_deployed = False
    assert shop.refused(coat) == []
