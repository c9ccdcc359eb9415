"""Our bodies have the keys and the kinds of values of the bodies that Shopify sends."""

import pytest

from sandbox import orders, payloads
from sandbox.bulk_operation import BulkOperation
from sandbox.order_draft import LineDraft
from sandbox.refunds import RefundAsk, everything
from tests.sandbox.commerce_store import NOON, Shop, real_body

# Values that differ from body to body and say nothing about the shape.
FREE = {"receipt", "client_details", "properties", "note_attributes", "attributed_staffs"}


def kind(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return type(value).__name__


def differences(ours, real, path=""):
    """Where ours lacks or adds a key, or has another kind of value; null agrees with anything."""
    if ours is None or real is None:
        return []
    if kind(ours) != kind(real):
        return [f"{path}: {kind(ours)} instead of {kind(real)}"]
    if isinstance(ours, list):
        return differences(ours[0], real[0], f"{path}[]") if ours and real else []
    if not isinstance(ours, dict) or path.rpartition(".")[2] in FREE:
        return []
    found = [f"{path}.{key} is missing" for key in real.keys() - ours.keys()]
    found += [f"{path}.{key} is invented" for key in ours.keys() - real.keys()]
    for key in ours.keys() & real.keys():
        found += differences(ours[key], real[key], f"{path}.{key}")
    return found


def full_order(shop):
    order = shop.order(
        LineDraft("Mug", 1000, 3, discount=100),
        (500, 1),
        customer_id=shop.ada.id,
        shipping=500,
        tax_rate="0.1",
    )
    return shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),), amount=300))


@pytest.mark.parametrize("topic", ["create", "paid", "updated", "cancelled"])
def test_an_order_has_the_shape_of_a_real_one(topic):
    shop = Shop()
    ours = payloads.order(shop.store, full_order(shop))
    assert differences(ours, real_body(f"topics/orders_{topic}.json")) == []


def test_discounts_and_taxes_of_an_order_have_the_shape_of_real_ones():
    shop = Shop()
    ours = payloads.order(shop.store, full_order(shop))
    real = real_body("orders/54_sar_450789469_partially_refunded.json")
    for path in (["tax_lines"], ["line_items", 0, "tax_lines"], ["line_items", 0, "discount_allocations"]):
        mine, theirs = ours, real
        for step in path:
            mine, theirs = mine[step], theirs[step]
        assert mine
        assert differences(mine, theirs, str(path)) == []


def test_a_manual_discount_has_the_shape_of_a_real_one():
    shop = Shop()
    ours = payloads.order(shop.store, full_order(shop))["discount_applications"]
    real = real_body("orders/52_sar_1073459966_paid.json")["discount_applications"]
    assert differences(ours, real) == []


def test_a_refund_has_the_shape_of_a_real_one():
    shop = Shop()
    order = full_order(shop)
    ours = payloads.refund(shop.store, order, order.refunds[0])
    wrong = differences(ours, real_body("topics/refunds_create.json"))
    # The line inside a refund of ours is the line of the order, which says a little more.
    more = {"attributed_staffs", "current_quantity", "sales_line_item_group_id"}
    assert [w for w in wrong if not any(f"line_item.{key} is invented" in w for key in more)] == []


def test_an_adjustment_has_the_shape_of_a_real_one():
    shop = Shop()
    order = shop.do(orders.refund, shop.order((1000, 1)), RefundAsk(amount=100))
    ours = payloads.refund(shop.store, order, order.refunds[0])["order_adjustments"]
    real = real_body("orders/47_sar_450789469_refunded.json")["refunds"][0]["order_adjustments"]
    assert differences(ours, real) == []


def test_an_edit_has_the_shape_of_a_real_one():
    shop = Shop()
    order = shop.order((1000, 2))
    order = shop.do(orders.edit, order, [LineDraft("More", 500)], [(order.lines[0].id, 1)])
    ours = payloads.order_edited(shop.store, order, order.edits[0])
    assert differences(ours, real_body("topics/orders_edited.json")) == []


def test_customers_have_the_shape_of_real_ones():
    shop = Shop()
    assert (
        differences(payloads.customer(shop.store, shop.ada), real_body("topics/customers_update.json")) == []
    )
    assert differences(payloads.customer_deleted(1), real_body("topics/customers_delete.json")) == []
    assert differences(payloads.customers_merged(1, 2), real_body("topics/customers_merge.json")) == []


def test_a_shop_has_the_shape_of_a_real_one():
    ours = payloads.shop(Shop().store, NOON)
    assert differences(ours, real_body("topics/app_uninstalled.json")) == []


def test_privacy_requests_have_the_shape_of_real_ones():
    shop = Shop()
    person = payloads.person(1, "a@example.com", "555")
    for ours, name in (
        (payloads.data_request(shop.store, person, [1], 9), "customers_data_request"),
        (payloads.customer_redact(shop.store, person, [1]), "customers_redact"),
        (payloads.shop_redact(shop.store), "shop_redact"),
    ):
        assert differences(ours, real_body(f"topics/{name}.json")) == []


def test_a_finished_bulk_operation_has_the_shape_of_a_real_one():
    job = BulkOperation(1, "{ shop { id } }", NOON, "COMPLETED", completed_at=NOON)
    ours = payloads.bulk_finished(Shop().store, job)
    assert differences(ours, real_body("topics/bulk_operations_finish.json")) == []


def test_a_deleted_order_has_the_shape_of_a_real_one():
    assert differences(payloads.order_deleted(1), real_body("topics/orders_delete.json")) == []


def test_every_body_is_json_whatever_was_refunded():
    shop = Shop()
    order = shop.order((1000, 1), shipping=500, tax_rate="0.1", tip=300, duties=700)
    order = shop.do(orders.refund, order, everything(order))
    assert shop.heard.last("orders/updated")["refunds"][0]["duties"]
