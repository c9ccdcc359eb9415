"""The commerce half of the control API, over HTTP."""

import pytest
import requests

from sandbox.server import start
from tests.sandbox.commerce_store import NOON

SHOP = "ada.myshopify.com"


@pytest.fixture(scope="module")
def url():
    server = start(app_url="http://127.0.0.1:9")
    requests.post(f"{server.url}/control/clock", json={"run": False}, timeout=5)
    requests.post(f"{server.url}/control/clock", json={"now": NOON.isoformat()}, timeout=5)
    requests.post(f"{server.url}/control/stores", json={"domain": SHOP}, timeout=5)
    yield f"{server.url}/control/{SHOP}"
    server.stop()


def post(address, **body):
    answer = requests.post(address, json=body, timeout=5)
    return answer.status_code, answer.json()


def test_an_order_is_made_refunded_and_read(url):
    _, ada = post(f"{url}/customers", email="ada@example.com")
    _, mug = post(f"{url}/products", title="Mug", price="12.50")
    lines = [{"product_id": mug["id"], "quantity": 2}]
    status, order = post(f"{url}/orders", customer_id=ada["id"], lines=lines, shipping="5.00", tax_rate="0.1")
    assert (status, order["total_price"], order["customer"]["id"]) == (200, "33.00", ada["id"])
    line = order["line_items"][0]["id"]
    _, order = post(f"{url}/orders/{order['id']}/refund", lines=[{"line_item_id": line}], shipping="full")
    assert (order["current_total_price"], order["financial_status"]) == ("13.75", "partially_refunded")
    read = requests.get(f"{url}/orders/{order['id']}", timeout=5).json()
    assert read == order


def test_a_change_may_be_dated(url):
    _, order = post(f"{url}/orders", lines=[{"price": "1.00"}], at="2026-11-20T10:00:00+00:00")
    assert order["updated_at"] == "2026-11-20T05:00:00-05:00"
    _, order = post(f"{url}/orders/{order['id']}/edit", add=[{"title": "More", "price": "2.00"}])
    assert order["updated_at"] == "2026-11-21T07:00:00-05:00"


def test_an_order_changes_hands_and_loses_its_customer(url):
    _, ben = post(f"{url}/customers", email="ben@example.com")
    _, order = post(f"{url}/orders", email="guest@example.com", lines=[{"price": "1.00"}])
    assert (order["customer"], order["email"]) == (None, "guest@example.com")
    _, order = post(f"{url}/orders/{order['id']}/customer", customer_id=ben["id"])
    assert order["customer"]["email"] == "ben@example.com"
    _, order = post(f"{url}/orders/{order['id']}/customer", customer_id=None)
    assert order["customer"] is None


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("orders", {"lines": [{"price": "1.005"}]}, 422),
        ("orders", {"lines": []}, 422),
        ("orders", {"lines": [{"price": "1.00"}], "curency": "USD"}, 400),
        ("orders", {"lines": [{"product_id": 404}]}, 404),
        ("orders", {"customer_id": 404, "lines": [{"price": "1.00"}]}, 422),
        ("orders/404/pay", {}, 404),
        ("checkout", {"lines": []}, 400),
        ("privacy/forget_me", {}, 404),
    ],
)
def test_nonsense_is_refused_with_a_reason(url, path, body, status):
    got, answer = post(f"{url}/{path}", **body)
    assert (got, bool(answer["error"])) == (status, True)


def test_the_merchants_own_discount_applies_at_the_checkout(url):
    _, discount = post(f"{url}/discounts", title="Sale", percent="20")
    _, checkout = post(f"{url}/checkout", lines=[{"title": "Hat", "price": "50.00"}], shipping="10.00")
    assert checkout["discounts"] == [{"title": "Sale", "kind": "order", "amount": "10.00", "automatic": True}]
    assert checkout["total"] == "50.00"
    requests.patch(f"{url}/discounts/{discount['id']}", json={"active": False}, timeout=5)
    state = requests.get(f"{url}/state", timeout=5).json()
    assert [row["status"] for row in state["discounts"]] == ["EXPIRED"]


def test_privacy_requests_name_the_customers_orders(url):
    _, cleo = post(f"{url}/customers", email="cleo@example.com", phone="+15550100")
    _, order = post(f"{url}/orders", customer_id=cleo["id"], lines=[{"price": "1.00"}])
    _, sent = post(f"{url}/privacy/data_request", customer_id=cleo["id"])
    assert sent["orders_requested"] == [order["id"]]
    assert sent["customer"] == {"id": cleo["id"], "email": "cleo@example.com", "phone": "+15550100"}


def test_webhooks_are_held_and_let_go(url):
    control = url.rpartition("/")[0]
    post(f"{control}/webhooks/settings", retry_seconds=60)
    post(f"{url}/webhooks/hold", on=True)
    post(f"{url}/privacy/shop_redact")
    (held,) = requests.get(f"{url}/webhooks/held", timeout=5).json()
    assert (held["topic"], held["headers"]["X-Shopify-Topic"]) == ("shop/redact", "shop/redact")
    assert post(f"{url}/webhooks/release", ids=["nobody"])[0] == 404
    assert post(f"{url}/webhooks/release", ids=[held["id"]]) == (200, {"released": 1})
    log = requests.get(f"{control}/webhooks", params={"shop": SHOP, "limit": 1}, timeout=5).json()
    assert log[0]["id"] == held["id"]
    post(f"{url}/webhooks/hold", on=False)
    assert post(f"{control}/webhooks/quiet", timeout=0.2) == (200, {"quiet": False})
    post(f"{control}/webhooks/drop")
    assert post(f"{control}/webhooks/quiet", timeout=5) == (200, {"quiet": True})
