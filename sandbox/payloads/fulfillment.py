"""Parcels in order bodies, and what is told when an order is routed or sent."""

from typing import Any

from sandbox.clock import local_text
from sandbox.fulfillment import Fulfillment
from sandbox.fulfillment_units import display_status
from sandbox.ids import gid
from sandbox.order import Order
from sandbox.store import Store

_STATUSES = {"FULFILLED": "fulfilled", "PARTIALLY_FULFILLED": "partial"}
_TOPICS = {"FULFILLED": "orders/fulfilled", "PARTIALLY_FULFILLED": "orders/partially_fulfilled"}


def fulfillment_status(order: Order) -> str | None:
    return _STATUSES.get(display_status(order))


def fulfillment(store: Store, order: Order, record: Fulfillment) -> dict[str, Any]:
    """Without the lines, which real bodies repeat in full here."""
    at = local_text(record.at, store.timezone)
    return {
        "id": record.id,
        "admin_graphql_api_id": gid("Fulfillment", record.id),
        "created_at": at,
        "location_id": None,
        "name": f"{order.name}.{order.fulfillments.index(record) + 1}",
        "order_id": order.id,
        "origin_address": {},
        "receipt": {},
        "service": "manual",
        "shipment_status": None,
        "status": "success",
        "tracking_company": None,
        "tracking_number": None,
        "tracking_numbers": [],
        "tracking_url": None,
        "tracking_urls": [],
        "updated_at": at,
        "line_items": [{"id": line_id, "quantity": count} for line_id, count in record.units],
    }


def fulfillment_news(
    before: Order | None, after: Order, order_body: dict[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """(topic, body) of new fulfillment orders and new parcels."""
    old_orders = {row.id for row in before.fulfillment_orders} if before else set()
    news = [
        ("fulfillment_orders/order_routing_complete", _routed(row.id, row.status))
        for row in after.fulfillment_orders
        if row.id not in old_orders
    ]
    if before is not None and len(after.fulfillments) > len(before.fulfillments):
        news.append((_TOPICS[display_status(after)], order_body))
    return news


def _routed(number: int, status: str) -> dict[str, Any]:
    """The documented body of the topic."""
    return {"fulfillment_order": {"id": gid("FulfillmentOrder", number), "status": status.lower()}}
