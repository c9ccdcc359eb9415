"""Discounts as the merchant would make, change and delete them in the admin: what an app must live with."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import discounts
from sandbox.commerce_state import shown_discount
from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names, rate
from sandbox.discount import Discount
from sandbox.refused import Missing
from sandbox.store import Store

blueprint = Blueprint("control_discounts", __name__, url_prefix="/control/<shop>/discounts")

_KNOWN = {"title", "percent", "active"}


@blueprint.post("")
def create(shop: str) -> Response:
    """An automatic percentage for everybody."""
    asked, world = body(), the_world()
    check_names(asked, _KNOWN)
    if not asked.get("title") or "percent" not in asked:
        raise ControlError("a discount needs a title and a percent")
    with world.lock:
        store, now = the_store(shop), world.clock.now()
        blank = Discount(world.ids.take("Discount"), "automatic", "basic", "", now, now, now)
        return jsonify(_kept(store, replace(blank, **_about(asked))))


@blueprint.patch("/<int:discount_id>")
def edit(shop: str, discount_id: int) -> Response:
    asked, world = body(), the_world()
    check_names(asked, _KNOWN)
    with world.lock:
        store = the_store(shop)
        changed = replace(_found(store, discount_id), updated_at=world.clock.now(), **_about(asked))
        if "active" in asked:
            turn = discounts.activated if asked["active"] else discounts.deactivated
            changed = turn(world, changed)
        return jsonify(_kept(store, changed))


@blueprint.delete("/<int:discount_id>")
def delete(shop: str, discount_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        discounts.delete(the_world(), store, _found(store, discount_id))
    return jsonify({})


def _about(asked: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {"title": asked["title"]} if "title" in asked else {}
    if "percent" in asked:
        about["percent"] = rate(asked["percent"])
    return about


def _found(store: Store, discount_id: int) -> Discount:
    found = discounts.find_discount(store, discount_id)
    if found is None:
        raise Missing(f"Discount {discount_id} does not exist")
    return found


def _kept(store: Store, discount: Discount) -> dict[str, Any]:
    if discounts.too_many(store, discount, the_world().clock.now()):
        raise ControlError(discounts.TOO_MANY, 422)
    kept = discounts.keep(the_world(), store, discount)
    return shown_discount(store, kept, the_world().clock.now())
