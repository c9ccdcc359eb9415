"""Finding discounts: nodes of both methods, by id, by code, by search."""

from collections.abc import Callable
from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.discount import Discount
from sandbox.discounts import by_code, find_discount
from sandbox.ids import parse_gid
from sandbox.resolvers import Resolver, discount_mutations
from sandbox.resolvers.discount_shown import automatic_node, code_node, node
from sandbox.search import Filter, at_instant, at_number, equals, holds, search

_Shown = Callable[[Discount, Context], dict[str, Any]]

_SORTS: dict[str, Callable[[Discount], Any]] = {
    "ID": lambda d: d.id,
    "RELEVANCE": lambda d: d.id,
    "TITLE": lambda d: d.title.casefold(),
    "CREATED_AT": lambda d: d.created_at.timestamp(),
    "UPDATED_AT": lambda d: d.updated_at.timestamp(),
    "STARTS_AT": lambda d: d.starts_at.timestamp(),
    "ENDS_AT": lambda d: d.ends_at.timestamp() if d.ends_at else 0,
}


def _filters(ctx: Context) -> dict[str, Filter]:
    return {
        "id": at_number(lambda d: d.id),
        "title": equals(lambda d: d.title),
        "code": holds(lambda d: [row.code for row in d.codes]),
        "method": equals(lambda d: d.method),
        "status": equals(lambda d: d.status(ctx.now)),
        "type": equals(_type),
        "discount_class": equals(lambda d: d.discount_class),
        "starts_at": at_instant(lambda d: d.starts_at),
        "ends_at": at_instant(lambda d: d.ends_at),
        "created_at": at_instant(lambda d: d.created_at),
        "updated_at": at_instant(lambda d: d.updated_at),
    }


def _type(discount: Discount) -> str:
    if discount.effect != "basic":
        return discount.effect
    return "percentage" if discount.percent is not None else "fixed_amount"


def _found(args: dict[str, Any], ctx: Context, method: str | None) -> list[Discount]:
    if args.get("savedSearchId"):
        raise NotSupported("savedSearchId")
    fits = search(args.get("query"), _filters(ctx))
    return [d for d in ctx.store.discounts.values() if method in (None, d.method) and fits(d)]


def _many(show: _Shown, method: str | None = None) -> Resolver:
    """Sorted here: what a node shows no longer has all that it is sorted by."""

    def resolve(_: None, args: dict[str, Any], ctx: Context) -> Listing:
        sort = _SORTS.get(args.get("sortKey") or "ID")
        if sort is None:
            raise NotSupported(f"discounts sorted by {args['sortKey']}")
        found = sorted(_found(args, ctx, method), key=lambda d: (sort(d), d.id))
        return Listing([show(d, ctx) for d in found])

    return resolve


def _one(show: _Shown, method: str | None = None) -> Resolver:
    def resolve(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
        parsed = parse_gid(args["id"])
        found = find_discount(ctx.store, parsed[1], method) if parsed else None
        return show(found, ctx) if found else None

    return resolve


def _count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return {"count": len(_found(args, ctx, None)), "precision": "EXACT"}


def _by_code(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    found = by_code(ctx.store, args["code"])
    return code_node(found, ctx) if found else None


ROOTS: dict[str, Resolver] = {
    "discountNode": _one(node),
    "discountNodes": _many(node),
    "discountNodesCount": _count,
    "automaticDiscountNode": _one(automatic_node, "automatic"),
    "automaticDiscountNodes": _many(automatic_node, "automatic"),
    "codeDiscountNode": _one(code_node, "code"),
    "codeDiscountNodes": _many(code_node, "code"),
    "codeDiscountNodeByCode": _by_code,
    **discount_mutations.ROOTS,
}


def _lookup(show: _Shown, method: str | None) -> Callable[[Context, int], Any]:
    def look(ctx: Context, number: int) -> dict[str, Any] | None:
        found = find_discount(ctx.store, number, method)
        return show(found, ctx) if found else None

    return look


NODES = {
    "DiscountNode": _lookup(node, None),
    "DiscountAutomaticNode": _lookup(automatic_node, "automatic"),
    "DiscountCodeNode": _lookup(code_node, "code"),
}
