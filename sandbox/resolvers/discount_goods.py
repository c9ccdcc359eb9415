"""What a discount gives on goods, and for a gift with a purchase what must be bought."""

from typing import Any

from sandbox.amounts import graph_text
from sandbox.context import Context
from sandbox.discount import Discount
from sandbox.discount_items import Buys, Items
from sandbox.resolvers.order_bag import money
from sandbox.resolvers.variant import variant


def goods(discount: Discount, ctx: Context) -> dict[str, Any]:
    currency = ctx.store.currency
    gets = {
        "value": _value(discount, currency),
        "items": _items(discount.items, ctx),
        "appliesOnOneTimePurchase": discount.one_time_purchase,
        "appliesOnSubscription": discount.subscription,
    }
    if discount.buys is None:
        return {"customerGets": gets}
    gift = {
        "__typename": "DiscountOnQuantity",
        "quantity": {"quantity": str(discount.gift_quantity)},
        "effect": gets["value"],
    }
    return {
        "customerGets": {**gets, "value": gift},
        "customerBuys": _buys(discount.buys, ctx),
        "usesPerOrderLimit": discount.uses_per_order,
    }


def _value(discount: Discount, currency: str) -> dict[str, Any]:
    if discount.percent is not None:
        fraction = float(discount.percent / 100)  # Float in the schema
        return {"__typename": "DiscountPercentage", "percentage": fraction}
    amount = money(discount.amount or 0, currency)
    return {"__typename": "DiscountAmount", "amount": amount, "appliesOnEachItem": discount.amount_on_each}


def _buys(buys: Buys, ctx: Context) -> dict[str, Any]:
    if buys.quantity is not None:
        value = {"__typename": "DiscountQuantity", "quantity": str(buys.quantity)}
    else:
        amount = graph_text(buys.amount or 0, ctx.store.currency)
        value = {"__typename": "DiscountPurchaseAmount", "amount": amount}
    return {
        "value": value,
        "items": _items(buys.items, ctx),
        "isOneTimePurchase": True,
        "isSubscription": False,
    }


def _items(items: Items, ctx: Context) -> dict[str, Any]:
    """A product or collection that was deleted is no longer listed."""
    store = ctx.store
    if items.kind == "all":
        return {"__typename": "AllDiscountItems", "allItems": True}
    if items.kind == "collections":
        found = [store.collections[i] for i in items.collection_ids if i in store.collections]
        return {"__typename": "DiscountCollections", "collections": found}
    return {
        "__typename": "DiscountProducts",
        "products": [store.products[i] for i in items.product_ids if i in store.products],
        "productVariants": [
            variant(p, ctx) for p in store.products.values() if p.variant_id in items.variant_ids
        ],
    }
