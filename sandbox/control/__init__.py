"""The control API: what a test, the demo or a bench may do to the world. No part of the platform."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from sandbox.customers import Change, Customer
from sandbox.store import Store
from sandbox.world import World

WORLD = "sandbox.world"
"""Where a request keeps the world that its server stands for."""


class ControlError(Exception):
    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def refused(error: ControlError) -> Response:
    response = jsonify({"error": str(error)})
    response.status_code = error.status
    return response


def the_world() -> World:
    world: World = request.environ[WORLD]
    return world


def the_store(shop: str) -> Store:
    store = the_world().stores.get(shop)
    if store is None:
        raise ControlError(f"there is no store {shop}", 404)
    return store


def the_customer(store: Store, customer_id: int) -> Customer:
    customer = store.customers.get(customer_id)
    if customer is None:
        raise ControlError(f"there is no customer {customer_id}", 404)
    return customer


def body() -> dict[str, Any]:
    """The request's JSON object; no body at all is an empty one."""
    if not request.get_data():
        return {}
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise ControlError("the body is not a JSON object")
    return content


def instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ControlError(f"{text} has no offset")
    return moment


def the_change(asked: dict[str, Any]) -> Change:
    """`at` and `webhooks`, which every order and customer call takes."""
    at = instant(asked["at"]) if asked.get("at") else the_world().clock.now()
    return Change(at=at, told=asked.get("webhooks", True))
