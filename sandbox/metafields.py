"""Metafields and their definitions: the records, and whose namespaces they stand in."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from sandbox.ids import parse_gid

if TYPE_CHECKING:
    from sandbox.store import Store

# The number of the app at the platform, part of the namespaces that are its own.
APP_ID = 347_082_227_713
_OWN = f"app--{APP_ID}"

OWNER_TYPES = {
    "AppInstallation": "API_PERMISSION",
    "Collection": "COLLECTION",
    "Customer": "CUSTOMER",
    "DiscountAutomaticNode": "DISCOUNT",
    "DiscountCodeNode": "DISCOUNT",
    "DiscountNode": "DISCOUNT",
    "Order": "ORDER",
    "Product": "PRODUCT",
    "Shop": "SHOP",
    "Validation": "VALIDATION",
}


@dataclass(frozen=True)
class Metafield:
    id: int
    owner: str  # gid
    namespace: str
    key: str
    type: str
    value: str
    created_at: datetime
    updated_at: datetime

    @property
    def compare_digest(self) -> str:
        return sha256(f"{self.type}\n{self.value}".encode()).hexdigest()


@dataclass(frozen=True)
class MetafieldDefinition:
    id: int
    owner_type: str  # MetafieldOwnerType, e.g. CUSTOMER
    namespace: str
    key: str
    name: str
    type: str
    description: str | None = None
    access: dict[str, str | None] = field(default_factory=dict)  # admin, storefront, customerAccount
    capabilities: dict[str, bool] = field(default_factory=dict)
    validations: tuple[tuple[str, str], ...] = ()
    pinned_position: int | None = None


def full_namespace(given: str | None) -> str:
    """$app, or none at all, is the app's own; $app:x is a part of it (recorded)."""
    if given is None or given == "$app":
        return _OWN
    if given.startswith("$app:"):
        return f"{_OWN}--{given.removeprefix('$app:')}"
    return given


def owner_type(owner: str) -> str:
    """MetafieldOwnerType of a gid; metafields of other kinds are not supported here."""
    return OWNER_TYPES[(parse_gid(owner) or ("", 0))[0]]


def is_app_owned(namespace: str) -> bool:
    return namespace == _OWN or namespace.startswith(f"{_OWN}--")


def is_of_another(namespace: str) -> bool:
    """Another app's, or Shopify's own."""
    return namespace == "shopify" or (namespace.startswith("app--") and not is_app_owned(namespace))


def definition_of(store: "Store", owner_type: str, namespace: str, key: str) -> MetafieldDefinition | None:
    for definition in store.metafield_definitions.values():
        if (definition.owner_type, definition.namespace, definition.key) == (owner_type, namespace, key):
            return definition
    return None


def metafields_of(store: "Store", owner: str) -> list[Metafield]:
    return [m for m in store.metafields.values() if m.owner == owner]


def drop_metafields(store: "Store", owner: str) -> None:
    """Metafields go with their owner."""
    for metafield in metafields_of(store, owner):
        del store.metafields[metafield.owner, metafield.namespace, metafield.key]
