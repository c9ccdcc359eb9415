"""Shopify's own metafield definitions, which a store switches on. Refusals as recorded."""

from dataclasses import dataclass, replace
from typing import Any

from sandbox.access import check_scope
from sandbox.context import Context
from sandbox.ids import parse_gid
from sandbox.metafields import MetafieldDefinition, definition_of
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.resolvers.metafield_defining import (
    NOT_PERMITTED,
    WRITE_SCOPES,
    access_of,
    capabilities_of,
    next_pin,
)

_NO_ID = "Id is not a valid standard metafield definition template id"
_NO_NAME = "A standard definition wasn't found for the specified owner type, namespace, and key."
_NOTHING = "A namespace and key or standard metafield definition template id must be provided."


@dataclass(frozen=True)
class Template:
    owner_types: tuple[str, ...]
    namespace: str
    key: str
    name: str
    type: str


_PRODUCTS = ("PRODUCT", "PRODUCTVARIANT")

# By the number of the template: the first two as recorded, the third's number is assumed.
_TEMPLATES = {
    1: Template(_PRODUCTS, "descriptors", "subtitle", "Product subtitle", "single_line_text_field"),
    3: Template(_PRODUCTS, "facts", "isbn", "ISBN", "single_line_text_field"),
    10_001: Template(("CUSTOMER",), "facts", "birth_date", "Birth date", "date"),
}


def enable(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Switching on again changes nothing, unless it asks for a pin (recorded)."""
    owner = args["ownerType"]
    if owner in WRITE_SCOPES:
        check_scope("standardMetafieldDefinitionEnable", WRITE_SCOPES[owner], ctx.scopes)
    template = _template(args)
    if isinstance(template, dict):
        return {"createdDefinition": None, "userErrors": [template]}
    if (args.get("access") or {}).get("admin") is not None:
        error = user_error(["access"], NOT_PERMITTED, code="INVALID")
        return {"createdDefinition": None, "userErrors": [error]}
    present = definition_of(ctx.store, owner, template.namespace, template.key)
    made = present or _made(template, args, ctx)
    if args.get("pin") and made.pinned_position is None:
        made = replace(made, pinned_position=next_pin(owner, ctx))
    ctx.store.metafield_definitions[made.id] = made
    return {"createdDefinition": made, "userErrors": []}


def _template(args: dict[str, Any]) -> Template | dict[str, Any]:
    owner = args["ownerType"]
    if args.get("id"):
        found = _TEMPLATES.get((parse_gid(args["id"]) or ("", 0))[1])
        if found is None or owner not in found.owner_types:
            return user_error(["id"], _NO_ID, code="TEMPLATE_NOT_FOUND")
        return found
    if not args.get("namespace") or not args.get("key"):
        return user_error(None, _NOTHING, code="TEMPLATE_NOT_FOUND")
    for template in _TEMPLATES.values():
        named = (template.namespace, template.key) == (args["namespace"], args["key"])
        if named and owner in template.owner_types:
            return template
    return user_error(None, _NO_NAME, code="TEMPLATE_NOT_FOUND")


def _made(template: Template, args: dict[str, Any], ctx: Context) -> MetafieldDefinition:
    return MetafieldDefinition(
        id=ctx.world.ids.take("MetafieldDefinition"),
        owner_type=args["ownerType"],
        namespace=template.namespace,
        key=template.key,
        name=template.name,
        type=template.type,
        access=access_of(args.get("access") or {}, {}, template.namespace),
        capabilities=capabilities_of(args.get("capabilities") or {}, {}),
    )


ROOTS: dict[str, Resolver] = {"standardMetafieldDefinitionEnable": enable}
