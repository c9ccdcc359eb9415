"""Product: reading one, finding many, changing one."""

from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.collection import collections_of
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.products import Product, edit_product
from sandbox.publications import online_store
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error
from sandbox.resolvers.order_bag import money
from sandbox.resolvers.variant import variant
from sandbox.search import at_instant, at_number, equals, holds, search
from sandbox.tag_list import tidy
from sandbox.visibility import Visibility, visible

_FILTERS = {
    "id": at_number(lambda p: p.id),
    "title": equals(lambda p: p.title),
    "status": equals(lambda p: p.status),
    "tag": holds(lambda p: p.tags),
    "created_at": at_instant(lambda p: p.created_at),
    "updated_at": at_instant(lambda p: p.updated_at),
    "gift_card": equals(lambda p: str(p.gift_card).lower()),
}

_SORTS = {
    "ID": lambda p: p.id,
    "RELEVANCE": lambda p: p.id,
    "TITLE": lambda p: p.title.casefold(),
    "CREATED_AT": lambda p: p.created_at.timestamp(),
    "UPDATED_AT": lambda p: p.updated_at.timestamp(),
}

# What productUpdate may change here; anything else in the input is refused by name.
_EDITABLE = {"title": "title", "status": "status", "tags": "tags"}


def product(_: None, args: dict[str, Any], ctx: Context) -> Product | None:
    return ctx.store.products.get(number_of(args["id"], "Product"))


def products(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    return Listing(_found(args, ctx), sort=_SORTS[args.get("sortKey") or "ID"])


def products_count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(_found(args, ctx)), "precision": "EXACT"}


def product_update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args.get("product") or {}
    given = {name for name, value in asked.items() if value is not False}  # false is a default here
    strange = sorted(given - {"id", *_EDITABLE})
    if args.get("input") or args.get("media") or args.get("identifier") or strange:
        raise NotSupported(f"productUpdate with {', '.join(strange) or 'input, media or identifier'}")
    found = ctx.store.products.get(number_of(asked.get("id", ""), "Product"))
    if found is None:
        return {"product": None, "userErrors": [user_error(["id"], "Product does not exist")]}
    about = {_EDITABLE[name]: value for name, value in asked.items() if name in _EDITABLE}
    if "tags" in about:
        about["tags"] = tidy(about["tags"])
    return {"product": edit_product(ctx.world, ctx.store, found, **about), "userErrors": []}


def _found(args: dict[str, Any], ctx: Context) -> list[Product]:
    fits = search(args.get("query"), _FILTERS)
    return [p for p in ctx.store.products.values() if fits(p)]


def _price_range(p: Product, _: dict[str, Any], ctx: Context) -> dict[str, Any]:
    price = money(p.price, ctx.store.currency)
    return {"minVariantPrice": price, "maxVariantPrice": price}


def _published_at(p: Product, _: dict[str, Any], ctx: Context) -> str | None:
    since = p.published.get(online_store(ctx.store.publications).id)
    return utc_text(since) if since is not None else None


def _url(p: Product, _: dict[str, Any], ctx: Context) -> str | None:
    if visible(ctx.store, p, ctx.now) is Visibility.HIDDEN:
        return None
    return f"{ctx.world.url}/{ctx.store.domain}/products/{p.handle}"


def _collections(p: Product, args: dict[str, Any], ctx: Context) -> Listing:
    if args.get("query"):
        raise NotSupported("Product.collections(query:)")
    return Listing(collections_of(ctx.store, p.id), sort=lambda c: c.id)


def _members(text: str, ctx: Context) -> tuple[int, ...]:
    found = ctx.store.collections.get(number_of(text, "Collection"))
    return found.product_ids if found else ()


FIELDS: dict[str, dict[str, Resolver]] = {
    "Product": {
        "id": lambda p, _, __: gid("Product", p.id),
        "legacyResourceId": lambda p, _, __: str(p.id),
        "title": lambda p, _, __: p.title,
        "handle": lambda p, _, __: p.handle,
        "status": lambda p, _, __: p.status,
        "tags": lambda p, _, __: list(p.tags),
        "isGiftCard": lambda p, _, __: p.gift_card,
        "createdAt": lambda p, _, __: utc_text(p.created_at),
        "updatedAt": lambda p, _, __: utc_text(p.updated_at),
        "publishedAt": _published_at,
        "onlineStoreUrl": _url,
        "vendor": lambda *_: "",
        "productType": lambda *_: "",
        "priceRangeV2": _price_range,
        "collections": _collections,
        "inCollection": lambda p, args, ctx: p.id in _members(args["id"], ctx),
        "variants": lambda p, _, ctx: [variant(p, ctx)],
        "totalInventory": lambda p, _, __: p.inventory or 0,
        "tracksInventory": lambda p, _, __: p.inventory is not None,
        "variantsCount": lambda *_: {"count": 1, "precision": "EXACT"},
    },
}

ROOTS: dict[str, Resolver] = {
    "product": product,
    "products": products,
    "productsCount": products_count,
    "productUpdate": product_update,
}
NODES = {"Product": lambda ctx, number: ctx.store.products.get(number)}
TYPENAMES = {Product: "Product"}
