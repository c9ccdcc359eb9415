"""Making, filling and deleting collections: lists of chosen products here, never conditions."""

from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.collection import add_collection, delete_collection, edit_collection
from sandbox.context import Context
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error

_KNOWN = {"title", "handle", "sources"}
_MISSING = "Collection does not exist"  # assumed


def collection_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args.get("collection") or {}
    if args.get("input") or asked.keys() - _KNOWN:
        raise NotSupported(f"collectionCreate with {', '.join(sorted(asked.keys() - _KNOWN)) or 'input'}")
    if not asked.get("title", "").strip():
        return {"collection": None, "userErrors": [user_error(["title"], "Title can't be blank")]}
    chosen = [number for source in asked.get("sources") or [] for number in _chosen(source)]
    if missing := [number for number in chosen if number not in ctx.store.products]:
        message = f"Product with id: {missing[0]} does not exist"
        return {"collection": None, "userErrors": [user_error(["collection", "sources"], message)]}
    made = add_collection(ctx.world, ctx.store, asked["title"], chosen, asked.get("handle"))
    return {"collection": made, "userErrors": []}


def _chosen(source: dict[str, Any]) -> list[int]:
    conditions = source.get("source")
    if conditions is None or conditions.get("exclusion"):
        raise NotSupported("sources of a collection other than chosen products")
    inclusion = conditions.get("inclusion") or {}
    if inclusion.get("conditions"):
        raise NotSupported("collections by condition")
    return [number_of(row["productId"], "Product") for row in inclusion.get("selections") or []]


def collection_add_products(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Deprecated, but recorded."""
    found = ctx.store.collections.get(number_of(args["id"], "Collection"))
    if found is None:
        return {"collection": None, "userErrors": [user_error(["id"], _MISSING)]}
    add = [number_of(text, "Product") for text in args["productIds"]]
    if any(number not in ctx.store.products for number in add):
        return {"collection": None, "userErrors": [user_error(["productIds"], "Product does not exist")]}
    return {"collection": edit_collection(ctx.world, ctx.store, found, add=add), "userErrors": []}


def collection_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    text = args["input"]["id"]
    found = ctx.store.collections.get(number_of(text, "Collection"))
    if found is None:
        return {"deletedCollectionId": None, "userErrors": [user_error(["id"], _MISSING)]}
    delete_collection(ctx.store, found)
    return {"deletedCollectionId": text, "userErrors": []}


ROOTS: dict[str, Resolver] = {
    "collectionCreate": collection_create,
    "collectionAddProducts": collection_add_products,
    "collectionDelete": collection_delete,
}
