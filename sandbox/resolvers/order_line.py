"""LineItem and ShippingLine of an order, with their taxes and discounts."""

from decimal import Decimal
from typing import Any

from sandbox.amounts import minor
from sandbox.context import Context
from sandbox.fulfillment_units import open_lines, sent_units
from sandbox.ids import gid
from sandbox.order import Allocation, Order
from sandbox.order_money import shipping_net, shipping_tax, tax
from sandbox.resolvers import Resolver
from sandbox.resolvers.order_bag import LineOf, bag, money
from sandbox.resolvers.variant import variant

APPLICATIONS = {
    "automatic": "AutomaticDiscountApplication",
    "discount_code": "DiscountCodeApplication",
    "manual": "ManualDiscountApplication",
    "script": "ScriptDiscountApplication",
}


def tax_lines(order: Order, rate: Decimal, amount: int) -> list[dict[str, Any]]:
    if not rate:
        return []
    shown = float(rate)  # Float in the schema
    return [
        {
            "title": "Tax",
            "rate": shown,
            "ratePercentage": shown * 100,
            "priceSet": bag(order, amount),
            "channelLiable": False,
            "source": "Shopify",
        }
    ]


def _line_level(of: LineOf) -> int:
    """Discounts on the line itself, without its share of those on the whole order."""
    return sum(
        a.amount
        for a in of.line.allocations
        if of.order.applications[a.application].allocation_method != "across"
    )


def _allocations(order: Order, rows: tuple[Allocation, ...]) -> list[dict[str, Any]]:
    return [
        {
            "allocatedAmountSet": bag(order, row.amount),
            "discountApplication": application(order, row.application),
        }
        for row in rows
    ]


def application(order: Order, index: int) -> dict[str, Any]:
    told = order.applications[index]
    percent = told.value_type == "percentage"
    value = (
        {"__typename": "PricingPercentageValue", "percentage": float(told.value)}  # Float in the schema
        if percent
        else {"__typename": "MoneyV2", **money(minor(told.value, order.currency), order.currency)}
    )
    return {
        "__typename": APPLICATIONS[told.type],
        "index": index,
        "value": value,
        "targetType": told.target_type.upper(),
        "targetSelection": told.target_selection.upper(),
        "allocationMethod": told.allocation_method.upper(),
        "title": told.title,
        "code": told.code,
        "description": told.title,
    }


def _product(of: LineOf, _: dict[str, Any], ctx: Context) -> Any:
    return ctx.store.products.get(of.line.product_id or 0)


def _variant(of: LineOf, _: dict[str, Any], ctx: Context) -> dict[str, Any] | None:
    """Of a product that is gone the order still knows the id."""
    product = ctx.store.products.get(of.line.product_id or 0)
    if product is not None and product.variant_id == of.line.variant_id:
        return variant(product, ctx)
    return {"id": gid("ProductVariant", of.line.variant_id)} if of.line.variant_id else None


FIELDS: dict[str, dict[str, Resolver]] = {
    "LineItem": {
        "id": lambda o, _, __: gid("LineItem", o.line.id),
        "title": lambda o, _, __: o.line.title,
        "name": lambda o, _, __: o.line.title,
        "sku": lambda o, _, __: o.line.sku,
        "vendor": lambda *_: None,
        "variantTitle": lambda *_: None,
        "product": _product,
        "variant": _variant,
        "quantity": lambda o, _, __: o.line.quantity,
        "currentQuantity": lambda o, _, __: o.line.current_quantity,
        "refundableQuantity": lambda o, _, __: o.line.current_quantity,
        "unfulfilledQuantity": lambda o, _, __: (
            0 if o.line.tip else max(0, o.line.current_quantity - sent_units(o.order, o.line.id))
        ),
        "fulfillableQuantity": lambda o, _, __: open_lines(o.order).get(o.line.id, 0),
        "isGiftCard": lambda o, _, __: o.line.gift_card,
        "requiresShipping": lambda o, _, __: not (o.line.gift_card or o.line.tip),
        "taxable": lambda o, _, __: o.line.tax_rate > 0,
        "customAttributes": lambda *_: [],
        "originalUnitPriceSet": lambda o, _, __: bag(o.order, o.line.price),
        "originalTotalSet": lambda o, _, __: bag(o.order, o.line.price * o.line.quantity),
        "discountedTotalSet": lambda o, _, __: bag(o.order, o.line.price * o.line.quantity - _line_level(o)),
        "totalDiscountSet": lambda o, _, __: bag(o.order, _line_level(o)),
        "discountAllocations": lambda o, _, __: _allocations(o.order, o.line.allocations),
        "taxLines": lambda o, _, __: tax_lines(o.order, o.line.tax_rate, tax(o.line, o.order.taxes_included)),
        "duties": lambda o, _, __: [
            {"id": gid("Duty", d.id), "price": bag(o.order, d.amount), "taxLines": []}
            for d in o.order.duties
            if d.line_id == o.line.id
        ],
    },
    "ShippingLine": {
        "id": lambda o, _, __: gid("ShippingLine", o.shipping.id),
        "title": lambda o, _, __: o.shipping.title,
        "code": lambda o, _, __: o.shipping.title,
        "source": lambda *_: "shopify",
        "isRemoved": lambda *_: False,
        "custom": lambda *_: False,
        "originalPriceSet": lambda o, _, __: bag(o.order, o.shipping.price),
        "discountedPriceSet": lambda o, _, __: bag(o.order, shipping_net(o.shipping)),
        "currentDiscountedPriceSet": lambda o, _, __: bag(
            o.order, shipping_net(o.shipping) - o.shipping.refunded
        ),
        "discountAllocations": lambda o, _, __: _allocations(o.order, o.shipping.allocations),
        "taxLines": lambda o, _, __: tax_lines(
            o.order, o.shipping.tax_rate, shipping_tax(o.shipping, o.order.taxes_included)
        ),
    },
}
