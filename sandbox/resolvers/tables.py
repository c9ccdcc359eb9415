"""All resource files, written out, and their tables laid together."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from sandbox.context import Context
from sandbox.resolvers import Resolver

RESOURCES = (
    "app_installation",
    "bulk_operation",
    "customer",
    "customer_merging",
    "discount",
    "metafield",
    "metafield_definition",
    "node",
    "order",
    "product",
    "refund",
    "segment",
    "segment_members",
    "shop",
    "tags",
    "webhook_subscription",
)

FIELDS: dict[str, dict[str, Resolver]] = {}
ROOTS: dict[str, Resolver] = {}
NODES: dict[str, Callable[[Context, int], Any]] = {}
TYPENAMES: dict[type, str] = {}

for _name in RESOURCES:
    try:
        _module = import_module(f"sandbox.resolvers.{_name}")
    except ModuleNotFoundError:
        continue
    for _type, _fields in getattr(_module, "FIELDS", {}).items():
        FIELDS.setdefault(_type, {}).update(_fields)
    ROOTS.update(getattr(_module, "ROOTS", {}))
    NODES.update(getattr(_module, "NODES", {}))
    TYPENAMES.update(getattr(_module, "TYPENAMES", {}))
