"""node(id) and nodes(ids): any record that a resource file can look up."""

from typing import Any

from sandbox.admin_schema import access_rules
from sandbox.api_errors import AccessDenied, InputTooLarge, NotSupported, ResourceNotFound
from sandbox.connection import PAGE_LIMIT
from sandbox.context import Context
from sandbox.ids import parse_gid
from sandbox.resolvers import Resolver


def node(_: None, args: dict[str, Any], ctx: Context) -> Any:
    return _allowed(args["id"], ctx, "node")


def nodes(_: None, args: dict[str, Any], ctx: Context) -> list[Any]:
    if len(args["ids"]) > PAGE_LIMIT:
        raise InputTooLarge(len(args["ids"]), PAGE_LIMIT)
    return [_allowed(text, ctx, "nodes") for text in args["ids"]]


def look_up(text: str, ctx: Context) -> Any:
    """The record of a gid, None when there is none. Raises NotSupported for kinds nobody looks up."""
    from sandbox.resolvers.tables import NODES

    parsed = parse_gid(text)
    if parsed is None:
        raise ResourceNotFound(f"Invalid id: {text}")
    kind, number = parsed
    if kind not in NODES:
        raise NotSupported(f"node of {kind}")
    return NODES[kind](ctx, number)


def _allowed(text: str, ctx: Context, field: str) -> Any:
    parsed = parse_gid(text)
    rule = access_rules().get((parsed[0], None)) if parsed else None
    if rule is not None and not rule.any_of & ctx.scopes:
        raise AccessDenied(field, rule.text)
    return look_up(text, ctx)


ROOTS: dict[str, Resolver] = {"node": node, "nodes": nodes}
