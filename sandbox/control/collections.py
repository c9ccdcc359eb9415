"""Collections as staff would make and fill them."""

from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.collection import Collection, add_collection, delete_collection, edit_collection
from sandbox.control import ControlError, body, the_store, the_world
from sandbox.control.order_asks import check_names
from sandbox.refused import Missing
from sandbox.store import Store

blueprint = Blueprint("control_collections", __name__, url_prefix="/control/<shop>/collections")


@blueprint.post("")
def create(shop: str) -> Response:
    asked = body()
    check_names(asked, {"title", "products", "id"})
    if not asked.get("title"):
        raise ControlError("a collection needs a title")
    with the_world().lock:
        store = the_store(shop)
        made = add_collection(
            the_world(), store, asked["title"], asked.get("products", ()), collection_id=asked.get("id")
        )
        return jsonify(_shown(made))


@blueprint.get("")
def read_all(shop: str) -> Response:
    with the_world().lock:
        return jsonify([_shown(one) for one in the_store(shop).collections.values()])


@blueprint.patch("/<int:collection_id>")
def edit(shop: str, collection_id: int) -> Response:
    asked = body()
    check_names(asked, {"title", "add", "remove"})
    with the_world().lock:
        store = the_store(shop)
        edited = edit_collection(
            the_world(),
            store,
            _found(store, collection_id),
            title=asked.get("title"),
            add=asked.get("add", ()),
            remove=asked.get("remove", ()),
        )
        return jsonify(_shown(edited))


@blueprint.delete("/<int:collection_id>")
def delete(shop: str, collection_id: int) -> Response:
    with the_world().lock:
        store = the_store(shop)
        delete_collection(store, _found(store, collection_id))
    return jsonify({})


def _found(store: Store, collection_id: int) -> Collection:
    found: Collection | None = store.collections.get(collection_id)
    if found is None:
        raise Missing(f"Collection {collection_id} does not exist")
    return found


def _shown(collection: Collection) -> dict[str, Any]:
    return {
        "id": collection.id,
        "title": collection.title,
        "handle": collection.handle,
        "products": list(collection.product_ids),
    }
