"""Customers as the merchant's staff, or a checkout, would make and change them."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.control import ControlError, body, the_change, the_customer, the_store, the_world
from sandbox.customer_merge import has_gift_cards, merge_customers
from sandbox.customers import (
    Customer,
    add_customer,
    customer_by,
    delete_customer,
    edit_customer,
    set_customer_tags,
)
from sandbox.payloads.customer import customer as webhook_body
from sandbox.store import Store
from sandbox.tag_list import added, removed, tidy

blueprint = Blueprint("control_customers", __name__, url_prefix="/control/<shop>/customers")

_FIELDS = {"email", "first_name", "last_name", "phone", "note"}


@blueprint.post("")
def create(shop: str) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        if asked.get("email") and customer_by(store, email=asked["email"]):
            raise ControlError(f"{asked['email']} is taken", 409)
        customer = add_customer(
            the_world(), store, the_change(asked), customer_id=asked.get("id"), **_about(asked)
        )
        return _shown(store, customer)


@blueprint.get("/<int:customer_id>")
def read(shop: str, customer_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return _shown(store, the_customer(store, customer_id))


@blueprint.patch("/<int:customer_id>")
def edit(shop: str, customer_id: int) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        customer = the_customer(store, customer_id)
        about = _about(asked)
        tags = about.pop("tags", customer.tags)
        change = the_change(asked)
        if about:
            customer = edit_customer(the_world(), store, customer, change, **about)
        return _shown(store, set_customer_tags(the_world(), store, customer, tags, change))


@blueprint.delete("/<int:customer_id>")
def delete(shop: str, customer_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        delete_customer(the_world(), store, the_customer(store, customer_id), the_change(body()))
    return jsonify({})


@blueprint.post("/<int:customer_id>/tags")
def tag(shop: str, customer_id: int) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        customer = the_customer(store, customer_id)
        tags = removed(added(customer.tags, asked.get("add", [])), asked.get("remove", []))
        return _shown(store, set_customer_tags(the_world(), store, customer, tags, the_change(asked)))


@blueprint.post("/merge")
def merge(shop: str) -> Response:
    asked = body()
    with the_world().lock:
        store = the_store(shop)
        keep, remove = (the_customer(store, asked[name]) for name in ("keep", "remove"))
        for customer in (keep, remove):
            if why := has_gift_cards(store, customer):
                raise ControlError(why, 422)
        return _shown(store, merge_customers(the_world(), store, keep, remove, the_change(asked)))


def _about(asked: dict[str, Any]) -> dict[str, Any]:
    about = {name: asked[name] for name in _FIELDS & asked.keys()}
    if "tags" in asked:
        about["tags"] = tidy(asked["tags"])
    return about


def _shown(store: Store, customer: Customer) -> Response:
    # Bodies of this version hold no tags; whoever controls the store may see them all the same.
    return jsonify({**webhook_body(store, customer), "tags": list(customer.tags)})
