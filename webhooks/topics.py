"""Every topic we take, written out. A new one is a file here, a line below, a line in shopify.app.toml.

Readers turn a body into order facts, which are posted together. Actors change something else.
"""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from app.ledger.people import Contact
from app.models import Shop, WebhookEvent
from app.rules.order_facts import OrderFacts
from webhooks import (
    app_scopes_update,
    app_uninstalled,
    bulk_operations_finish,
    customer_tags,
    customers,
    customers_delete,
    customers_merge,
    customers_purchasing_summary,
    graph_order,
    order_body,
    order_transactions,
    orders_delete,
    orders_edited,
    privacy,
    products_update,
    program_objects,
    refund_body,
    shop_update,
)

Reader = Callable[[bytes, Shop], tuple[OrderFacts, Contact | None]]
Actor = Callable[[Session, Shop, WebhookEvent, bytes, datetime], None]

READERS: dict[str, Reader] = {
    "orders/create": lambda raw, shop: order_body.read(raw, shop.platform_id),
    "orders/paid": lambda raw, shop: order_body.read(raw, shop.platform_id),
    "orders/updated": lambda raw, shop: order_body.read(raw, shop.platform_id),
    "orders/cancelled": lambda raw, shop: order_body.read(raw, shop.platform_id),
    "orders/edited": lambda raw, _: (orders_edited.read(raw), None),
    "orders/delete": lambda raw, _: (orders_delete.read(raw), None),
    "refunds/create": lambda raw, shop: (refund_body.read(raw, shop.currency), None),
    "api/order": lambda raw, _: graph_order.read(raw),
}

ACTORS: dict[str, Actor] = {
    "order_transactions/create": order_transactions.act,
    "customers/create": customers.act,
    "customers/update": customers.act,
    "customers/delete": customers_delete.act,
    "customers/merge": customers_merge.act,
    "customers/purchasing_summary": customers_purchasing_summary.act,
    "customer.tags_added": customer_tags.act,
    "customer.tags_removed": customer_tags.act,
    "discounts/update": program_objects.act,
    "discounts/delete": program_objects.act,
    "segments/update": program_objects.act,
    "segments/delete": program_objects.act,
    "products/update": products_update.act,
    "app/uninstalled": app_uninstalled.act,
    "app/scopes_update": app_scopes_update.act,
    "shop/update": shop_update.act,
    "bulk_operations/finish": bulk_operations_finish.act,
    "customers/data_request": privacy.data_request,
    "customers/redact": privacy.customer_redact,
    "shop/redact": privacy.shop_redact,
}

TOPICS = (*(topic for topic in READERS if not topic.startswith("api/")), *ACTORS)

COMPLIANCE = ("customers/data_request", "customers/redact", "shop/redact")
"""Subscribed in shopify.app.toml only; the platform allows no other way."""
