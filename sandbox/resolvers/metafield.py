"""Metafields, read on their owners."""

from typing import Any

from sandbox.api_errors import ResourceNotFound
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.metafield_values import json_value
from sandbox.metafields import Metafield, definition_of, full_namespace, owner_type
from sandbox.resolvers import Resolver
from sandbox.resolvers.node import look_up


def _owner_gid(record: Any) -> str:
    from sandbox.resolvers.tables import TYPENAMES

    if isinstance(record, dict):
        return str(record["id"])
    return gid(TYPENAMES[type(record)], record.id)


def one_of_owner(record: Any, args: dict[str, Any], ctx: Context) -> Metafield | None:
    key = (_owner_gid(record), full_namespace(args.get("namespace")), args["key"])
    return ctx.store.metafields.get(key)


def all_of_owner(record: Any, args: dict[str, Any], ctx: Context) -> Listing:
    found = ctx.metafields_of(_owner_gid(record))
    if args.get("namespace") is not None:
        found = [m for m in found if m.namespace == full_namespace(args["namespace"])]
    if args.get("keys") is not None:
        wanted = {tuple(k.rpartition(".")[::2]) for k in args["keys"]}
        found = [m for m in found if (m.namespace, m.key) in {(full_namespace(n), k) for n, k in wanted}]
    return Listing(found, sort=lambda m: m.id)


def _owner(metafield: Metafield, _: dict[str, Any], ctx: Context) -> Any:
    owner = look_up(metafield.owner, ctx)
    if owner is None:
        raise ResourceNotFound("invalid id")
    return owner


def _definition(metafield: Metafield, _: dict[str, Any], ctx: Context) -> Any:
    return definition_of(ctx.store, owner_type(metafield.owner), metafield.namespace, metafield.key)


_ON_OWNER: dict[str, Resolver] = {"metafield": one_of_owner, "metafields": all_of_owner}

FIELDS: dict[str, dict[str, Resolver]] = {
    "Metafield": {
        "id": lambda m, _, __: gid("Metafield", m.id),
        "legacyResourceId": lambda m, _, __: str(m.id),
        "namespace": lambda m, _, __: m.namespace,
        "key": lambda m, _, __: m.key,
        "type": lambda m, _, __: m.type,
        "value": lambda m, _, __: m.value,
        "jsonValue": lambda m, _, __: json_value(m.type, m.value),
        "sizeInBytes": lambda m, _, __: len(m.value.encode()),
        "compareDigest": lambda m, _, __: m.compare_digest,
        "createdAt": lambda m, _, __: utc_text(m.created_at),
        "updatedAt": lambda m, _, __: utc_text(m.updated_at),
        "ownerType": lambda m, _, __: owner_type(m.owner),
        "owner": _owner,
        "definition": _definition,
    },
    "AppInstallation": _ON_OWNER,
    "Collection": _ON_OWNER,
    "Customer": _ON_OWNER,
    "DiscountAutomaticNode": _ON_OWNER,
    "DiscountCodeNode": _ON_OWNER,
    "DiscountNode": _ON_OWNER,
    "Order": _ON_OWNER,
    "Product": _ON_OWNER,
    "Shop": _ON_OWNER,
    "Validation": _ON_OWNER,
}

TYPENAMES = {Metafield: "Metafield"}
