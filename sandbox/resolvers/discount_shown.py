"""A discount as GraphQL shows it: one of six types, and the three kinds of nodes around it."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.context import Context
from sandbox.discount import Discount
from sandbox.discount_summary import summary
from sandbox.resolvers.discount_goods import goods
from sandbox.resolvers.order_bag import money

_TYPES = {
    ("automatic", "basic"): "DiscountAutomaticBasic",
    ("automatic", "bxgy"): "DiscountAutomaticBxgy",
    ("automatic", "free_shipping"): "DiscountAutomaticFreeShipping",
    ("code", "basic"): "DiscountCodeBasic",
    ("code", "bxgy"): "DiscountCodeBxgy",
    ("code", "free_shipping"): "DiscountCodeFreeShipping",
}


def node(discount: Discount, ctx: Context) -> dict[str, Any]:
    """DiscountNode, with the gid of the more special node (recorded)."""
    return {"__typename": "DiscountNode", "id": discount.gid, "discount": shown(discount, ctx)}


def automatic_node(discount: Discount, ctx: Context) -> dict[str, Any]:
    return {
        "__typename": "DiscountAutomaticNode",
        "id": discount.gid,
        "automaticDiscount": shown(discount, ctx),
    }


def code_node(discount: Discount, ctx: Context) -> dict[str, Any]:
    return {"__typename": "DiscountCodeNode", "id": discount.gid, "codeDiscount": shown(discount, ctx)}


def shown(discount: Discount, ctx: Context) -> dict[str, Any]:
    currency = ctx.store.currency
    body = {
        "__typename": _TYPES[(discount.method, discount.effect)],
        "title": discount.title,
        "status": discount.status(ctx.now),
        "summary": summary(discount, currency),
        "shortSummary": summary(discount, currency).partition(" • ")[0],
        "startsAt": utc_text(discount.starts_at),
        "endsAt": utc_text(discount.ends_at) if discount.ends_at else None,
        "createdAt": utc_text(discount.created_at),
        "updatedAt": utc_text(discount.updated_at),
        "asyncUsageCount": len(discount.used_by),
        "discountClasses": [discount.discount_class],
        "discountClass": discount.discount_class,
        "combinesWith": {
            "orderDiscounts": discount.combines.order,
            "productDiscounts": discount.combines.product,
            "shippingDiscounts": discount.combines.shipping,
        },
        "context": _context(discount, ctx),
        "minimumRequirement": _minimum(discount, currency),
        "tags": list(discount.tags),
    }
    if discount.method == "automatic":
        body["recurringCycleLimit"] = discount.recurring_cycles or 1
    else:
        body |= _code(discount)
    if discount.effect == "free_shipping":
        return body | _shipping(discount, currency)
    return body | goods(discount, ctx)


def _context(discount: Discount, ctx: Context) -> dict[str, Any]:
    """A segment or customer that was deleted is no longer listed, and the discount reaches nobody."""
    ids = discount.context.ids
    if discount.context.kind == "customers":
        found = [ctx.store.customers[i] for i in ids if i in ctx.store.customers]
        return {"__typename": "DiscountCustomers", "customers": found}
    if discount.context.kind == "segments":
        segments = [ctx.store.segments[i] for i in ids if i in ctx.store.segments]
        return {"__typename": "DiscountCustomerSegments", "segments": segments}
    return {"__typename": "DiscountBuyerSelectionAll", "all": "ALL"}


def _minimum(discount: Discount, currency: str) -> dict[str, Any] | None:
    if discount.minimum_subtotal is not None:
        subtotal = money(discount.minimum_subtotal, currency)
        return {"__typename": "DiscountMinimumSubtotal", "greaterThanOrEqualToSubtotal": subtotal}
    if discount.minimum_quantity is not None:
        quantity = str(discount.minimum_quantity)
        return {"__typename": "DiscountMinimumQuantity", "greaterThanOrEqualToQuantity": quantity}
    return None


def _code(discount: Discount) -> dict[str, Any]:
    return {
        "codes": discount.codes,
        "codesCount": {"count": len(discount.codes), "precision": "EXACT"},
        "appliesOncePerCustomer": discount.once_per_customer,
        "usageLimit": discount.usage_limit,
        "recurringCycleLimit": discount.recurring_cycles,
    }


def _shipping(discount: Discount, currency: str) -> dict[str, Any]:
    if discount.countries is None:
        where: dict[str, Any] = {"__typename": "DiscountCountryAll", "allCountries": True}
    else:
        where = {
            "__typename": "DiscountCountries",
            "countries": list(discount.countries),
            "includeRestOfWorld": discount.rest_of_world,
        }
    limit = discount.maximum_shipping
    return {
        "destinationSelection": where,
        "maximumShippingPrice": money(limit, currency) if limit is not None else None,
        "appliesOnOneTimePurchase": discount.one_time_purchase,
        "appliesOnSubscription": discount.subscription,
    }
