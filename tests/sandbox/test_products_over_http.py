"""Products in the control API, at the checkout and on the storefront."""

import requests

from tests.sandbox.sandbox_shop import Shop


def page(shop: Shop, path: str = "") -> requests.Response:
    return requests.get(f"{shop.url}/{shop.domain}{path}", timeout=10)


def buy(shop: Shop, product: int, quantity: int = 1) -> tuple[int, dict[str, object]]:
    body = {"lines": [{"product_id": product, "quantity": quantity}], "place": True}
    answer = shop.session.post(f"{shop.url}/control/{shop.domain}/checkout", json=body, timeout=10)
    return answer.status_code, answer.json()


def test_staff_change_the_price_the_status_and_the_stock_of_a_product(ada: Shop) -> None:
    mug = ada.control("POST", "/products", {"title": "Mug", "price": "10.00", "published": False})
    assert (mug["visibility"], mug["published"], mug["inventory"]) == ("hidden", {}, None)
    ada.control("POST", f"/products/{mug['id']}/publish", {})
    changed = {"price": "8.50", "status": "UNLISTED", "inventory": 3}
    shown = ada.control("PATCH", f"/products/{mug['id']}", changed)
    assert (shown["price"], shown["visibility"], shown["inventory"]) == ("8.50", "direct", 3)
    ada.control("POST", f"/products/{mug['id']}/unpublish", {})
    assert ada.control("GET", f"/products/{mug['id']}/visibility")["visibility"] == "hidden"


def test_a_product_published_ahead_will_be_seen_then(ada: Shop) -> None:
    mug = ada.control("POST", "/products", {"title": "Mug", "price": "10.00", "published": False})
    ada.control("POST", f"/products/{mug['id']}/publish", {"date": "2030-01-01T00:00:00Z"})
    seen = [
        ada.control("GET", f"/products/{mug['id']}/visibility?at={at}")["visibility"]
        for at in ("2029-12-31T23:59:59Z", "2030-01-01T00:00:00Z")
    ]
    assert seen == ["hidden", "listed"]


def test_the_storefront_lists_what_is_listed_and_shows_the_rest_by_link(ada: Shop) -> None:
    for title, status in (("Mug", "ACTIVE"), ("Secret Pin", "UNLISTED"), ("Draft Hat", "DRAFT")):
        ada.control("POST", "/products", {"title": title, "price": "10.00", "status": status})
    start = page(ada).text
    assert [title in start for title in ("Mug", "Secret Pin", "Draft Hat")] == [True, False, False]
    links = ("/products/mug", "/products/secret-pin", "/products/draft-hat")
    assert [page(ada, link).status_code for link in links] == [200, 200, 404]


def test_a_hidden_product_cannot_be_bought_one_that_is_live_by_link_can(ada: Shop) -> None:
    pin = ada.control("POST", "/products", {"title": "Pin", "price": "5.00", "status": "DRAFT"})
    assert buy(ada, pin["id"]) == (422, {"error": "Pin is not for sale"})
    ada.control("PATCH", f"/products/{pin['id']}", {"status": "UNLISTED"})
    assert buy(ada, pin["id"])[0] == 200


def test_what_is_sold_out_cannot_be_bought(ada: Shop) -> None:
    pin = ada.control("POST", "/products", {"title": "Pin", "price": "5.00", "inventory": 2})
    assert buy(ada, pin["id"], 3) == (422, {"error": "Pin is sold out"})
    assert buy(ada, pin["id"], 2)[0] == 200
    assert buy(ada, pin["id"]) == (422, {"error": "Pin is sold out"})


def test_staff_fill_a_collection_whose_discount_then_reaches_more(ada: Shop) -> None:
    mug, hat = (
        ada.control("POST", "/products", {"title": title, "price": "10.00"})["id"] for title in ("Mug", "Hat")
    )
    vault = ada.control("POST", "/collections", {"title": "Vault", "products": [mug]})
    shown = ada.control("PATCH", f"/collections/{vault['id']}", {"add": [hat], "remove": [mug]})
    assert shown["products"] == [hat]
    assert ada.control("GET", "/collections") == [shown]
    ada.control("DELETE", f"/collections/{vault['id']}")
    assert ada.control("GET", "/collections") == []
