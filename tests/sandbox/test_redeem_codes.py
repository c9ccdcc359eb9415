"""Codes of a discount: made one by one or in bulk, found, used up, deleted."""

import time
from typing import Any

import pytest

from tests.sandbox.sandbox_shop import Shop

CREATE = """mutation($d: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $d) {
  codeDiscountNode { id } userErrors { field message code } } }"""
ADD = """mutation($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
  discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
    bulkCreation { id done codesCount } userErrors { field message code } } }"""
CREATION = """query($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { done importedCount failedCount
  codes(first: 5) { nodes { code discountRedeemCode { code } errors { field code } } } } }"""
DELETE = """mutation($id: ID!, $search: String) { discountCodeRedeemCodeBulkDelete(discountId: $id,
  search: $search) { job { done } userErrors { field message code } } }"""
BY_CODE = """query($code: String!) { codeDiscountNodeByCode(code: $code) { id codeDiscount {
  ... on DiscountCodeBasic { codesCount { count }
    codes(first: 5) { nodes { code asyncUsageCount } } } } } }"""


@pytest.fixture
def ada(open_shop: Any, sandbox: Any) -> Any:
    sandbox.world.bulk_seconds = 0.05
    yield open_shop("ada")
    sandbox.world.bulk_seconds = 0.3


def created(shop: Shop, code: str, **more: Any) -> Any:
    gets = {"value": {"discountAmount": {"amount": "5.00"}}, "items": {"all": True}}
    given = {"title": "Birthday", "startsAt": "2026-01-01T00:00:00Z", "context": {"all": "ALL"}}
    document = {**given, "code": code, "customerGets": gets, **more}
    return shop.data(CREATE, {"d": document})["discountCodeBasicCreate"]


def added(shop: Shop, discount: str, *codes: str) -> Any:
    answer = shop.data(ADD, {"id": discount, "codes": [{"code": code} for code in codes]})
    return answer["discountRedeemCodeBulkAdd"]["bulkCreation"]


def finished(shop: Shop, creation: str) -> Any:
    for _ in range(100):
        found = shop.data(CREATION, {"id": creation})["discountRedeemCodeBulkCreation"]
        if found["done"]:
            return found
        time.sleep(0.02)
    raise AssertionError("the codes were never made")


def pays(shop: Shop, code: str, customer: str | None = None, place: bool = False) -> str:
    cart = {"lines": [{"title": "Mug", "price": "20.00"}], "shipping": "0", "codes": [code], "place": place}
    number = int(customer.rpartition("/")[2]) if customer else None
    total: str = shop.control("POST", "/checkout", {**cart, "customer_id": number})["total"]
    return total


def test_a_second_discount_with_the_same_code_is_refused_as_taken(ada: Shop) -> None:
    """What makes a code a reward that cannot be given twice (BEN-FIN-CREDIT)."""
    assert created(ada, "L-4F2A")["userErrors"] == []
    taken = "Code must be unique. Please try a different code."
    error = {"field": ["basicCodeDiscount", "code"], "message": taken, "code": "TAKEN"}
    assert created(ada, "l-4f2a") == {"codeDiscountNode": None, "userErrors": [error]}


def test_a_single_use_code_of_one_customer_works_once_and_only_for_them(ada: Shop) -> None:
    ben, cleo = ada.customer(), ada.customer()
    created(ada, "BEN", usageLimit=1, appliesOncePerCustomer=True, context={"customers": {"add": [ben]}})
    assert pays(ada, "BEN", cleo) == "20.00"
    assert pays(ada, "BEN", ben, place=True) == "15.00"
    assert pays(ada, "BEN", ben) == "20.00"


def test_codes_in_bulk_come_in_their_own_time_and_tell_which_failed(ada: Shop) -> None:
    discount = created(ada, "FIRST")["codeDiscountNode"]["id"]
    creation = added(ada, discount, "SECOND", "first")
    assert (creation["done"], creation["codesCount"]) == (False, 2)
    done = finished(ada, creation["id"])
    assert (done["importedCount"], done["failedCount"]) == (1, 1)
    assert done["codes"]["nodes"] == [
        {"code": "SECOND", "discountRedeemCode": {"code": "SECOND"}, "errors": []},
        {"code": "first", "discountRedeemCode": None, "errors": [{"field": ["code"], "code": "TAKEN"}]},
    ]


def test_each_code_has_its_own_uses_and_any_finds_the_discount(ada: Shop) -> None:
    discount = created(ada, "FIRST", usageLimit=1)["codeDiscountNode"]["id"]
    finished(ada, added(ada, discount, "SECOND")["id"])
    assert pays(ada, "second", place=True) == "15.00"
    assert (pays(ada, "SECOND"), pays(ada, "FIRST")) == ("20.00", "15.00")
    found = ada.data(BY_CODE, {"code": "Second"})["codeDiscountNodeByCode"]
    codes = [
        {"code": "FIRST", "asyncUsageCount": 0},
        {"code": "SECOND", "asyncUsageCount": 1},
    ]
    assert found["codeDiscount"] == {"codesCount": {"count": 2}, "codes": {"nodes": codes}}
    (order,) = ada.control("GET", "/state")["orders"].values()
    assert [row["code"] for row in order["discount_codes"]] == ["SECOND"]


def test_deleted_codes_no_longer_work(ada: Shop) -> None:
    discount = created(ada, "FIRST")["codeDiscountNode"]["id"]
    finished(ada, added(ada, discount, "SECOND")["id"])
    deleted = ada.data(DELETE, {"id": discount, "search": "code:SECOND"})["discountCodeRedeemCodeBulkDelete"]
    assert deleted == {"job": {"done": True}, "userErrors": []}
    assert (pays(ada, "SECOND"), pays(ada, "FIRST")) == ("20.00", "15.00")


def test_no_more_than_250_codes_come_at_once(ada: Shop) -> None:
    discount = created(ada, "FIRST")["codeDiscountNode"]["id"]
    codes = [{"code": f"C{n}"} for n in range(251)]
    answer = ada.ask(ADD, {"id": discount, "codes": codes})
    assert answer["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"
