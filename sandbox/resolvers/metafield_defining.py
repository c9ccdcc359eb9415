"""Metafield definitions: making, changing and deleting them. Messages as recorded."""

from dataclasses import replace
from typing import Any

from sandbox.access import check_scope
from sandbox.api_errors import AccessDenied
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.metafield_names import character_faults, length_faults
from sandbox.metafield_types import is_type, unknown_type
from sandbox.metafields import MetafieldDefinition, full_namespace, is_app_owned, is_of_another
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.resolvers.metafield_definition import definition, identified

_NOT_YOURS = (
    "API client to have access to the namespace and the resource type associated with the metafield"
    " definition.\n"
)
NOT_PERMITTED = 'Setting this access control is not permitted. It must be one of ["public_read_write"].'
WRITE_SCOPES = {
    "COLLECTION": "write_products",
    "CUSTOMER": "write_customers",
    "DISCOUNT": "write_discounts",
    "ORDER": "write_orders",
    "PRODUCT": "write_products",
}
_CAPABILITIES = (
    "adminFilterable",
    "analyticsQueryable",
    "cartToOrderCopyable",
    "smartCollectionCondition",
    "uniqueValues",
)


def definition_create(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args["definition"]
    namespace = full_namespace(asked.get("namespace"))
    _check_namespace("metafieldDefinitionCreate", namespace, asked["ownerType"], ctx)
    errors = _create_errors(asked, namespace, ctx)
    if errors:
        return {"createdDefinition": None, "userErrors": errors}
    made = MetafieldDefinition(
        id=ctx.world.ids.take("MetafieldDefinition"),
        owner_type=asked["ownerType"],
        namespace=namespace,
        key=asked["key"],
        name=asked["name"],
        type=asked["type"],
        description=asked.get("description"),
        access=access_of(asked.get("access") or {}, {}, namespace),
        capabilities=capabilities_of(asked.get("capabilities") or {}, {}),
        validations=_validations(asked),
        pinned_position=next_pin(asked["ownerType"], ctx) if asked.get("pin") else None,
    )
    ctx.store.metafield_definitions[made.id] = made
    return {"createdDefinition": made, "userErrors": []}


def definition_update(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args["definition"]
    namespace = full_namespace(asked.get("namespace"))
    _check_namespace("metafieldDefinitionUpdate", namespace, asked["ownerType"], ctx)
    found = identified(asked, ctx)
    if found is None:
        errors = [user_error(["definition"], "Definition not found.", code="NOT_FOUND")]
        return {"updatedDefinition": None, "validationJob": None, "userErrors": errors}
    errors = _access_errors(asked, namespace, "INVALID_INPUT")
    if errors:
        return {"updatedDefinition": None, "validationJob": None, "userErrors": errors}
    changed = replace(
        found,
        name=asked.get("name") or found.name,
        description=asked.get("description", found.description),
        access=access_of(asked.get("access") or {}, found.access, namespace),
        capabilities=capabilities_of(asked.get("capabilities") or {}, found.capabilities),
        validations=_validations(asked) if "validations" in asked else found.validations,
    )
    ctx.store.metafield_definitions[found.id] = changed
    return {"updatedDefinition": changed, "validationJob": None, "userErrors": []}


def definition_delete(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found = definition(None, args, ctx)
    if found is None:
        errors = [user_error(["id"], "Definition not found.", code="NOT_FOUND")]
        return {"deletedDefinition": None, "deletedDefinitionId": None, "userErrors": errors}
    _check_namespace("metafieldDefinitionDelete", found.namespace, found.owner_type, ctx)
    del ctx.store.metafield_definitions[found.id]
    if args.get("deleteAllAssociatedMetafields"):
        for key in [k for k, m in ctx.store.metafields.items() if k[1:] == (found.namespace, found.key)]:
            del ctx.store.metafields[key]
    return {
        "deletedDefinition": {
            "ownerType": found.owner_type,
            "namespace": found.namespace,
            "key": found.key,
        },
        "deletedDefinitionId": gid("MetafieldDefinition", found.id),
        "userErrors": [],
    }


def _check_namespace(field: str, namespace: str, owner_type: str, ctx: Context) -> None:
    if is_of_another(namespace):
        raise AccessDenied(field, _NOT_YOURS)
    if owner_type in WRITE_SCOPES:
        check_scope(field, WRITE_SCOPES[owner_type], ctx.scopes)


def _create_errors(asked: dict[str, Any], namespace: str, ctx: Context) -> list[dict[str, Any]]:
    faults = length_faults(namespace=namespace, key=asked["key"], name=asked["name"])
    faults = faults or character_faults(namespace=namespace, key=asked["key"])
    if faults:
        return [user_error(["definition", f.field], f.message, code=f.code) for f in faults]
    if not is_type(asked["type"]):
        return [user_error(["definition", "type"], unknown_type(asked["type"]), code="INCLUSION")]
    if identified(asked, ctx) is not None:
        owner = asked["ownerType"].title()
        message = f"Key is in use for {owner} metafields on the '{namespace}' namespace."
        return [user_error(["definition", "key"], message, code="TAKEN")]
    return _access_errors(asked, namespace, "INVALID")


def _access_errors(asked: dict[str, Any], namespace: str, code: str) -> list[dict[str, Any]]:
    """Only in the app's own namespaces may it be set who may edit in the admin (recorded)."""
    admin = (asked.get("access") or {}).get("admin")
    if admin is None or is_app_owned(namespace):
        return []
    return [user_error(["definition"], NOT_PERMITTED, code=code)]


def access_of(asked: dict[str, Any], before: dict[str, str | None], namespace: str) -> dict[str, str | None]:
    admin = "MERCHANT_READ_WRITE" if is_app_owned(namespace) else "PUBLIC_READ_WRITE"
    defaults: dict[str, str | None] = {"admin": admin, "storefront": "NONE", "customerAccount": "NONE"}
    return {**defaults, **before, **{name: value for name, value in asked.items() if value is not None}}


def capabilities_of(asked: dict[str, Any], before: dict[str, bool]) -> dict[str, bool]:
    chosen = {name: bool(entry["enabled"]) for name, entry in asked.items() if entry}
    return {**dict.fromkeys(_CAPABILITIES, False), **before, **chosen}


def _validations(asked: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((v["name"], v["value"]) for v in asked.get("validations") or ())


def next_pin(owner_type: str, ctx: Context) -> int:
    pins = [
        d.pinned_position or 0 for d in ctx.store.metafield_definitions.values() if d.owner_type == owner_type
    ]
    return max(pins, default=0) + 1


ROOTS: dict[str, Resolver] = {
    "metafieldDefinitionCreate": definition_create,
    "metafieldDefinitionUpdate": definition_update,
    "metafieldDefinitionDelete": definition_delete,
}
