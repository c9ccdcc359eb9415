"""The compliance webhooks, as Shopify would send them."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import payloads
from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.store import Store

blueprint = Blueprint("control_privacy", __name__, url_prefix="/control/<shop>/privacy")


@blueprint.post("/<request_kind>")
def ask(shop: str, request_kind: str) -> Response:
    asked, world = body(), the_world()
    check_names(asked, {"customer_id", "email", "phone", "orders"})
    with world.lock:
        store = the_store(shop)
        person, orders = _person(store, asked), _orders(store, asked)
        if request_kind == "data_request":
            number = world.ids.take("DataRequest")
            topic, sent = "customers/data_request", payloads.data_request(store, person, orders, number)
        elif request_kind == "customer_redact":
            topic, sent = "customers/redact", payloads.customer_redact(store, person, orders)
        elif request_kind == "shop_redact":
            topic, sent = "shop/redact", payloads.shop_redact(store)
        else:
            raise ControlError(f"there is no request {request_kind}", 404)
        world.emit(store, topic, sent)
    return jsonify(sent)


def _person(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    known = store.customers.get(asked.get("customer_id", 0))
    email = asked.get("email", known.email if known else None)
    phone = asked.get("phone", known.phone if known else None)
    return payloads.person(asked.get("customer_id"), email, phone)


def _orders(store: Store, asked: dict[str, Any]) -> list[int]:
    """All orders of that customer, unless the request names some."""
    if "orders" in asked:
        return list(asked["orders"])
    number = asked.get("customer_id")
    return [order.id for order in store.orders.values() if number and order.customer_id == number]
