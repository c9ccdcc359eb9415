"""Products as staff would make them."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.amounts import minor, text
from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.products import Product, add_product
from sandbox.store import Store
from sandbox.tag_list import tidy

blueprint = Blueprint("control_products", __name__, url_prefix="/control/<shop>/products")


@blueprint.post("")
def create(shop: str) -> Response:
    asked = body()
    check_names(asked, {"title", "price", "id", "gift_card", "tags", "status"})
    if not asked.get("title") or "price" not in asked:
        raise ControlError("a product needs a title and a price")
    with the_world().lock:
        store = the_store(shop)
        product = add_product(
            the_world(),
            store,
            asked["title"],
            minor(asked["price"], store.currency),
            asked.get("id"),
            gift_card=asked.get("gift_card", False),
            tags=tidy(asked.get("tags", ())),
            status=asked.get("status", "ACTIVE"),
        )
        return jsonify(_shown(store, product))


@blueprint.get("")
def read_all(shop: str) -> Response:
    with the_world().lock:
        store = the_store(shop)
        return jsonify([_shown(store, product) for product in store.products.values()])


def _shown(store: Store, product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "variant_id": product.variant_id,
        "title": product.title,
        "price": text(product.price, store.currency),
        "gift_card": product.gift_card,
        "status": product.status,
        "tags": list(product.tags),
    }
