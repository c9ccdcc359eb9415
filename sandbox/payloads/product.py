"""products/create and products/update, with the one variant."""

from typing import TYPE_CHECKING, Any

from sandbox.amounts import text
from sandbox.clock import local_text, utc_text
from sandbox.ids import gid
from sandbox.publications import online_store
from sandbox.store import Store

if TYPE_CHECKING:
    from sandbox.products import Product


def product(store: Store, record: "Product") -> dict[str, Any]:
    """The keys of the body in Shopify's documentation of the topic; no real one was recorded."""
    since = record.published.get(online_store(store.publications).id)
    return {
        "admin_graphql_api_id": gid("Product", record.id),
        "body_html": None,
        "created_at": local_text(record.created_at, store.timezone),
        "handle": record.handle,
        "id": record.id,
        "product_type": "",
        "published_at": local_text(since, store.timezone) if since else None,
        "template_suffix": None,
        "title": record.title,
        "updated_at": local_text(record.updated_at, store.timezone),
        "vendor": store.name,
        "status": record.status.lower(),
        "published_scope": "web" if len(record.published) == 1 and since else "global",
        "tags": ", ".join(record.tags),
        "variants": [_variant(store, record)],
        "options": [_option(record)],
        "images": [],
        "image": None,
        "media": [],
        "variant_gids": [
            {
                "admin_graphql_api_id": gid("ProductVariant", record.variant_id),
                "updated_at": utc_text(record.updated_at),
            }
        ],
        "has_variants_that_requires_components": False,
        "category": None,
    }


def _variant(store: Store, record: "Product") -> dict[str, Any]:
    return {
        "admin_graphql_api_id": gid("ProductVariant", record.variant_id),
        "barcode": None,
        "compare_at_price": None,
        "created_at": local_text(record.created_at, store.timezone),
        "id": record.variant_id,
        "inventory_policy": "deny",
        "position": 1,
        "price": text(record.price, store.currency),
        "product_id": record.id,
        "sku": None,
        "taxable": True,
        "title": "Default Title",
        "updated_at": local_text(record.updated_at, store.timezone),
        "option1": "Default Title",
        "option2": None,
        "option3": None,
        "image_id": None,
        "inventory_item_id": record.variant_id,
        "inventory_quantity": record.inventory or 0,
        "old_inventory_quantity": record.inventory or 0,
    }


def _option(record: "Product") -> dict[str, Any]:
    return {
        "name": "Title",
        "id": record.id,
        "product_id": record.id,
        "position": 1,
        "values": ["Default Title"],
    }
