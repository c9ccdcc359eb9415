"""tagsAdd and tagsRemove, on customers, orders and products."""

from collections.abc import Callable
from typing import Any

from sandbox.access import check_scope
from sandbox.api_errors import NotSupported, ResourceNotFound
from sandbox.context import Context
from sandbox.customers import Change, set_customer_tags
from sandbox.ids import parse_gid
from sandbox.orders import set_tags
from sandbox.products import edit_product
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.tag_list import TAG_LENGTH_LIMIT, TAGS_LIMIT, added, removed, removed_exactly, split

_Edit = Callable[[tuple[str, ...], list[str]], tuple[str, ...]]

# gid kind -> the scope that writes it
_TAGGED = {"Customer": "write_customers", "Order": "write_orders", "Product": "write_products"}


def tags_add(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    return _edit("tagsAdd", added, args, ctx)


def tags_remove(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    kind = (parse_gid(args["id"]) or ("", 0))[0]
    return _edit("tagsRemove", removed_exactly if kind == "Order" else removed, args, ctx)


def _edit(field: str, edit: _Edit, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    kind, number = parse_gid(args["id"]) or ("", 0)
    if kind not in _TAGGED:
        if kind in ("DraftOrder", "Article", "DiscountNode", "DiscountCodeNode", "DiscountAutomaticNode"):
            raise NotSupported(f"{field} on {kind}")
        raise ResourceNotFound("invalid id")
    check_scope(field, _TAGGED[kind], ctx.scopes)
    record = _records(kind, ctx).get(number)
    if record is None:
        return {"node": None, "userErrors": [user_error(["id"], f"{kind} does not exist")]}
    tags = edit(record.tags, args["tags"])
    wrong = _too_much(tags, args["tags"])
    if wrong:
        return {"node": None, "userErrors": [user_error(["tags"], wrong)]}
    return {"node": _written(kind, record, tags, ctx), "userErrors": []}


def _too_much(tags: tuple[str, ...], given: list[str]) -> str | None:
    if len(tags) > TAGS_LIMIT:
        return f"Tags cannot be more than {TAGS_LIMIT}"
    if any(len(tag) > TAG_LENGTH_LIMIT for tag in split(given)):
        return f"Tags exceeded the maximum length of {TAG_LENGTH_LIMIT} characters"
    return None


def _records(kind: str, ctx: Context) -> dict[int, Any]:
    store = ctx.store
    return {"Customer": store.customers, "Order": store.orders, "Product": store.products}[kind]


def _written(kind: str, record: Any, tags: tuple[str, ...], ctx: Context) -> Any:
    if tags == record.tags:
        return record
    if kind == "Customer":
        return set_customer_tags(ctx.world, ctx.store, record, tags, Change(ctx.now))
    if kind == "Product":
        return edit_product(ctx.world, ctx.store, record, tags=tags)
    return set_tags(ctx.world, ctx.store, Change(ctx.now), record.id, tags)


ROOTS: dict[str, Resolver] = {"tagsAdd": tags_add, "tagsRemove": tags_remove}
