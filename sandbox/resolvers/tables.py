"""All resource files, written out, and their tables laid together."""

from collections.abc import Callable
from typing import Any

from sandbox.context import Context
from sandbox.resolvers import (
    Resolver,
    app_installation,
    bulk_operation,
    customer,
    customer_merging,
    discount,
    metafield,
    metafield_defining,
    metafield_definition,
    node,
    order,
    product,
    refund,
    segment,
    segment_members,
    shop,
    tags,
    webhook_subscription,
)

RESOURCES = (
    app_installation,
    bulk_operation,
    customer,
    customer_merging,
    discount,
    metafield,
    metafield_defining,
    metafield_definition,
    node,
    order,
    product,
    refund,
    segment,
    segment_members,
    shop,
    tags,
    webhook_subscription,
)

FIELDS: dict[str, dict[str, Resolver]] = {}
ROOTS: dict[str, Resolver] = {}
NODES: dict[str, Callable[[Context, int], Any]] = {}
TYPENAMES: dict[type, str] = {}

for _resource in RESOURCES:
    for _type, _fields in getattr(_resource, "FIELDS", {}).items():
        FIELDS.setdefault(_type, {}).update(_fields)
    ROOTS.update(getattr(_resource, "ROOTS", {}))
    NODES.update(getattr(_resource, "NODES", {}))
    TYPENAMES.update(getattr(_resource, "TYPENAMES", {}))
