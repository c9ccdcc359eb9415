"""Collection: reading one, finding many."""

from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.collection import Collection
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.products import Product
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.search import at_instant, at_number, equals, holds, search

_FILTERS = {
    "id": at_number(lambda c: c.id),
    "title": equals(lambda c: c.title),
    "handle": equals(lambda c: c.handle),
    "product_id": holds(lambda c: c.product_ids),
    "updated_at": at_instant(lambda c: c.updated_at),
}

_SORTS = {
    "ID": lambda c: c.id,
    "RELEVANCE": lambda c: c.id,
    "TITLE": lambda c: c.title.casefold(),
    "UPDATED_AT": lambda c: c.updated_at.timestamp(),
}

_PRODUCT_SORTS = {
    "ID": lambda p: p.id,
    "TITLE": lambda p: p.title.casefold(),
    "PRICE": lambda p: p.price,
    "CREATED": lambda p: p.created_at.timestamp(),
}


def collection(_: None, args: dict[str, Any], ctx: Context) -> Collection | None:
    return ctx.store.collections.get(number_of(args["id"], "Collection"))


def collection_by_identifier(_: None, args: dict[str, Any], ctx: Context) -> Collection | None:
    wanted = args["identifier"]
    if "id" in wanted:
        return collection(None, wanted, ctx)
    if "handle" not in wanted:
        raise NotSupported("collectionByIdentifier by a custom id")
    return next((c for c in ctx.store.collections.values() if c.handle == wanted["handle"]), None)


def collections(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    return Listing(_found(args, ctx), sort=_SORTS[args.get("sortKey") or "ID"])


def collections_count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(_found(args, ctx)), "precision": "EXACT"}


def _found(args: dict[str, Any], ctx: Context) -> list[Collection]:
    fits = search(args.get("query"), _FILTERS)
    return [one for one in ctx.store.collections.values() if fits(one)]


def _products(c: Collection, args: dict[str, Any], ctx: Context) -> Listing:
    """Products of every status: the Admin API shows drafts and unlisted ones, too (assumed)."""
    found = _members(c, ctx)
    return Listing(found, sort=_PRODUCT_SORTS.get(args.get("sortKey") or ""))


def _members(c: Collection, ctx: Context) -> list[Product]:
    return [ctx.store.products[i] for i in c.product_ids if i in ctx.store.products]


def _sources(c: Collection, _: dict[str, Any], ctx: Context) -> list[dict[str, Any]]:
    """The one list of chosen products, which is all that collections are made of here."""
    members = _members(c, ctx)
    selections = [{"product": product, "variantIds": None} for product in members]
    return [
        {
            "__typename": "CollectionConditionsSource",
            "id": gid("CollectionConditionsSource", c.source_id),
            "title": c.title,
            "description": None,
            "targetType": "PRODUCTS",
            "shareable": False,
            "products": members,
            "exclusion": None,
            "inclusion": {"conditions": [], "matchType": None, "selections": selections},
        }
    ]


FIELDS: dict[str, dict[str, Resolver]] = {
    "Collection": {
        "id": lambda c, _, __: gid("Collection", c.id),
        "legacyResourceId": lambda c, _, __: str(c.id),
        "title": lambda c, _, __: c.title,
        "handle": lambda c, _, __: c.handle,
        "description": lambda *_: "",
        "descriptionHtml": lambda *_: "",
        "updatedAt": lambda c, _, __: utc_text(c.updated_at),
        "sortOrder": lambda *_: "MANUAL",
        "templateSuffix": lambda *_: None,
        "products": _products,
        "productsCount": lambda c, _, ctx: {"count": len(_members(c, ctx)), "precision": "EXACT"},
        "hasProduct": lambda c, args, _: number_of(args["id"], "Product") in c.product_ids,
        "sources": _sources,
    },
}

ROOTS: dict[str, Resolver] = {
    "collection": collection,
    "collectionByIdentifier": collection_by_identifier,
    "collections": collections,
    "collectionsCount": collections_count,
}
NODES = {"Collection": lambda ctx, number: ctx.store.collections.get(number)}
TYPENAMES = {Collection: "Collection"}
