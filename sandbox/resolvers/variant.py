"""ProductVariant: the one variant of a product."""

from typing import Any

from sandbox.amounts import text
from sandbox.clock import utc_text
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.products import Product
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of


def variant(p: Product, ctx: Context) -> dict[str, Any]:
    """A quantity of null means that the stock is not tracked (assumed)."""
    return {
        "__typename": "ProductVariant",
        "id": gid("ProductVariant", p.variant_id),
        "legacyResourceId": str(p.variant_id),
        "title": "Default Title",
        "displayName": f"{p.title} - Default Title",
        "price": text(p.price, ctx.store.currency),
        "compareAtPrice": None,
        "sku": None,
        "position": 1,
        "taxable": True,
        "availableForSale": p.inventory is None or p.inventory > 0,
        "inventoryPolicy": "DENY",
        "inventoryQuantity": p.inventory,
        "inventoryItem": {
            "id": gid("InventoryItem", p.variant_id),
            "tracked": p.inventory is not None,
            "requiresShipping": not p.gift_card,
        },
        "createdAt": utc_text(p.created_at),
        "updatedAt": utc_text(p.updated_at),
        "product": p,
    }


def find_variant(ctx: Context, number: int) -> dict[str, Any] | None:
    found = next((p for p in ctx.store.products.values() if p.variant_id == number), None)
    return variant(found, ctx) if found else None


def product_variant(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    return find_variant(ctx, number_of(args["id"], "ProductVariant"))


ROOTS: dict[str, Resolver] = {"productVariant": product_variant}
NODES = {"ProductVariant": find_variant}
