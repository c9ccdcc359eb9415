"""Order: reading one, finding many."""

from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.fulfillment_units import display_status
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.order_money import (
    Totals,
    current,
    discrepancy,
    financial_status,
    net_payment,
    original,
    outstanding,
)
from sandbox.resolvers import Resolver, order_line
from sandbox.resolvers.agreement import agreement
from sandbox.resolvers.gids import number_of
from sandbox.resolvers.order_bag import LineOf, RefundOf, ShippingOf, bag
from sandbox.resolvers.order_line import application, tax_lines
from sandbox.resolvers.order_search import FILTERS, SORTS, visible
from sandbox.resolvers.transaction import transaction
from sandbox.search import search
from sandbox.transaction import capturable, received, refunded


def order(_: None, args: dict[str, Any], ctx: Context) -> Order | None:
    return _find(ctx, number_of(args["id"], "Order"))


def orders(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    sort = SORTS.get(args.get("sortKey") or "PROCESSED_AT")
    if sort is None:
        raise NotSupported(f"orders sorted by {args['sortKey']}")
    return Listing(_found(args, ctx), sort=sort)


def orders_count(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found, limit = len(_found(args, ctx)), args.get("limit")
    if limit is not None and found > limit:
        return {"count": limit, "precision": "AT_LEAST"}
    return {"count": found, "precision": "EXACT"}


def _found(args: dict[str, Any], ctx: Context) -> list[Order]:
    fits = search(args.get("query"), FILTERS)
    return [o for o in ctx.store.orders.values() if visible(ctx, o) and fits(o)]


def _find(ctx: Context, number: int) -> Order | None:
    found: Order | None = ctx.store.orders.get(number)
    return found if found is not None and visible(ctx, found) else None


def _first(field: str) -> Resolver:
    return lambda o, _, __: bag(o, _amount(original(o), field))


def _now(field: str) -> Resolver:
    return lambda o, _, __: bag(o, _amount(current(o), field))


def _amount(totals: Totals, field: str) -> int:
    amount: int = getattr(totals, field)
    return amount


def _refunds(o: Order, args: dict[str, Any], _: Context) -> list[RefundOf]:
    return [RefundOf(o, row) for row in o.refunds][: args.get("first")]


def _transactions(o: Order, args: dict[str, Any], _: Context) -> list[dict[str, Any]]:
    if args.get("capturable") is not None or args.get("manuallyResolvable") is not None:
        raise NotSupported("Order.transactions by capturable or manuallyResolvable")
    return [transaction(o, row) for row in o.transactions][: args.get("first")]


def _taxes(o: Order, totals: Totals) -> list[dict[str, Any]]:
    rate = next((line.tax_rate for line in o.lines if line.tax_rate), None)
    return tax_lines(o, rate, totals.tax) if rate and totals.tax else []


def _original_total(o: Order, _: dict[str, Any], __: Context) -> dict[str, Any]:
    """What the first agreement came to, before any edit."""
    return bag(o, sum(sale.total for sale in o.agreements[0].sales))


def _status(o: Order, _: dict[str, Any], __: Context) -> str:
    return financial_status(o).upper()


FIELDS: dict[str, dict[str, Resolver]] = {
    "Order": {
        "id": lambda o, _, __: gid("Order", o.id),
        "legacyResourceId": lambda o, _, __: str(o.id),
        "name": lambda o, _, __: o.name,
        "number": lambda o, _, __: o.number,
        "createdAt": lambda o, _, __: utc_text(o.created_at),
        "processedAt": lambda o, _, __: utc_text(o.processed_at),
        "updatedAt": lambda o, _, __: utc_text(o.updated_at),
        "cancelledAt": lambda o, _, __: utc_text(o.cancelled_at) if o.cancelled_at else None,
        "cancelReason": lambda o, _, __: o.cancel_reason.upper() if o.cancel_reason else None,
        "closed": lambda o, _, __: o.cancelled_at is not None,
        "closedAt": lambda o, _, __: utc_text(o.cancelled_at) if o.cancelled_at else None,
        "test": lambda o, _, __: o.test,
        "taxesIncluded": lambda o, _, __: o.taxes_included,
        "dutiesIncluded": lambda *_: False,
        "estimatedTaxes": lambda *_: False,
        "sourceName": lambda o, _, __: o.source_name,
        "edited": lambda o, _, __: bool(o.edits),
        "confirmed": lambda *_: True,
        "note": lambda o, _, __: o.note,
        "tags": lambda o, _, __: list(o.tags),
        "email": lambda o, _, __: o.email,
        "phone": lambda *_: None,
        "customAttributes": lambda *_: [],
        "customer": lambda o, _, ctx: ctx.store.customers.get(o.customer_id or 0),
        "currencyCode": lambda o, _, __: o.currency,
        "presentmentCurrencyCode": lambda o, _, __: o.shown_currency,
        "displayFinancialStatus": _status,
        "displayFulfillmentStatus": lambda o, _, __: display_status(o),
        "returnStatus": lambda *_: "NO_RETURN",
        "fullyPaid": lambda o, _, __: outstanding(o) <= 0 and not capturable(o.transactions),
        "unpaid": lambda o, _, __: not received(o.transactions),
        "capturable": lambda o, _, __: capturable(o.transactions) > 0,
        "paymentGatewayNames": lambda o, _, __: sorted({t.gateway for t in o.transactions}),
        "discountApplications": lambda o, _, __: [application(o, at) for at in range(len(o.applications))],
        "discountCodes": lambda o, _, __: [row.code for row in o.applications if row.code],
        "discountCode": lambda o, _, __: next((row.code for row in o.applications if row.code), None),
        "subtotalLineItemsQuantity": lambda o, _, __: sum(r.quantity for r in o.lines if not r.tip),
        "currentSubtotalLineItemsQuantity": lambda o, _, __: sum(
            r.current_quantity for r in o.lines if not r.tip
        ),
        "totalWeight": lambda *_: "0",
        "totalPriceSet": _first("total"),
        "originalTotalPriceSet": _original_total,
        "subtotalPriceSet": _first("subtotal"),
        "totalTaxSet": _first("tax"),
        "totalDiscountsSet": _first("discounts"),
        "totalTipReceivedSet": _first("tips"),
        "totalShippingPriceSet": lambda o, _, __: bag(o, o.shipping.price if o.shipping else 0),
        "originalTotalDutiesSet": lambda o, _, __: bag(o, original(o).duties) if o.duties else None,
        "originalTotalAdditionalFeesSet": lambda *_: None,
        "currentTotalPriceSet": _now("total"),
        "currentSubtotalPriceSet": _now("subtotal"),
        "currentTotalTaxSet": _now("tax"),
        "currentTotalDiscountsSet": _now("discounts"),
        "currentShippingPriceSet": _now("shipping"),
        "currentTotalDutiesSet": lambda o, _, __: bag(o, current(o).duties) if o.duties else None,
        "currentTotalAdditionalFeesSet": lambda *_: None,
        "taxLines": lambda o, _, __: _taxes(o, original(o)),
        "currentTaxLines": lambda o, _, __: _taxes(o, current(o)),
        "totalReceivedSet": lambda o, _, __: bag(o, received(o.transactions)),
        "totalRefundedSet": lambda o, _, __: bag(o, refunded(o.transactions)),
        "totalRefundedShippingSet": lambda o, _, __: bag(o, sum(row.shipping for row in o.refunds)),
        "netPaymentSet": lambda o, _, __: bag(o, net_payment(o)),
        "refundDiscrepancySet": lambda o, _, __: bag(o, discrepancy(o)),
        "totalOutstandingSet": lambda o, _, __: bag(o, outstanding(o)),
        "totalCapturableSet": lambda o, _, __: bag(o, capturable(o.transactions)),
        "refunds": _refunds,
        "transactions": _transactions,
        "lineItems": lambda o, _, __: [LineOf(o, line) for line in o.lines],
        "shippingLine": lambda o, _, __: ShippingOf(o, o.shipping) if o.shipping else None,
        "shippingLines": lambda o, _, __: [ShippingOf(o, o.shipping)] if o.shipping else [],
        "agreements": lambda o, _, __: [agreement(o, row) for row in o.agreements],
        "returns": lambda *_: [],
    },
    **order_line.FIELDS,
}

ROOTS: dict[str, Resolver] = {"order": order, "orders": orders, "ordersCount": orders_count}
NODES = {"Order": _find}
TYPENAMES = {Order: "Order"}
