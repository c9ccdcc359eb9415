"""Discounts as the merchant would make, change and delete them in the admin: what an app must live with."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox import discounts
from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.discount_asks import asked_discount
from sandbox.discount import Discount
from sandbox.discount_state import shown_discount
from sandbox.redeem_code import RedeemCode
from sandbox.refused import Missing
from sandbox.store import Store

blueprint = Blueprint("control_discounts", __name__, url_prefix="/control/<shop>/discounts")


@blueprint.post("")
def create(shop: str) -> Response:
    """Automatic, or by a `code`; for everybody and everything unless told otherwise."""
    asked, world = body(), the_world()
    effect = asked.get("type", "basic")
    if not asked.get("title") or (effect == "basic" and not asked.keys() & {"percent", "amount"}):
        raise ControlError("a discount needs a title, and a percent or an amount")
    if effect not in ("basic", "free_shipping"):
        raise ControlError(f"staff cannot make a discount of the type {effect} here")
    with world.lock:
        store, now = the_store(shop), world.clock.now()
        method, ids = "code" if asked.get("code") else "automatic", world.ids
        blank = Discount(ids.take("Discount"), method, effect, "", now, now, now)
        if method == "code":
            code = RedeemCode(asked["code"], id=ids.take("DiscountRedeemCode"))
            blank = replace(blank, codes=(code,))
        return jsonify(_kept(store, replace(blank, **asked_discount(store, asked))))


@blueprint.patch("/<int:discount_id>")
def edit(shop: str, discount_id: int) -> Response:
    asked, world = body(), the_world()
    with world.lock:
        store = the_store(shop)
        about = asked_discount(store, asked)
        changed = replace(_found(store, discount_id), updated_at=world.clock.now(), **about)
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
