"""Ordered faults happen where they were ordered, as often as they were ordered."""

import time
from typing import Any

import pytest
import requests

from tests.sandbox.sandbox_shop import Shop

TAG = """mutation TagBen($id: ID!) { tagsAdd(id: $id, tags: ["VIP"]) { node { id } userErrors { field message
  } } }"""


def order_fault(ada: Shop, **rule: Any) -> None:
    requests.post(f"{ada.url}/control/faults", json={"api": [rule]}, timeout=10).raise_for_status()


def tags(shop: Shop) -> list[str]:
    (customer,) = shop.control("GET", "/state")["customers"].values()
    found: list[str] = customer["tags"]
    return found


@pytest.mark.parametrize(("action", "expected"), [("reset_before", []), ("reset_after", ["VIP"])])
def test_a_cut_connection_tells_nothing_about_the_outcome(
    ada: Shop, action: str, expected: list[str]
) -> None:
    ben = ada.customer()
    order_fault(ada, action=action, operation="tagsAdd")
    with pytest.raises(requests.ConnectionError):
        ada.post(TAG, {"id": ben})
    assert tags(ada) == expected
    assert ada.post(TAG, {"id": ben}).status_code == 200


def test_a_hanging_answer_comes_after_the_work(ada: Shop) -> None:
    ben = ada.customer()
    order_fault(ada, action="hang:0.3", operation="TagBen")
    started = time.monotonic()
    assert ada.post(TAG, {"id": ben}).status_code == 200
    assert time.monotonic() - started >= 0.3
    assert tags(ada) == ["VIP"]


@pytest.mark.parametrize(
    ("action", "status", "text"),
    [
        ("status:503", 503, "Service Unavailable"),
        ("throttle", 200, "THROTTLED"),
        ("garbage", 200, "<html>"),
        ("unauthorized", 401, "Invalid API key or access token"),
        ("user_errors", 200, "an ordered user error"),
    ],
)
def test_faults_that_come_in_place_of_the_work(ada: Shop, action: str, status: int, text: str) -> None:
    ben = ada.customer()
    order_fault(ada, action=action, times=2)
    for _ in range(2):
        answer = ada.post(TAG, {"id": ben})
        assert (answer.status_code, text in answer.text) == (status, True)
    assert tags(ada) == []
    time.sleep(0.15)  # a throttled bucket has to fill
    assert ada.post(TAG, {"id": ben}).status_code == 200


def test_a_fault_keeps_to_its_store_and_operation(ada: Shop, open_shop: Any) -> None:
    cleo = open_shop("cleo")
    order_fault(ada, action="status:500", shop=ada.domain, operation="tagsAdd", times=9)
    assert cleo.post(TAG, {"id": cleo.customer()}).status_code == 200
    assert ada.post("{ shop { id } }").status_code == 200
    assert ada.post(TAG, {"id": ada.customer()}).status_code == 500


def test_token_requests_have_faults_by_path(ada: Shop) -> None:
    order_fault(ada, action="status:502", path="/admin/oauth/access_token")
    assert ada.post("{ shop { id } }").status_code == 200
    assert ada.exchange().status_code == 502
    assert ada.exchange().status_code == 200


def test_requests_are_logged_with_what_they_cost(ada: Shop) -> None:
    ada.post(TAG, {"id": ada.customer()})
    entries = requests.get(f"{ada.url}/control/requests?shop={ada.domain}", timeout=10).json()
    logged = {key: entries[-1][key] for key in ("operation", "roots", "actual_cost", "mutations")}
    assert logged == {"operation": "TagBen", "roots": ["tagsAdd"], "actual_cost": 10, "mutations": 1}
