"""Headers are not signed: what comes of an order's body that is sent again under another store's name."""

import pytest

from app.rules.order_facts import OrderFacts
from tests.stage import Line, Store
from tests.webhooks.bodies_made import order_body, raw
from webhooks.order_body import read

ADA, CLEO = 548380009, 690933842
PAGE = "https://shop.example.com/548380009/orders/123456abcd/authenticate?key=abcdefg"


def test_an_order_of_another_store_is_nothing_but_a_reason_to_ask():
    facts, contact = read(raw(order_body(order_status_url=PAGE, customer={"id": 5})), CLEO)
    assert (facts.snapshot, facts.refunds, contact) == (None, {}, None)
    assert facts.edited_at is not None


@pytest.mark.parametrize(
    ("page", "number"),
    [
        (PAGE, ADA),
        (PAGE, None),
        (None, CLEO),
        ("", CLEO),
        ("https://shop.example.com/orders/548380009/authenticate", CLEO),
        ("https://shop.example.com/account/orders/123456abcd", CLEO),
        ("https://shop.example.com/548380009/checkouts/123456abcd/thank_you", CLEO),
    ],
)
def test_an_order_that_names_its_store_or_none_is_taken(page, number):
    facts, _ = read(raw(order_body(order_status_url=page)), number)
    assert facts == read(raw(order_body()))[0] != OrderFacts(facts.order_id)


def test_a_replayed_order_adds_nothing_to_the_other_store(line: Line, ada_shop: Store, cleo_shop: Store):
    """Reliability T3."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    cleo_shop.install()
    body = recorded(ada_shop, ada)

    assert line.receive(cleo_shop, "orders/create", body) == 200
    line.settle()

    (order,) = ada_shop.state["orders"]
    assert line.entries(cleo_shop, int(order)) == []
    (asked,) = line.outbox(cleo_shop, "read_back")
    assert asked.written == "not shown by the platform"


def test_a_store_is_not_asked_for_an_order_that_names_it(line: Line, ada_shop: Store):
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()

    body = recorded(ada_shop, ada)
    assert line.receive(ada_shop, "orders/create", body) == 200
    line.settle()

    (order,) = ada_shop.state["orders"]
    assert [entry.source for entry in line.entries(ada_shop, int(order))] == ["webhook"]
    assert line.outbox(ada_shop, "read_back") == []


def test_an_order_with_a_number_that_means_something_else_is_counted_all_the_same(
    line: Line, ada_shop: Store
):
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()

    body = recorded(ada_shop, ada).replace("/orders/", "0/orders/")
    assert line.receive(ada_shop, "orders/create", body) == 200
    line.settle()

    (order,) = ada_shop.state["orders"]
    assert [entry.source for entry in line.entries(ada_shop, int(order))] == ["api"]


def recorded(store: Store, customer_id: int) -> str:
    """The body of an order of that store, which the store itself does not deliver."""
    store.post("/webhooks/hold", on=True)
    store.order(customer_id, "5000.00")
    (body,) = (each["body"] for each in store.held() if each["topic"] == "orders/create")
    return str(body)
