"""Bulk queries run over the whole store, take their time, and tell when they are done."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.server import Server
from tests.sandbox.sandbox_shop import Shop

RUN = """mutation($q: String!, $g: Boolean!) { bulkOperationRunQuery(query: $q, groupObjects: $g)
  { bulkOperation { id status } userErrors { code field message } } }"""
WATCH = """query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount
  fileSize url completedAt } }"""
CANCEL = (
    "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }"
)
ORDERS = "{ customers { edges { node { id email orders { edges { node { id name } } } } } } }"


@pytest.fixture(autouse=True)
def quick(sandbox: Server) -> Iterator[None]:
    pace(sandbox, 0.05)
    yield
    pace(sandbox, 0.3)


def pace(sandbox: Server, seconds: float) -> None:
    requests.post(f"{sandbox.url}/control/bulk", json={"seconds": seconds}, timeout=10)


def run(shop: Shop, query: str, grouped: bool = False) -> dict[str, Any]:
    payload: dict[str, Any] = shop.data(RUN, {"q": query, "g": grouped})["bulkOperationRunQuery"]
    return payload


def ended(shop: Shop, payload: dict[str, Any]) -> dict[str, Any]:
    for _ in range(200):
        job: dict[str, Any] = shop.data(WATCH, {"id": payload["bulkOperation"]["id"]})["bulkOperation"]
        if job["status"] not in ("CREATED", "RUNNING", "CANCELING"):
            return job
        time.sleep(0.02)
    raise AssertionError("the job did not end")


def lines(job: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in requests.get(job["url"], timeout=10).text.splitlines()]


def with_orders(shop: Shop, customers: int) -> None:
    for n in range(customers):
        customer = shop.control("POST", "/customers", {"email": f"c{n}@example.com"})
        order = {"customer_id": customer["id"], "lines": [{"title": "Tea", "price": "12.00"}]}
        shop.control("POST", "/orders", {**order, "webhooks": False})


def test_children_point_to_their_parents(ada: Shop) -> None:
    with_orders(ada, 2)
    started = run(ada, ORDERS)
    assert started["bulkOperation"]["status"] == "CREATED"
    job = ended(ada, started)
    assert (job["status"], job["objectCount"], job["rootObjectCount"]) == ("COMPLETED", "4", "2")
    ben, cid, first, second = lines(job)
    assert [first["__parentId"], second["__parentId"]] == [ben["id"], cid["id"]]
    assert set(ben) == {"id", "email"}


def test_grouped_children_follow_their_parent(ada: Shop) -> None:
    with_orders(ada, 2)
    rows = lines(ended(ada, run(ada, ORDERS, grouped=True)))
    assert ["__parentId" in row for row in rows] == [False, True, False, True]


def test_all_pages_are_read(ada: Shop) -> None:
    for n in range(260):
        ada.control("POST", "/customers", {"email": f"c{n}@example.com", "webhooks": False})
    job = ended(ada, run(ada, "{ customers { edges { node { id } } } }"))
    assert len({row["id"] for row in lines(job)}) == 260
    assert int(job["fileSize"]) == len(requests.get(job["url"], timeout=10).content)


def test_nothing_found_is_no_file(ada: Shop) -> None:
    job = ended(ada, run(ada, "{ customers { edges { node { id } } } }"))
    assert (job["status"], job["url"]) == ("COMPLETED", None)


def test_six_at_once_are_one_too_many(ada: Shop, sandbox: Server) -> None:
    pace(sandbox, 5)
    started = [run(ada, ORDERS) for _ in range(6)]
    assert [p["userErrors"] for p in started[:5]] == [[]] * 5
    (error,) = started[5]["userErrors"]
    assert error["code"] == "OPERATION_IN_PROGRESS"


def test_a_cancelled_job_ends_cancelled(ada: Shop, sandbox: Server) -> None:
    pace(sandbox, 0.3)
    with_orders(ada, 1)
    started = run(ada, ORDERS)
    ada.data(CANCEL, {"id": started["bulkOperation"]["id"]})
    job = ended(ada, started)
    assert (job["status"], job["completedAt"]) == ("CANCELED", None)


def test_a_missing_scope_fails_the_job(open_shop: Any) -> None:
    shop = open_shop("ada", scopes=["read_products"])
    job = ended(shop, run(shop, "{ customers { edges { node { id } } } }"))
    assert (job["status"], job["errorCode"]) == ("FAILED", "ACCESS_DENIED")


def test_fields_nobody_answers_are_refused_before_the_start(ada: Shop) -> None:
    ada.customer()
    answer = ada.ask(RUN, {"q": "{ customers { edges { node { id lifetimeDuration } } } }", "g": False})
    assert answer["errors"][0]["message"] == "sandbox: Customer.lifetimeDuration is not supported"
