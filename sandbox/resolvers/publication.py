"""Publications, what is published to them, and publishing."""

from datetime import datetime
from typing import Any

from sandbox.clock import instant, utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid, parse_gid
from sandbox.products import Product, edit_product
from sandbox.publications import Publication, published, unpublished
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of, user_error

_UNKNOWN = "Publication does not exist or is not publishable"  # documented
_TWICE = "The same publication was specified more than once"
_EMPTY = "PublicationId cannot be empty"


def publications(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    """All of them belong to apps; none to a market or a company."""
    if args.get("catalogType") not in (None, "APP"):
        return Listing([])
    return Listing(list(ctx.store.publications.values()), sort=lambda row: row.id)


def publication(_: None, args: dict[str, Any], ctx: Context) -> Publication | None:
    return ctx.store.publications.get(number_of(args["id"], "Publication"))


def publications_count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(publications(None, args, ctx).records), "precision": "EXACT"}


def publish(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return _moved(args, ctx, publishing=True)


def unpublish(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return _moved(args, ctx, publishing=False)


def _moved(args: dict[str, Any], ctx: Context, *, publishing: bool) -> dict[str, Any]:
    """Only products are published here. All or nothing: one bad entry, and none is done (assumed)."""
    product = ctx.store.products.get(number_of(args["id"], "Product"))
    if product is None:
        return _answer(None, [user_error(["id"], "Resource does not exist")], ctx)
    errors = _errors(args["input"], ctx)
    if errors:
        return _answer(product, errors, ctx)
    state = product.published
    for entry in args["input"]:
        row = ctx.store.publications[number_of(entry["publicationId"], "Publication")]
        at = _date(entry)
        state = published(state, row, at, ctx.now) if publishing else unpublished(state, row)
    if state != product.published:
        product = edit_product(ctx.world, ctx.store, product, published=state)
    return _answer(product, [], ctx)


def _date(entry: dict[str, Any]) -> datetime | None:
    return instant(entry["publishDate"]) if entry.get("publishDate") else None


def _errors(entries: list[dict[str, Any]], ctx: Context) -> list[dict[str, Any]]:
    errors, seen = [], set()
    for at, entry in enumerate(entries):
        kind, number = parse_gid(entry.get("publicationId") or "") or ("", 0)
        where = ["input", str(at), "publicationId"]
        if not entry.get("publicationId"):
            errors.append(user_error(where, _EMPTY))
        elif kind != "Publication" or number not in ctx.store.publications:
            errors.append(user_error(where, _UNKNOWN))
        elif number in seen:
            errors.append(user_error(where, _TWICE))
        seen.add(number)
    return errors


def _answer(product: Product | None, errors: list[dict[str, Any]], ctx: Context) -> dict[str, Any]:
    return {"publishable": product, "shop": ctx.store, "userErrors": errors}


def of_product(p: Product, args: dict[str, Any], ctx: Context) -> list[dict[str, Any]]:
    """ResourcePublicationV2: published, or staged to be (documented: isPublished is false until then)."""
    rows = [
        {
            "publication": ctx.store.publications[number],
            "isPublished": since <= ctx.now,
            "publishDate": utc_text(since),
            "publishable": p,
        }
        for number, since in p.published.items()
    ]
    return [row for row in rows if row["isPublished"] or not args.get("onlyPublished")]


def _count(p: Product, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(of_product(p, {"onlyPublished": True, **args}, ctx)), "precision": "EXACT"}


def _is_on(p: Product, args: dict[str, Any], ctx: Context) -> bool:
    since = p.published.get(number_of(args["publicationId"], "Publication"))
    return since is not None and since <= ctx.now


def _not_on(p: Product, _: dict[str, Any], ctx: Context) -> list[Publication]:
    return [row for row in ctx.store.publications.values() if row.id not in p.published]


def _catalog(row: Publication, _: dict[str, Any], __: Context) -> dict[str, Any]:
    return {
        "__typename": "AppCatalog",
        "id": gid("AppCatalog", row.catalog_id),
        "title": row.name,
        "status": "ACTIVE",
        "publication": row,
        "priceList": None,
        "operations": [],
    }


def _channels(row: Publication, _: dict[str, Any], __: Context) -> list[dict[str, Any]]:
    return [
        {
            "__typename": "Channel",
            "id": gid("Channel", row.channel_id),
            "name": row.name,
            "handle": row.handle,
            "supportsFuturePublishing": row.supports_future,
        }
    ]


FIELDS: dict[str, dict[str, Resolver]] = {
    "Publication": {
        "id": lambda row, _, __: gid("Publication", row.id),
        "name": lambda row, _, __: row.name,
        "autoPublish": lambda row, _, __: row.auto_publish,
        "supportsFuturePublishing": lambda row, _, __: row.supports_future,
        "catalog": _catalog,
        "channels": _channels,
        "operation": lambda *_: None,
    },
    "Product": {
        "availablePublicationsCount": _count,
        "resourcePublicationsCount": _count,
        "resourcePublicationsV2": of_product,
        "publishedOnPublication": _is_on,
        "unpublishedPublications": _not_on,
    },
}

ROOTS: dict[str, Resolver] = {
    "publication": publication,
    "publications": publications,
    "publicationsCount": publications_count,
    "publishablePublish": publish,
    "publishableUnpublish": unpublish,
}
NODES = {"Publication": lambda ctx, number: ctx.store.publications.get(number)}
TYPENAMES = {Publication: "Publication"}
