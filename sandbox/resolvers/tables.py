"""All resource files, written out, and their tables laid together."""

from collections.abc import Callable
from typing import Any

from sandbox.context import Context
from sandbox.resolvers import (
    Resolver,
    app_installation,
    bulk_mutation,
    bulk_operation,
    collection,
    collection_mutations,
    customer,
    customer_merging,
    discount,
    discount_codes,
    fulfillment_order,
    fulfillment_order_changes,
    gift_card,
    gift_card_moving,
    gift_card_mutations,
    gift_card_notice,
    metafield,
    metafield_defining,
    metafield_definition,
    metafield_setting,
    metafield_standard,
    node,
    order,
    product,
    publication,
    refund,
    refund_create,
    segment,
    segment_members,
    shop,
    shopify_function,
    staged_upload,
    store_credit,
    store_credit_mutations,
    store_credit_transaction,
    suggested_refund,
    tags,
    validation,
    variant,
    webhook_subscription,
)

RESOURCES = (
    app_installation,
    bulk_mutation,
    bulk_operation,
    collection,
    collection_mutations,
    customer,
    customer_merging,
    discount,
    discount_codes,
    fulfillment_order,
    fulfillment_order_changes,
    gift_card,
    gift_card_moving,
    gift_card_mutations,
    gift_card_notice,
    metafield,
    metafield_defining,
    metafield_definition,
    metafield_setting,
    metafield_standard,
    node,
    order,
    product,
    publication,
    refund,
    refund_create,
    segment,
    segment_members,
    shop,
    shopify_function,
    staged_upload,
    store_credit,
    store_credit_mutations,
    store_credit_transaction,
    suggested_refund,
    tags,
    validation,
    variant,
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
