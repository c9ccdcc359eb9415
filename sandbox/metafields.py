"""Metafields and their definitions: the records."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256


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
        return sha256(self.value.encode()).hexdigest()


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
