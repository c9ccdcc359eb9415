"""Metafield definitions: reading and listing them."""

from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.metafield_types import category_of
from sandbox.metafields import (
    MetafieldDefinition,
    definition_of,
    full_namespace,
)
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of


def definitions(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    if args.get("query"):
        raise NotSupported("metafieldDefinitions(query:)")
    found = [d for d in ctx.store.metafield_definitions.values() if d.owner_type == args["ownerType"]]
    if args.get("namespace") is not None:
        found = [d for d in found if d.namespace == full_namespace(args["namespace"])]
    if args.get("key") is not None:
        found = [d for d in found if d.key == args["key"]]
    return Listing(found, sort=lambda d: d.id)


def definition(_: None, args: dict[str, Any], ctx: Context) -> MetafieldDefinition | None:
    if args.get("id"):
        return ctx.store.metafield_definitions.get(number_of(args["id"], "MetafieldDefinition"))
    return identified(args.get("identifier") or {}, ctx)


def identified(asked: dict[str, Any], ctx: Context) -> MetafieldDefinition | None:
    namespace = full_namespace(asked.get("namespace"))
    return definition_of(ctx.store, asked["ownerType"], namespace, asked["key"])


def _shown_capabilities(record: MetafieldDefinition, _: dict[str, Any], __: Context) -> dict[str, Any]:
    shown: dict[str, Any] = {
        name: {"enabled": enabled, "eligible": True} for name, enabled in record.capabilities.items()
    }
    filterable = shown["adminFilterable"]
    filterable["status"] = "FILTERABLE" if filterable["enabled"] else "NOT_FILTERABLE"
    return shown


def _count(record: MetafieldDefinition, _: dict[str, Any], ctx: Context) -> int:
    place = (record.namespace, record.key)
    return sum(1 for m in ctx.store.metafields.values() if (m.namespace, m.key) == place)


FIELDS: dict[str, dict[str, Resolver]] = {
    "MetafieldDefinition": {
        "id": lambda d, _, __: gid("MetafieldDefinition", d.id),
        "name": lambda d, _, __: d.name,
        "namespace": lambda d, _, __: d.namespace,
        "key": lambda d, _, __: d.key,
        "ownerType": lambda d, _, __: d.owner_type,
        "type": lambda d, _, __: {"name": d.type, "category": category_of(d.type)},
        "description": lambda d, _, __: d.description,
        "access": lambda d, _, __: d.access,
        "capabilities": _shown_capabilities,
        "validations": lambda d, _, __: [{"name": n, "value": v} for n, v in d.validations],
        "pinnedPosition": lambda d, _, __: d.pinned_position,
        "validationStatus": lambda *_: "ALL_VALID",
        "metafieldsCount": _count,
    },
}

ROOTS: dict[str, Resolver] = {
    "metafieldDefinitions": definitions,
    "metafieldDefinition": definition,
}

NODES = {"MetafieldDefinition": lambda ctx, number: ctx.store.metafield_definitions.get(number)}
TYPENAMES = {MetafieldDefinition: "MetafieldDefinition"}
