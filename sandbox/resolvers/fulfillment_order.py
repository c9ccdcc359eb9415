"""FulfillmentOrder, its lines and holds: on orders, by id, and listed."""

from dataclasses import dataclass
from typing import Any

from sandbox.api_errors import NotSupported
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.fulfillment import Fulfillment, FulfillmentOrder, FulfillmentRow, Hold
from sandbox.fulfillment_units import find
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import number_of
from sandbox.resolvers.order_bag import line_of

# Recorded, by status.
_ACTIONS = {
    "OPEN": ("CREATE_FULFILLMENT", "REPORT_PROGRESS", "MOVE", "HOLD", "SPLIT"),
    "ON_HOLD": ("RELEASE_HOLD", "HOLD", "MOVE"),
    "CLOSED": (),
}
HOLDS_OF_AN_APP = 10
_REASONS = {"OTHER": "Other", "AWAITING_RETURN_ITEMS": "Exchange items awaiting return delivery"}


@dataclass(frozen=True)
class PackingOf:
    """A fulfillment order with the order it belongs to."""

    order: Order
    packing: FulfillmentOrder


def fulfillment_order(_: None, args: dict[str, Any], ctx: Context) -> PackingOf | None:
    return look_up(ctx, number_of(args["id"], "FulfillmentOrder"))


def fulfillment_orders(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    if args.get("query"):
        raise NotSupported("fulfillmentOrders(query:)")
    found = [row for order in ctx.store.orders.values() for row in _of_order(order)]
    if not args.get("includeClosed"):
        found = [row for row in found if row.packing.status != "CLOSED"]
    return Listing(found, sort=lambda row: row.packing.id)


def look_up(ctx: Context, number: int) -> PackingOf | None:
    order = ctx.store.orders.get(ctx.store.fulfillment_order_owners.get(number, 0))
    return PackingOf(order, find(order, number)) if order is not None else None


def _of_order(order: Order) -> list[PackingOf]:
    return [PackingOf(order, row) for row in order.fulfillment_orders]


def _on_order(order: Order, args: dict[str, Any], _: Context) -> Listing:
    if args.get("query") or args.get("displayable"):
        raise NotSupported("Order.fulfillmentOrders by query or displayable")
    return Listing(_of_order(order))


def hold_shown(row: Hold) -> dict[str, Any]:
    return {
        "__typename": "FulfillmentHold",
        "id": gid("FulfillmentHold", row.id),
        "handle": row.handle,
        "reason": row.reason,
        "reasonNotes": row.notes,
        "displayReason": _REASONS.get(row.reason) or row.reason.replace("_", " ").capitalize(),
        "heldByRequestingApp": row.by_app,
        "heldByApp": None,
    }


def _row(of: PackingOf, row: FulfillmentRow) -> dict[str, Any]:
    line = line_of(of.order, row.line_id)
    return {
        "id": gid("FulfillmentOrderLineItem", row.id),
        "totalQuantity": row.total,
        "remainingQuantity": row.remaining,
        "lineItem": line,
        "productTitle": line.line.title if line else "",
        "sku": line.line.sku if line else None,
        "requiresShipping": True,
    }


def _actions(of: PackingOf, _: dict[str, Any], __: Context) -> list[dict[str, str]]:
    """Recorded: an app whose ten holds are used up is not offered another."""
    full = sum(row.by_app for row in of.packing.holds) >= HOLDS_OF_AN_APP
    return [{"action": name} for name in _ACTIONS[of.packing.status] if not (full and name == "HOLD")]


def _due(of: PackingOf, _: dict[str, Any], __: Context) -> str | None:
    return utc_text(of.packing.due) if of.packing.due else None


def _hour(of: PackingOf, _: dict[str, Any], __: Context) -> str:
    """Recorded: fulfillAt is the hour the order was made in."""
    return utc_text(of.packing.created_at.replace(minute=0, second=0))


def _place(_: PackingOf, __: dict[str, Any], ctx: Context) -> dict[str, Any]:
    name = f"{ctx.store.name} warehouse"
    return {"name": name, "location": {"id": gid("Location", ctx.store.id), "name": name}}


def _parcel(order: Order, row: Fulfillment) -> dict[str, Any]:
    return {
        "__typename": "Fulfillment",
        "id": gid("Fulfillment", row.id),
        "legacyResourceId": str(row.id),
        "name": f"{order.name}-F{order.fulfillments.index(row) + 1}",
        "status": "SUCCESS",
        "displayStatus": "FULFILLED",
        "createdAt": utc_text(row.at),
        "updatedAt": utc_text(row.at),
        "totalQuantity": sum(count for _, count in row.units),
    }


def _parcels(order: Order, args: dict[str, Any], _: Context) -> list[dict[str, Any]]:
    return [_parcel(order, row) for row in order.fulfillments][: args.get("first")]


FIELDS: dict[str, dict[str, Resolver]] = {
    "FulfillmentOrder": {
        "id": lambda of, _, __: gid("FulfillmentOrder", of.packing.id),
        "status": lambda of, _, __: of.packing.status,
        "requestStatus": lambda *_: "UNSUBMITTED",
        "createdAt": lambda of, _, __: utc_text(of.packing.created_at),
        "updatedAt": lambda of, _, __: utc_text(of.packing.updated_at),
        "fulfillAt": _hour,
        "fulfillBy": _due,
        "fulfillmentHolds": lambda of, _, __: [hold_shown(row) for row in of.packing.holds],
        "supportedActions": _actions,
        "lineItems": lambda of, _, __: [_row(of, row) for row in of.packing.rows],
        "deliveryMethod": lambda of, _, __: {
            "id": gid("DeliveryMethod", of.packing.id),
            "methodType": "SHIPPING",
            "presentedName": of.order.shipping.title if of.order.shipping else None,
        },
        "assignedLocation": _place,
        "merchantRequests": lambda *_: [],
        "order": lambda of, _, __: of.order,
        "orderId": lambda of, _, __: gid("Order", of.order.id),
        "orderName": lambda of, _, __: of.order.name,
        "orderProcessedAt": lambda of, _, __: utc_text(of.order.processed_at),
    },
    "Order": {"fulfillmentOrders": _on_order, "fulfillments": _parcels},
}

ROOTS: dict[str, Resolver] = {"fulfillmentOrder": fulfillment_order, "fulfillmentOrders": fulfillment_orders}
NODES = {"FulfillmentOrder": look_up}
TYPENAMES = {PackingOf: "FulfillmentOrder"}
