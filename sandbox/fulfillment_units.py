"""How many units of an order's lines are still to be packed, and where they stand."""

from dataclasses import replace

from sandbox.fulfillment import FulfillmentOrder
from sandbox.order import Line, Order
from sandbox.refused import Missing


def find(order: Order, number: int) -> FulfillmentOrder:
    for row in order.fulfillment_orders:
        if row.id == number:
            return row
    raise Missing(f"Fulfillment order {number} does not exist")


def put(order: Order, changed: FulfillmentOrder) -> Order:
    rows = tuple(changed if row.id == changed.id else row for row in order.fulfillment_orders)
    return replace(order, fulfillment_orders=rows)


def sent_units(order: Order, line_id: int) -> int:
    return sum(count for parcel in order.fulfillments for number, count in parcel.units if number == line_id)


def to_pack(order: Order, line: Line) -> int:
    """Gift cards and tips are never packed; a refund takes units away only with the restock type "cancel"."""
    if line.gift_card or line.tip or order.cancelled_at is not None:
        return 0
    rows = [row for refund in order.refunds for row in refund.lines if row.line_id == line.id]
    given_up = sum(row.quantity for row in rows if row.restock_type == "cancel")
    return max(0, line.quantity - line.removed - given_up - sent_units(order, line.id))


def open_units(order: Order, line_id: int) -> int:
    rows = [row for one in order.fulfillment_orders for row in one.rows if row.line_id == line_id]
    return sum(row.remaining for row in rows)


def open_lines(order: Order) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in order.fulfillment_orders:
        if one.status == "OPEN":
            for row in one.rows:
                found[row.line_id] = found.get(row.line_id, 0) + row.remaining
    return {line_id: units for line_id, units in found.items() if units}


def line_status(quantity: int, sent: int) -> str | None:
    if not sent:
        return None
    return "fulfilled" if sent >= quantity else "partial"


def display_status(order: Order) -> str:
    """OrderDisplayFulfillmentStatus. Recorded: UNFULFILLED, and ON_HOLD when all that is open is held."""
    open_ones = [row for row in order.fulfillment_orders if row.status != "CLOSED"]
    if order.fulfillments:
        left = any(to_pack(order, line) for line in order.lines)
        return "PARTIALLY_FULFILLED" if left else "FULFILLED"
    if open_ones and all(row.status == "ON_HOLD" for row in open_ones):
        return "ON_HOLD"
    return "UNFULFILLED"
