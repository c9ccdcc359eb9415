"""Refund of an order and what is in it."""

from typing import Any

from sandbox.clock import utc_text
from sandbox.context import Context
from sandbox.ids import gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.resolvers.order_bag import RefundLineOf, RefundOf, ShippingOf, bag, line_of, transaction_bag
from sandbox.resolvers.transaction import transaction


def _shipping_lines(of: RefundOf, _: dict[str, Any], __: Context) -> list[dict[str, Any]]:
    if not of.refund.shipping_id or of.order.shipping is None:
        return []
    return [
        {
            "id": gid("RefundShippingLine", of.refund.shipping_id),
            "shippingLine": ShippingOf(of.order, of.order.shipping),
            "subtotalAmountSet": bag(of.order, of.refund.shipping),
            "taxAmountSet": bag(of.order, of.refund.shipping_tax),
        }
    ]


def _adjustments(of: RefundOf, _: dict[str, Any], __: Context) -> list[dict[str, Any]]:
    """All of them, also where the webhook body left them out."""
    return [
        {
            "id": gid("OrderAdjustment", row.id),
            "reason": row.reason,
            "amountSet": bag(of.order, row.amount),
            "taxAmountSet": bag(of.order, 0),
        }
        for row in of.refund.adjustments
    ]


def _duties(of: RefundOf, _: dict[str, Any], __: Context) -> list[dict[str, Any]]:
    if not of.refund.duties:
        return []
    duty = of.order.duties[0]
    original = {"id": gid("Duty", duty.id), "price": bag(of.order, duty.amount), "taxLines": []}
    return [{"amountSet": bag(of.order, of.refund.duties), "originalDuty": original}]


FIELDS: dict[str, dict[str, Resolver]] = {
    "Refund": {
        "id": lambda o, _, __: gid("Refund", o.refund.id),
        "legacyResourceId": lambda o, _, __: str(o.refund.id),
        "createdAt": lambda o, _, __: utc_text(o.refund.created_at),
        "updatedAt": lambda o, _, __: utc_text(o.refund.created_at),
        "processedAt": lambda o, _, __: utc_text(o.refund.created_at),
        "note": lambda o, _, __: o.refund.note,
        "order": lambda o, _, __: o.order,
        "return": lambda *_: None,
        "totalRefundedSet": lambda o, _, __: transaction_bag(o.order, *o.refund.transactions),
        "refundLineItems": lambda o, _, __: [RefundLineOf(o.order, row) for row in o.refund.lines],
        "refundShippingLines": _shipping_lines,
        "orderAdjustments": _adjustments,
        "duties": _duties,
        "transactions": lambda o, _, __: [transaction(o.order, row) for row in o.refund.transactions],
    },
    "RefundLineItem": {
        "id": lambda o, _, __: gid("RefundLineItem", o.row.id),
        "quantity": lambda o, _, __: o.row.quantity,
        "restockType": lambda o, _, __: o.row.restock_type.upper(),
        "restocked": lambda o, _, __: o.row.restock_type != "no_restock",
        "lineItem": lambda o, _, __: line_of(o.order, o.row.line_id),
        "location": lambda *_: None,
        "priceSet": lambda o, _, __: bag(o.order, o.row.subtotal // o.row.quantity),
        "subtotalSet": lambda o, _, __: bag(o.order, o.row.subtotal),
        "totalTaxSet": lambda o, _, __: bag(o.order, o.row.tax),
    },
}


def find_refund(ctx: Context, number: int) -> RefundOf | None:
    for order in ctx.store.orders.values():
        for row in order.refunds:
            if row.id == number:
                return RefundOf(order, row)
    return None


def _refund(_: None, args: dict[str, Any], ctx: Context) -> RefundOf | None:
    return find_refund(ctx, number_of(args["id"], "Refund"))


ROOTS: dict[str, Resolver] = {"refund": _refund}
NODES = {"Refund": find_refund}
TYPENAMES = {RefundOf: "Refund"}
