"""Ordered faults happen where they were ordered, as often as they were ordered."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.faults import ACTIONS
from sandbox.server import Server
from tests.sandbox.sandbox_shop import Shop

TAG = """mutation TagBen($id: ID!) { tagsAdd(id: $id, tags: ["VIP"]) { node { id } userErrors { field message
  } } }"""


def order_fault(ada: Shop, **rule: Any) -> None:
    requests.post(f"{ada.url}/control/faults", json={"api": [rule]}, timeout=10).raise_for_status()


def move_clock(shop: Shop, **moved: Any) -> None:
    requests.post(f"{shop.url}/control/clock", json=moved, timeout=10).raise_for_status()


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


@pytest.mark.parametrize(("action", "expected"), [("silence:0.2", []), ("silence_after:0.2", ["VIP"])])
def test_silence_ends_without_an_answer(ada: Shop, action: str, expected: list[str]) -> None:
    ben = ada.customer()
    order_fault(ada, action=action, operation="tagsAdd")
    started = time.monotonic()
    with pytest.raises(requests.ConnectionError):
        ada.post(TAG, {"id": ben})
    assert time.monotonic() - started >= 0.2
    assert tags(ada) == expected


def test_late_work_is_done_when_the_clock_is_moved_past_its_time(ada: Shop) -> None:
    ben = ada.customer()
    move_clock(ada, run=False)
    order_fault(ada, action="reset_late:90", operation="tagsAdd")
    with pytest.raises(requests.ConnectionError):
        ada.post(TAG, {"id": ben})
    requests.delete(f"{ada.url}/control/faults", timeout=10)
    move_clock(ada, advance_seconds=89)
    assert tags(ada) == []
    move_clock(ada, advance_seconds=1)
    assert tags(ada) == ["VIP"]
    move_clock(ada, run=True)


def test_late_work_is_done_by_itself_while_the_clock_runs(ada: Shop, sandbox: Server) -> None:
    ben = ada.customer()
    order_fault(ada, action="reset_late:0.3", operation="tagsAdd")
    with pytest.raises(requests.ConnectionError):
        ada.post(TAG, {"id": ben})
    time.sleep(0.5)
    (customer,) = sandbox.world.stores[ada.domain].customers.values()
    assert customer.tags == ("VIP",)


def test_an_answer_may_drip_byte_by_byte(ada: Shop) -> None:
    ben = ada.customer()
    order_fault(ada, action="drip:0.002", operation="tagsAdd")
    started = time.monotonic()
    answer = ada.post(TAG, {"id": ben})
    assert time.monotonic() - started >= 0.002 * len(answer.content)
    assert answer.json()["data"]["tagsAdd"]["userErrors"] == []


@pytest.mark.parametrize(
    ("action", "status", "text"),
    [
        ("status_after:503", 503, "Service Unavailable"),
        ("errors_after", 200, '"data":null'),
        ("truncated", 200, '{"data": {"tagsAdd"'),
        ("wrong_shape", 200, "[]"),
    ],
)
def test_the_work_is_done_although_the_answer_says_otherwise(
    ada: Shop, action: str, status: int, text: str
) -> None:
    ben = ada.customer()
    order_fault(ada, action=action, operation="tagsAdd")
    answer = ada.post(TAG, {"id": ben})
    assert (answer.status_code, text in answer.text) == (status, True)
    assert tags(ada) == ["VIP"]


@pytest.mark.parametrize("action", ["huge:3", "gzip_bomb:3"])
def test_an_answer_may_be_larger_than_anybody_wants(ada: Shop, action: str) -> None:
    ben = ada.customer()
    order_fault(ada, action=action, operation="tagsAdd")
    answer = ada.post(TAG, {"id": ben})
    assert len(answer.content) > 3 * 2**20
    assert (int(answer.headers.get("Content-Length", 0)) < 2**14, tags(ada)) == (True, ["VIP"])


def test_one_of_several_mutations_is_refused(ada: Shop) -> None:
    document = """mutation Two($id: ID!, $one: [String!]!, $two: [String!]!) {
      first: tagsAdd(id: $id, tags: $one) { userErrors { field message } }
      second: tagsAdd(id: $id, tags: $two) { userErrors { field message } } }"""
    ben = ada.customer()
    order_fault(ada, action="partial_user_errors:1", operation="Two")
    data = ada.data(document, {"id": ben, "one": ["Gold"], "two": ["Silver"]})
    refused = {"field": None, "message": "sandbox: an ordered user error"}
    assert data == {"first": {"userErrors": [refused]}, "second": {"userErrors": []}}
    assert tags(ada) == ["Silver"]


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


@pytest.mark.parametrize("action", ACTIONS)
def test_every_fault_is_described(action: str) -> None:
    guide = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text()
    assert re.search(rf"^\| .*`{action}[`:]", guide, re.MULTILINE)
