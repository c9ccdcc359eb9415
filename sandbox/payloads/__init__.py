"""Webhook bodies: the same keys, types and text forms as the bodies Shopify sends (version 2026-10).

One function per kind of body; each takes the store and the record and gives what is sent as JSON.
"""

from sandbox.payloads.bulk import bulk_finished
from sandbox.payloads.customer import customer, customer_deleted, customer_tags, customers_merged
from sandbox.payloads.discount import discount, discount_deleted
from sandbox.payloads.edit import order_edited
from sandbox.payloads.fulfillment import fulfillment_news
from sandbox.payloads.order import order, order_deleted
from sandbox.payloads.privacy import customer_redact, data_request, person, shop_redact
from sandbox.payloads.product import product
from sandbox.payloads.refund import refund
from sandbox.payloads.shop import scopes_update, shop
from sandbox.payloads.transaction import transaction

__all__ = [
    "bulk_finished",
    "customer",
    "customer_deleted",
    "customer_redact",
    "customer_tags",
    "customers_merged",
    "data_request",
    "discount",
    "discount_deleted",
    "fulfillment_news",
    "order",
    "order_deleted",
    "order_edited",
    "person",
    "product",
    "refund",
    "scopes_update",
    "shop",
    "shop_redact",
    "transaction",
]
