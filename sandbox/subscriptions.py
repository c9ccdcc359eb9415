"""Webhook subscriptions of the app in one store."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class WebhookSubscription:
    id: int
    topic: str  # as in the schema: ORDERS_PAID
    uri: str
    created_at: datetime
    updated_at: datetime
    format: str = "JSON"
    name: str | None = None
    filter: str | None = None
    include_fields: tuple[str, ...] = ()
    metafield_namespaces: tuple[str, ...] = ()
    metafields: tuple[tuple[str, str], ...] = ()  # (namespace, key)
