"""Orders that change after they were paid: the tier follows what the order is worth now (GAP-LEDGER)."""

import pytest

from tests.stage import Line, Store


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, in a store that is live."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    return ada


def test_an_edit_that_adds_a_line_lifts_the_tier_when_the_rest_is_paid(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """An order that is paid in part counts nothing; 4,000 + 1,000 is Gold."""
    order = ada_shop.order(ada, "4000.00")
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Silver"]

    ada_shop.post(f"/orders/{order['id']}/edit", add=[{"title": "Scarf", "price": "1000.00"}])
    line.settle()
    assert ada_shop.tags(ada) == []
    ada_shop.post(f"/orders/{order['id']}/pay")
    line.settle()

    assert line.customer(ada_shop, ada).metric_value == 500_000
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_an_edit_that_takes_a_line_out_lowers_the_tier(line: Line, ada_shop: Store, ada: int) -> None:
    lines = [{"title": "Coat", "price": "3000.00"}, {"title": "Boots", "price": "2000.00"}]
    order = ada_shop.order(ada, "", lines=lines)
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]

    boots = order["line_items"][1]["id"]
    ada_shop.post(f"/orders/{order['id']}/edit", remove=[{"line_item_id": boots, "quantity": 1}])
    line.settle()

    assert line.customer(ada_shop, ada).metric_value == 300_000
    assert ada_shop.tags(ada) == ["VIP-Silver"]


def test_an_order_edited_up_down_to_zero_and_back_is_worth_what_it_is_worth_now(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F09."""
    order = ada_shop.order(ada, "2000.00")
    path, coat = f"/orders/{order['id']}/edit", order["line_items"][0]["id"]
    ada_shop.post(path, add=[{"title": "Boots", "price": "8000.00"}])
    ada_shop.post(f"/orders/{order['id']}/pay")
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Platinum"]

    boots = ada_shop.state["orders"][str(order["id"])]["line_items"][1]["id"]
    ada_shop.post(
        path, remove=[{"line_item_id": boots, "quantity": 1}, {"line_item_id": coat, "quantity": 1}]
    )
    line.settle()
    assert line.customer(ada_shop, ada).metric_value == 0
    assert ada_shop.tags(ada) == []

    ada_shop.post(path, add=[{"title": "Hat", "price": "5000.00"}])
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_cancelled_and_refunded_order_takes_tag_metafields_and_discount_away(
    line: Line, ada_shop: Store, ada: int
) -> None:
    order = ada_shop.order(ada, "5000.00")
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]

    ada_shop.post(f"/orders/{order['id']}/cancel", refund=True)
    line.settle()

    assert ada_shop.tags(ada) == []
    assert ada_shop.state["customers"][str(ada)]["metafields"] == {}
    assert ada_shop.checkout(ada, "100.00")["discounts"] == []


def test_of_a_cancelled_order_counts_what_stays_paid(line: Line, ada_shop: Store, ada: int) -> None:
    order = ada_shop.order(ada, "5000.00")
    line.settle()

    ada_shop.post(f"/orders/{order['id']}/cancel", refund=False)
    line.settle()

    assert line.customer(ada_shop, ada).metric_value == 500_000
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_cancelled_after_a_partial_refund_takes_nothing_away_twice(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F10: another order keeps her Silver, whatever the first one went through."""
    ada_shop.order(ada, "2000.00")
    order = ada_shop.order(ada, "3000.00")
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]

    ada_shop.post(f"/orders/{order['id']}/refund", amount="500.00")
    line.settle()
    assert line.customer(ada_shop, ada).metric_value == 450_000
    ada_shop.post(f"/orders/{order['id']}/cancel", refund=True)
    line.settle()

    assert line.customer(ada_shop, ada).metric_value == 200_000
    assert ada_shop.tags(ada) == ["VIP-Silver"]


def test_an_unpaid_order_counts_when_it_is_paid_in_full_and_never_when_cancelled_before(
    line: Line, ada_shop: Store, ada: int
) -> None:
    order = ada_shop.order(ada, "5000.00", paid=False)
    never = ada_shop.order(ada, "9000.00", paid=False)
    ada_shop.post(f"/orders/{never['id']}/cancel")
    line.settle()
    assert ada_shop.tags(ada) == []

    ada_shop.post(f"/orders/{order['id']}/pay", amount="2500.00")
    line.settle()
    assert ada_shop.tags(ada) == []

    ada_shop.post(f"/orders/{order['id']}/pay")
    line.settle()
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_deleted_order_counts_nothing_and_its_history_stays(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F11."""
    order = ada_shop.order(ada, "5000.00")
    line.settle()

    line.control("DELETE", f"/{ada_shop.domain}/orders/{order['id']}", {})
    line.settle()

    assert ada_shop.tags(ada) == []
    assert [row.goods for row in line.entries(ada_shop, order["id"])] == [500_000, -500_000]


def test_a_refund_before_its_order_waits_and_is_right_when_the_order_comes(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Reliability F05, F06: both arrive late and in the wrong order; the read-back finds the order anyway."""
    ada_shop.post("/webhooks/hold", on=True)
    order = ada_shop.order(ada, "6000.00")
    ada_shop.post(f"/orders/{order['id']}/refund", amount="1500.00")
    held = ada_shop.held()
    refund = [each["id"] for each in held if each["topic"] == "refunds/create"]

    ada_shop.post("/webhooks/release", ids=refund)
    line.settle()
    assert line.customer(ada_shop, ada).metric_value == 450_000
    assert ada_shop.tags(ada) == ["VIP-Silver"]

    ada_shop.post("/webhooks/release", ids=[each["id"] for each in reversed(held)])
    line.settle()
    assert line.customer(ada_shop, ada).metric_value == 450_000


def test_what_no_webhook_told_is_found_by_the_hourly_look(line: Line, ada_shop: Store, ada: int) -> None:
    """GAP-RECON, reliability P23."""
    silent = ada_shop.order(ada, "5000.00", webhooks=False)
    line.settle()
    assert ada_shop.tags(ada) == []

    line.run_jobs()
    assert ada_shop.tags(ada) == ["VIP-Gold"]

    ada_shop.post(f"/orders/{silent['id']}/refund", amount="100.00", webhooks=False)
    line.clock(advance_seconds=3600)
    line.run_jobs()
    assert ada_shop.tags(ada) == ["VIP-Silver"]


def test_a_test_order_and_gift_cards_raise_no_tier(line: Line, ada_shop: Store, ada: int) -> None:
    """Reliability F12, F37."""
    ada_shop.order(ada, "9000.00", test=True)
    ada_shop.order(ada, "", lines=[{"title": "Gift card", "price": "9000.00", "gift_card": True}])
    line.settle()

    assert ada_shop.tags(ada) == []
