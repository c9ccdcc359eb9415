"""Setting and deleting metafields."""

from typing import Any

from sandbox.access import check_scope
from sandbox.api_errors import AccessDenied, NotSupported
from sandbox.context import Context
from sandbox.ids import parse_gid
from sandbox.metafield_names import length_faults, reserved_faults
from sandbox.metafield_rules import validated
from sandbox.metafield_values import BadValue, stored
from sandbox.metafields import (
    OWNER_TYPES,
    Metafield,
    definition_of,
    full_namespace,
    is_of_another,
    owner_type,
)
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.resolvers.node import look_up

_SET_LIMIT = 25
_STALE = "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value."
_WRITE_SCOPES = {
    "Collection": "write_products",
    "Customer": "write_customers",
    "DiscountAutomaticNode": "write_discounts",
    "DiscountCodeNode": "write_discounts",
    "DiscountNode": "write_discounts",
    "Order": "write_orders",
    "Product": "write_products",
    "Validation": "write_validations",
}


def metafields_set(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """All or nothing: one bad entry, and none is set."""
    entries = args["metafields"]
    if len(entries) > _SET_LIMIT:
        message = f"Exceeded the maximum metafields input limit of {_SET_LIMIT}."
        return _refused([_error(["metafields"], message, "LESS_THAN_OR_EQUAL_TO")])
    errors: list[dict[str, Any]] = []
    ready = []
    for at, entry in enumerate(entries):
        _check_owner(entry["ownerId"], "metafieldsSet", ctx)
        found = _prepared(entry, ctx)
        if isinstance(found, Metafield):
            ready.append(found)
        else:
            errors += [{**e, "field": ["metafields", str(at), *e["field"]]} for e in found]
    if errors:
        return _refused(errors)
    for metafield in ready:
        ctx.store.metafields[metafield.owner, metafield.namespace, metafield.key] = metafield
    return {"metafields": ready, "userErrors": []}


def metafields_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """What is not there is answered with null in its place."""
    gone: list[dict[str, Any] | None] = []
    for entry in args["metafields"]:
        _check_owner(entry["ownerId"], "metafieldsDelete", ctx)
        key = (_own_gid(entry["ownerId"], ctx), full_namespace(entry["namespace"]), entry["key"])
        removed = ctx.store.metafields.pop(key, None)
        shown = {"ownerId": entry["ownerId"], "namespace": key[1], "key": key[2]}
        gone.append(shown if removed else None)
    return {"deletedMetafields": gone, "userErrors": []}


def _own_gid(owner: str, ctx: Context) -> str:
    """A discount may be named as DiscountNode, or as the node of its method: it has one set of metafields."""
    if owner_type(owner) != "DISCOUNT":
        return owner
    record = look_up(owner, ctx)
    return str(record["id"]) if record else owner


def _refused(errors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"metafields": [], "userErrors": errors}


def _check_owner(owner: str, field: str, ctx: Context) -> None:
    kind = (parse_gid(owner) or ("", 0))[0]
    if kind not in OWNER_TYPES:
        raise NotSupported(f"metafields of {kind or owner}")
    if kind in _WRITE_SCOPES:
        check_scope(field, _WRITE_SCOPES[kind], ctx.scopes)


def _prepared(entry: dict[str, Any], ctx: Context) -> Metafield | list[dict[str, Any]]:
    owner = _own_gid(entry["ownerId"], ctx)
    namespace, key = full_namespace(entry.get("namespace")), entry["key"]
    if is_of_another(namespace):
        raise AccessDenied("metafieldsSet", "API client to have access to the namespace.\n")
    faults = length_faults(namespace=namespace, key=key) or reserved_faults(namespace)
    if faults:
        return [_error([f.field], f.message, f.code) for f in faults]
    if look_up(owner, ctx) is None:
        return [_error(["ownerId"], "Owner does not exist.", "INVALID")]
    present = ctx.store.metafields.get((owner, namespace, key))
    if "compareDigest" in entry and entry["compareDigest"] != (present and present.compare_digest):
        return [_error(["compareDigest"], _STALE, "STALE_OBJECT")]
    return _typed(entry, owner, namespace, present, ctx)


def _typed(
    entry: dict[str, Any], owner: str, namespace: str, present: Metafield | None, ctx: Context
) -> Metafield | list[dict[str, Any]]:
    key = entry["key"]
    definition = definition_of(ctx.store, owner_type(owner), namespace, key)
    kind = entry.get("type") or (definition and definition.type) or (present and present.type)
    if not kind:
        return [_error(["type"], "Type can't be blank", "BLANK")]
    if definition is not None and kind != definition.type:
        message = f"Type must be consistent with the definition's type: {definition.type}."
        return [_error(["type"], message, "INVALID_TYPE")]
    try:
        value = stored(kind, entry["value"])
        if definition is not None:
            validated(kind, value, definition.validations)
    except BadValue as bad:
        return [_error(["value"], bad.message, "INVALID_VALUE", bad.element)]
    return Metafield(
        id=present.id if present else ctx.world.ids.take("Metafield"),
        owner=owner,
        namespace=namespace,
        key=key,
        type=kind,
        value=value,
        created_at=present.created_at if present else ctx.now,
        updated_at=ctx.now,
    )


def _error(field: list[str], message: str, code: str | None, element: int | None = None) -> dict[str, Any]:
    return user_error(field, message, code=code, elementIndex=element)


ROOTS: dict[str, Resolver] = {"metafieldsSet": metafields_set, "metafieldsDelete": metafields_delete}
