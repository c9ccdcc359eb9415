"""Orders as checkouts, staff and payment providers would make and change them."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import orders, payloads
from sandbox.amounts import minor
from sandbox.clock import utc_text
from sandbox.control import body, the_change, the_store, the_world
from sandbox.control.order_asks import check_names, line_draft, order_draft, refund_ask, units
from sandbox.fulfillment import FulfillmentOrder
from sandbox.order import Order
from sandbox.store import Store

blueprint = Blueprint("control_orders", __name__, url_prefix="/control/<shop>/orders")

_MANNER = {"at", "webhooks"}


@blueprint.post("")
def create(shop: str) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        return shown(store, orders.create(the_world(), store, the_change(asked), order_draft(store, asked)))


@blueprint.get("/<int:order_id>")
def read(shop: str, order_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return shown(store, orders.find(store, order_id))


@blueprint.delete("/<int:order_id>")
def delete(shop: str, order_id: int) -> Response:
    asked = body()
    with the_world().lock:
        orders.delete(the_world(), the_store(shop), the_change(asked), order_id)
    return jsonify({})


@blueprint.post("/<int:order_id>/pay")
def pay(shop: str, order_id: int) -> Response:
    asked = body()
    check_names(asked, _MANNER | {"amount"})
    with the_world().lock:
        store = the_store(shop)
        amount = minor(asked["amount"], store.currency) if asked.get("amount") else None
        return shown(store, orders.pay(the_world(), store, the_change(asked), order_id, amount))


@blueprint.post("/<int:order_id>/edit")
def edit(shop: str, order_id: int) -> Response:
    asked = body()
    check_names(asked, _MANNER | {"add", "remove", "note"})
    with the_world().lock:
        store = the_store(shop)
        add = [line_draft(store, line) for line in asked.get("add", [])]
        remove = units(asked.get("remove", []))
        note = asked.get("note", "")
        return shown(store, orders.edit(the_world(), store, the_change(asked), order_id, add, remove, note))


@blueprint.post("/<int:order_id>/cancel")
def cancel(shop: str, order_id: int) -> Response:
    asked = body()
    check_names(asked, _MANNER | {"refund", "reason", "keep_lines"})
    with the_world().lock:
        store = the_store(shop)
        order = orders.cancel(
            the_world(),
            store,
            the_change(asked),
            order_id,
            pay_back=asked.get("refund", True),
            reason=asked.get("reason", "other"),
            keep_lines=asked.get("keep_lines", False),
        )
        return shown(store, order)


@blueprint.post("/<int:order_id>/refund")
def refund(shop: str, order_id: int) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        ask = refund_ask(orders.find(store, order_id), asked)
        return shown(store, orders.refund(the_world(), store, the_change(asked), order_id, ask))


@blueprint.post("/<int:order_id>/customer")
def set_customer(shop: str, order_id: int) -> Response:
    asked = body()
    check_names(asked, _MANNER | {"customer_id"})
    with the_world().lock:
        store = the_store(shop)
        customer_id = asked.get("customer_id")
        return shown(store, orders.set_customer(the_world(), store, the_change(asked), order_id, customer_id))


@blueprint.post("/<int:order_id>/route")
def route(shop: str, order_id: int) -> Response:
    """Makes the fulfillment order of an order that was placed with `routed` false."""
    asked = body()
    check_names(asked, _MANNER)
    with the_world().lock:
        store = the_store(shop)
        return shown(store, orders.route(the_world(), store, the_change(asked), order_id))


@blueprint.post("/<int:order_id>/fulfill")
def fulfill(shop: str, order_id: int) -> Response:
    """Sends all that is open, or the `lines` named."""
    asked = body()
    check_names(asked, _MANNER | {"lines"})
    with the_world().lock:
        store = the_store(shop)
        chosen = dict(units(asked["lines"])) if asked.get("lines") else None
        return shown(store, orders.fulfill(the_world(), store, the_change(asked), order_id, chosen))


@blueprint.get("/<int:order_id>/fulfillment_orders")
def fulfillment_orders(shop: str, order_id: int) -> Response:
    with the_world().lock:
        order = orders.find(the_store(shop), order_id)
        return jsonify([_packing(row) for row in order.fulfillment_orders])


def _packing(row: FulfillmentOrder) -> dict[str, Any]:
    return {
        "id": row.id,
        "status": row.status,
        "due": utc_text(row.due) if row.due else None,
        "holds": [{"id": h.id, "handle": h.handle, "reason": h.reason, "notes": h.notes} for h in row.holds],
        "lines": [{"line_item_id": part.line_id, "left": part.remaining} for part in row.rows],
    }


def shown(store: Store, order: Order) -> Response:
    """As webhook bodies show it."""
    return jsonify(payloads.order(store, order))
