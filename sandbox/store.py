"""One store: its settings and everything it holds. State lives in memory and dies with the process."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.bulk_operation import BulkOperation
from sandbox.customers import Customer
from sandbox.metafields import Metafield, MetafieldDefinition
from sandbox.segments import Segment
from sandbox.subscriptions import WebhookSubscription
from sandbox.throttle import Bucket
from sandbox.tokens import AccessToken, RefreshToken


@dataclass
class Store:
    """The records inside are frozen: a change replaces the record, so a reader never sees half of one."""

    domain: str
    id: int
    name: str
    created_at: datetime
    currency: str = "USD"
    timezone: str = "America/New_York"
    plan: str = "basic"
    taxes_included: bool = False
    restore_rate: int = 100  # points a second
    bucket_size: int = 2000  # points

    installed: bool = False
    installation_id: int = 0
    scopes: tuple[str, ...] = ()
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    buckets: dict[str, Bucket] = field(default_factory=dict)  # by access token

    customers: dict[int, Customer] = field(default_factory=dict)
    customer_tag_spellings: dict[str, str] = field(default_factory=dict)  # casefolded -> as first seen
    segments: dict[int, Segment] = field(default_factory=dict)
    metafields: dict[tuple[str, str, str], Metafield] = field(default_factory=dict)  # (owner gid, ns, key)
    metafield_definitions: dict[int, MetafieldDefinition] = field(default_factory=dict)
    webhook_subscriptions: dict[int, WebhookSubscription] = field(default_factory=dict)
    bulk_operations: dict[int, BulkOperation] = field(default_factory=dict)

    # Their records are defined in orders.py, products.py and discounts.py.
    orders: dict[int, Any] = field(default_factory=dict)
    products: dict[int, Any] = field(default_factory=dict)
    discounts: dict[int, Any] = field(default_factory=dict)
