"""What is to be packed of an order: held, released, due and sent as the platform does."""

import pytest

from sandbox import orders
from sandbox.order_draft import LineDraft
from sandbox.refunds import RefundAsk
from tests.sandbox.commerce_store import Shop, recording
from tests.sandbox.test_commerce_recordings import aside, renamed

READ = """query($id: ID!) { order(id: $id) { displayFulfillmentStatus fulfillments(first: 5) { totalQuantity }
  fulfillmentOrders(first: 9) { nodes { id status fulfillBy lineItems(first: 9) { nodes {
  totalQuantity remainingQuantity lineItem { title } } } } } } }"""
HOLD = """mutation($id: ID!, $h: FulfillmentOrderHoldInput!) {
  fulfillmentOrderHold(id: $id, fulfillmentHold: $h) { fulfillmentHold { id }
  fulfillmentOrder { id status } userErrors { code field message } } }"""
RELEASE = """mutation($id: ID!, $holds: [ID!]) { fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
  fulfillmentOrder { id status } userErrors { code } } }"""
DEADLINE = """mutation($ids: [ID!]!, $d: DateTime!) { fulfillmentOrdersSetFulfillmentDeadline(
  fulfillmentOrderIds: $ids, fulfillmentDeadline: $d) { success userErrors { field message code } } }"""


def read(shop, order):
    return shop.ask(READ, id=f"gid://shopify/Order/{order.id}")["data"]["order"]


def packing(shop, order):
    return read(shop, order)["fulfillmentOrders"]["nodes"]


def left(shop, order):
    """Units that remain, by fulfillment order."""
    return [[row["remainingQuantity"] for row in one["lineItems"]["nodes"]] for one in packing(shop, order)]


def hold(shop, number, handle="gift"):
    (payload,) = shop.ask(HOLD, id=number, h={"reason": "OTHER", "handle": handle})["data"].values()
    return payload


def test_an_order_brings_its_fulfillment_order():
    shop = Shop()
    order = shop.order((1000, 2), LineDraft("Card", 5000, gift_card=True), tip=100)
    (one,) = packing(shop, order)
    assert (one["status"], one["fulfillBy"]) == ("OPEN", None)
    assert [row["totalQuantity"] for row in one["lineItems"]["nodes"]] == [2]
    assert "fulfillment_orders/order_routing_complete" in shop.heard.topics()


def test_an_order_may_be_routed_later():
    shop = Shop()
    order = shop.order((1000, 2), routed=False)
    assert packing(shop, order) == []
    shop.do(orders.route, order)
    assert [one["status"] for one in packing(shop, order)] == ["OPEN"]


def test_a_hold_keeps_an_order_back_until_it_is_released():
    shop = Shop()
    order = shop.order((1000, 2))
    (one,) = packing(shop, order)
    held = hold(shop, one["id"])
    assert (held["fulfillmentOrder"]["status"], held["userErrors"]) == ("ON_HOLD", [])
    assert read(shop, order)["displayFulfillmentStatus"] == "ON_HOLD"
    with pytest.raises(ValueError, match="can be fulfilled"):
        shop.do(orders.fulfill, order)
    released = shop.ask(RELEASE, id=one["id"], holds=[held["fulfillmentHold"]["id"]])["data"]
    assert released["fulfillmentOrderReleaseHold"]["fulfillmentOrder"]["status"] == "OPEN"


def test_sent_units_leave_and_close_the_fulfillment_order():
    shop = Shop()
    order = shop.order((1000, 3))
    shop.do(orders.fulfill, order, {order.lines[0].id: 1})
    assert (read(shop, order)["displayFulfillmentStatus"], left(shop, order)) == (
        "PARTIALLY_FULFILLED",
        [[2]],
    )
    shop.do(orders.fulfill, order)
    now = read(shop, order)
    assert (now["displayFulfillmentStatus"], left(shop, order)) == ("FULFILLED", [[0]])
    assert [row["totalQuantity"] for row in now["fulfillments"]] == [1, 2]
    assert shop.heard.last("orders/fulfilled")["fulfillment_status"] == "fulfilled"


def test_edits_refunds_and_cancelling_move_what_is_to_be_packed():
    shop = Shop()
    order = shop.order((1000, 5))
    line = order.lines[0].id
    shop.do(orders.edit, order, add=[LineDraft("Hat", 500, 2)], remove=[(line, 1)])
    assert left(shop, order) == [[4], [2]]
    shop.do(orders.refund, order, RefundAsk(lines=((line, 1),), restock_type="cancel"))
    shop.do(orders.refund, order, RefundAsk(lines=((line, 1),), restock_type="no_restock"))
    assert left(shop, order) == [[3], [2]]
    shop.do(orders.cancel, order, pay_back=True)
    assert [one["status"] for one in packing(shop, order)] == ["CLOSED", "CLOSED"]


