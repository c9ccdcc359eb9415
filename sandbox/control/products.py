"""Products as staff would make, change, publish and delete them, and who can see them when."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.amounts import minor, text
from sandbox.clock import utc_text
from sandbox.control import ControlError, body, instant, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.products import Product, add_product, delete_product, edit_product, find_product
from sandbox.publications import ONLINE_STORE, Publication, published, unpublished
from sandbox.store import Store
from sandbox.tag_list import tidy
from sandbox.visibility import visible, was_visible

blueprint = Blueprint("control_products", __name__, url_prefix="/control/<shop>/products")

_EDITABLE = {"title", "price", "tags", "status", "inventory"}


@blueprint.post("")
def create(shop: str) -> Response:
    """With `published` false it is on no sales channel; else on all of them at once."""
    asked = body()
    check_names(asked, _EDITABLE | {"id", "gift_card", "published"})
    if not asked.get("title") or "price" not in asked:
        raise ControlError("a product needs a title and a price")
    with the_world().lock:
        store = the_store(shop)
        about = _about(store, asked)
        about |= {} if asked.get("published", True) else {"published": {}}
        title, price = about.pop("title"), about.pop("price")
        gift_card = asked.get("gift_card", False)
        product = add_product(the_world(), store, title, price, asked.get("id"), gift_card=gift_card, **about)
        return jsonify(_shown(store, product))


@blueprint.get("")
def read_all(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return jsonify([_shown(store, product) for product in store.products.values()])


@blueprint.patch("/<int:product_id>")
def edit(shop: str, product_id: int) -> Response:
    asked = body()
    check_names(asked, _EDITABLE)
    with the_world().lock:
        store = the_store(shop)
        product = find_product(store, product_id)
        return jsonify(_shown(store, edit_product(the_world(), store, product, **_about(store, asked))))


@blueprint.delete("/<int:product_id>")
def delete(shop: str, product_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        delete_product(the_world(), store, find_product(store, product_id))
    return jsonify({})


@blueprint.post("/<int:product_id>/publish")
def publish(shop: str, product_id: int) -> Response:
    """`on` names a sales channel, `date` may lie ahead."""
    asked = body()
    check_names(asked, {"on", "date"})
    with the_world().lock:
        store, now = the_store(shop), the_world().clock.now()
        product = find_product(store, product_id)
        at = instant(asked["date"]) if asked.get("date") else None
        state = published(product.published, _channel(store, asked), at, now)
        return jsonify(_shown(store, edit_product(the_world(), store, product, published=state)))


@blueprint.post("/<int:product_id>/unpublish")
def unpublish(shop: str, product_id: int) -> Response:
    asked = body()
    check_names(asked, {"on"})
    with the_world().lock:
        store = the_store(shop)
        product = find_product(store, product_id)
        state = unpublished(product.published, _channel(store, asked))
        return jsonify(_shown(store, edit_product(the_world(), store, product, published=state)))


@blueprint.get("/<int:product_id>/visibility")
def read_visibility(shop: str, product_id: int) -> Response:
    """At `?at=`, or now: what was, for an instant that is past; what will be if nobody changes it, ahead."""
    with the_world().lock:
        store, now = the_store(shop), the_world().clock.now()
        product = find_product(store, product_id)
        at = instant(request.args["at"].replace(" ", "+")) if "at" in request.args else now
        seen = was_visible(store, product, at) if at < now else visible(store, product, at)
        return jsonify({"at": utc_text(at), "visibility": seen})


def _about(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {name: asked[name] for name in ("title", "status", "inventory") if name in asked}
    if "price" in asked:
        about["price"] = minor(asked["price"], store.currency)
    if "tags" in asked:
        about["tags"] = tidy(asked["tags"])
    return about


def _channel(store: Store, asked: dict[str, Any]) -> Publication:
    wanted = asked.get("on", ONLINE_STORE)
    found = next((row for row in store.publications.values() if row.name == wanted), None)
    if found is None:
        raise ControlError(f"there is no sales channel {wanted}", 404)
    return found


def _shown(store: Store, product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "variant_id": product.variant_id,
        "title": product.title,
        "price": text(product.price, store.currency),
        "gift_card": product.gift_card,
        "status": product.status,
        "tags": list(product.tags),
        "inventory": product.inventory,
        "published": {
            store.publications[number].name: utc_text(since) for number, since in product.published.items()
        },
        "visibility": visible(store, product, the_world().clock.now()),
    }
