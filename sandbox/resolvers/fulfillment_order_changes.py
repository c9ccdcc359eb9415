"""Holding fulfillment orders, letting them go, and setting when they must leave. Refusals as recorded."""

from typing import Any

from sandbox.clock import instant
from sandbox.context import Context
from sandbox.fulfillment import FulfillmentOrder, Hold
from sandbox.fulfillment_changes import due_by, held, released
from sandbox.fulfillment_units import find
from sandbox.ids import parse_gid
from sandbox.order import Order
from sandbox.orders import hold_order
from sandbox.resolvers import Resolver
from sandbox.resolvers.fulfillment_order import HOLDS_OF_AN_APP, PackingOf, hold_shown, look_up
from sandbox.resolvers.gids import user_error

_FULL = (
    "The maximum number of fulfillment holds for this fulfillment order has been reached for this app. "
    "An app can only have up to 10 holds on a single fulfillment order at any one time."
)
_SAME_HANDLE = (
    "The handle provided for the fulfillment hold is already in use by this app for another hold "
    "on this fulfillment order."
)
_SPLIT = "The fulfillment order is not in a splittable state."
_MISSING = "Fulfillment order does not exist."  # assumed
_CLOSED = "The fulfillment order is not in a state that can be put on hold."  # assumed
_ROWS = ["fulfillmentHold", "fulfillmentOrderLineItems"]


def hold(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    asked = args["fulfillmentHold"]
    found = _found(args["id"], ctx)
    error = _hold_error(found, asked)
    if found is None or error is not None:
        return {
            "fulfillmentHold": None,
            "fulfillmentOrder": None,
            "remainingFulfillmentOrder": None,
            "userErrors": [error],
        }
    made = Hold(
        ctx.world.ids.take("FulfillmentHold"),
        asked["reason"],
        asked.get("handle") or "",
        asked.get("reasonNotes"),
    )
    chosen = {_number(row["id"]): row["quantity"] for row in asked.get("fulfillmentOrderLineItems") or []}
    number = found.packing.id
    order, rest = held(ctx.world.ids, found.order, number, made, chosen, ctx.now)
    hold_order(ctx.store, order)
    return {
        "fulfillmentHold": hold_shown(made),
        "fulfillmentOrder": PackingOf(order, find(order, number)),
        "remainingFulfillmentOrder": PackingOf(order, rest) if rest else None,
        "userErrors": [],
    }


def _hold_error(found: PackingOf | None, asked: dict[str, Any]) -> dict[str, Any] | None:
    """The first thing that is wrong. Lines are looked at before the holds that are there (recorded)."""
    if found is None:
        return user_error(["id"], _MISSING, code="FULFILLMENT_ORDER_NOT_FOUND")
    wrong = _row_error(found.packing, asked.get("fulfillmentOrderLineItems") or [])
    if wrong is not None:
        return wrong
    mine = [row for row in found.packing.holds if row.by_app]
    if any(row.handle == (asked.get("handle") or "") for row in mine):
        return user_error(
            ["fulfillmentHold", "handle"], _SAME_HANDLE, code="DUPLICATE_FULFILLMENT_HOLD_HANDLE"
        )
    if len(mine) >= HOLDS_OF_AN_APP:
        return user_error(["id"], _FULL, code="FULFILLMENT_ORDER_HOLD_LIMIT_REACHED")
    if found.packing.status == "CLOSED":
        return user_error(["id"], _CLOSED, code=None)
    if asked.get("fulfillmentOrderLineItems") and found.packing.holds:
        return user_error(_ROWS, _SPLIT, code="FULFILLMENT_ORDER_NOT_SPLITTABLE")
    return None


def _row_error(packing: FulfillmentOrder, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    for at, row in enumerate(rows):
        if row["quantity"] < 1:
            message = "You must select at least one item to place on partial hold."
            return user_error([*_ROWS, str(at), "quantity"], message, code="GREATER_THAN_ZERO")
    if len({row["id"] for row in rows}) < len(rows):
        message = "must contain unique line item ids"
        return user_error(_ROWS, message, code="DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS")
    left = {row.id: row.remaining for row in packing.rows}
    for at, row in enumerate(rows):
        if not packing.holds and row["quantity"] > left.get(_number(row["id"]), 0):
            message = "The line item quantity is invalid."  # assumed
            return user_error([*_ROWS, str(at), "quantity"], message, code="INVALID_LINE_ITEM_QUANTITY")
    return None


def release(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found = _found(args["id"], ctx)
    if found is None:
        error = user_error(["id"], _MISSING, code="FULFILLMENT_ORDER_NOT_FOUND")
        return {"fulfillmentOrder": None, "userErrors": [error]}
    ids = None if args.get("holdIds") is None else [_number(text) for text in args["holdIds"]]
    number = found.packing.id
    order = released(found.order, number, ids, ctx.now)
    hold_order(ctx.store, order)
    return {"fulfillmentOrder": PackingOf(order, find(order, number)), "userErrors": []}


def set_deadline(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """Closed ones get it too (recorded). One that is missing, and none gets it (assumed for several)."""
    numbers = [_number(text) for text in args["fulfillmentOrderIds"]]
    if any(look_up(ctx, number) is None for number in numbers):
        error = user_error(None, "Fulfillment orders could not be found.", code=None)
        return {"success": False, "userErrors": [error]}
    for number in numbers:
        order: Order = ctx.store.orders[ctx.store.fulfillment_order_owners[number]]
        hold_order(ctx.store, due_by(order, number, instant(args["fulfillmentDeadline"]), ctx.now))
    return {"success": True, "userErrors": []}


def _found(text: str, ctx: Context) -> PackingOf | None:
    return look_up(ctx, _number(text))


def _number(text: str) -> int:
    parsed = parse_gid(text)
    return parsed[1] if parsed else 0


ROOTS: dict[str, Resolver] = {
    "fulfillmentOrderHold": hold,
    "fulfillmentOrderReleaseHold": release,
    "fulfillmentOrdersSetFulfillmentDeadline": set_deadline,
}