def test_a_deadline_is_set_and_an_unknown_order_is_refused_as_recorded():
    tape = recording("shipping-fulfillments/2026-04--fulfillment-order-set-deadline-closed-not-found.json")
    unknown = found_in(tape, "unknownIdDeadline")["setFulfillmentDeadline"]
    shop = Shop()
    order = shop.order((1000, 1))
    (one,) = packing(shop, order)
    done = shop.ask(DEADLINE, ids=[one["id"]], d="2026-11-24T00:00:00Z")["data"]
    assert done["fulfillmentOrdersSetFulfillmentDeadline"] == {"success": True, "userErrors": []}
    assert packing(shop, order)[0]["fulfillBy"] == "2026-11-24T00:00:00Z"
    ours = shop.ask(unknown["query"], **unknown["variables"])["data"]
    assert ours == unknown["response"]["payload"]["data"]


def found_in(value, name):
    if name in value:
        return value[name]
    found = (found_in(inner, name) for inner in value.values() if isinstance(inner, dict))
    return next((one for one in found if one is not None), None)


def replayed(shop, step, known):
    """Our answer and the recorded one; ids are learned from `known` (theirs: ours)."""
    answer = shop.ask(step["query"], **renamed(step["variables"], known))
    return answer["data"], step["response"]["payload"]["data"]


NAMES = ("updatedAt", "createdAt", "fulfillAt", "title", "assignedLocation", "name")


def test_holds_are_checked_as_recorded():
    tape = recording("shipping-fulfillments/2026-04--fulfillment-order-hold-validation.json")
    steps = tape["workflows"]["validation"]
    shop = Shop()
    order = shop.order((2000, 5))
    theirs = tape["metadata"]["createdOrder"]
    (one,) = shop.store.orders[order.id].fulfillment_orders
    known = {
        theirs["fulfillmentOrderId"]: f"gid://shopify/FulfillmentOrder/{one.id}",
        theirs["fulfillmentOrderLineItemId"]: f"gid://shopify/FulfillmentOrderLineItem/{one.rows[0].id}",
    }
    sequence = [
        steps["firstHold"],
        steps["duplicateHandle"],
        steps["notSplittable"],
        steps["secondHold"],
        *steps["additionalHolds"],
        steps["limitReached"],
        steps["zeroQuantity"],
        steps["duplicateLineItems"],
    ]
    for step in sequence:
        ours, recorded = replayed(shop, step, known)
        assert aside(ours, *NAMES) == aside(recorded, *NAMES), step["variables"]


def test_holds_of_several_lines_and_single_releases_answer_as_recorded():
    several = recording("shipping-fulfillments/2026-04--fulfillment-order-hold-multi-line.json")
    shop = Shop()
    order = shop.order((2000, 2), (2000, 3))
    (one,) = shop.store.orders[order.id].fulfillment_orders
    theirs = several["metadata"]["createdOrder"]
    rows = zip(theirs["fulfillmentOrderLineItemIds"], one.rows, strict=True)
    known = {
        theirs["fulfillmentOrderId"]: f"gid://shopify/FulfillmentOrder/{one.id}",
        **{row: f"gid://shopify/FulfillmentOrderLineItem/{mine.id}" for row, mine in rows},
    }
    ours, recorded = replayed(shop, several["workflow"]["hold"], known)
    assert aside(ours, *NAMES) == aside(recorded, *NAMES)


def test_one_of_two_holds_is_released_as_recorded():
    tape = recording("shipping-fulfillments/2026-04--fulfillment-order-release-hold-selective.json")
    shop = Shop()
    order = shop.order((2000, 2))
    (one,) = shop.store.orders[order.id].fulfillment_orders
    theirs = tape["metadata"]["createdOrder"]
    known = {
        theirs["fulfillmentOrderId"]: f"gid://shopify/FulfillmentOrder/{one.id}",
        theirs["id"]: f"gid://shopify/Order/{order.id}",
    }
    for step in tape["workflows"]["selectiveRelease"].values():
        ours, recorded = replayed(shop, step, known)
        assert aside(ours, *NAMES) == aside(recorded, *NAMES)
        payload = ours.get("fulfillmentOrderHold")
        if payload:
            made = recorded["fulfillmentOrderHold"]["fulfillmentHold"]["id"]
            known[made] = payload["fulfillmentHold"]["id"]
