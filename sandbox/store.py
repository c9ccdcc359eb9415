"""One store: its settings and everything it holds. State lives in memory and dies with the process."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.bulk_operation import BulkOperation
from sandbox.customers import Customer
from sandbox.discount import Discount
from sandbox.gift_card import GiftCard
from sandbox.indexed import Indexed
from sandbox.metafields import Metafield, MetafieldDefinition
from sandbox.publications import Publication
from sandbox.redeem_code import BulkCreation
from sandbox.segments import Segment
from sandbox.store_credit import StoreCreditAccount
from sandbox.subscriptions import WebhookSubscription
from sandbox.throttle import Bucket
from sandbox.tokens import AccessToken, RefreshToken
from sandbox.validation import Validation


def _by_customer() -> Indexed[StoreCreditAccount]:
    return Indexed(lambda account: (account.customer_id,))


def _by_card_code() -> Indexed[GiftCard]:
    return Indexed(lambda card: (card.code,))


def _by_discount_code() -> Indexed[Discount]:
    return Indexed(lambda discount: [row.code.casefold() for row in discount.codes])


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
    store_credit_enabled: bool = True
    primary_locale: str = "en"  # the language of its storefront
    staff_locale: str = "en"  # the language in which its staff reads the admin

    installed: bool = False
    installation_id: int = 0
    scopes: tuple[str, ...] = ()
    access_tokens: dict[str, AccessToken] = field(default_factory=dict)
    refresh_tokens: dict[str, RefreshToken] = field(default_factory=dict)
    buckets: dict[str, Bucket] = field(default_factory=dict)  # by access token

    customers: dict[int, Customer] = field(default_factory=dict)
    customer_tag_spellings: dict[str, str] = field(default_factory=dict)  # casefolded -> as first seen
    segments: dict[int, Segment] = field(default_factory=dict)
    functions_deployed: bool = False  # whether this store has the version of the app with its Functions
    validations: dict[int, Validation] = field(default_factory=dict)
    metafields: dict[tuple[str, str, str], Metafield] = field(default_factory=dict)  # (owner gid, ns, key)
    metafield_definitions: dict[int, MetafieldDefinition] = field(default_factory=dict)
    webhook_subscriptions: dict[int, WebhookSubscription] = field(default_factory=dict)
    bulk_operations: dict[int, BulkOperation] = field(default_factory=dict)
    staged_uploads: dict[str, bytes | None] = field(default_factory=dict)  # by path; None until it is sent
    store_credit: Indexed[StoreCreditAccount] = field(default_factory=_by_customer)
    gift_cards: Indexed[GiftCard] = field(default_factory=_by_card_code)
    code_creations: dict[int, BulkCreation] = field(default_factory=dict)
    idempotent_answers: dict[tuple[str, str], Any] = field(default_factory=dict)  # (mutation, key)

    # Their records are defined in order.py, products.py, collection.py and discount.py.
    orders: dict[int, Any] = field(default_factory=dict)
    fulfillment_order_owners: dict[int, int] = field(default_factory=dict)  # id -> order id
    products: dict[int, Any] = field(default_factory=dict)
    product_history: dict[int, list[Any]] = field(default_factory=dict)  # as visibility changed
    publications: dict[int, Publication] = field(default_factory=dict)
    collections: dict[int, Any] = field(default_factory=dict)
    discounts: Indexed[Discount] = field(default_factory=_by_discount_code)
