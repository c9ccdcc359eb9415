"""Finding orders: the filters and sort keys of the orders connection, and what a token may see of them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sandbox.context import Context
from sandbox.fulfillment_units import display_status
from sandbox.order import Order
from sandbox.order_money import financial_status, original
from sandbox.search import Filter, at_instant, at_number, equals, holds

# Older orders need read_all_orders.
_VISIBLE_WITHOUT_ALL_ORDERS = timedelta(days=60)

FILTERS: dict[str, Filter] = {
    "id": at_number(lambda o: o.id),
    "name": equals(lambda o: str(o.number)),
    "updated_at": at_instant(lambda o: o.updated_at),
    "created_at": at_instant(lambda o: o.created_at),
    "processed_at": at_instant(lambda o: o.processed_at),
    "customer_id": at_number(lambda o: o.customer_id or 0),
    "email": equals(lambda o: o.email),
    "financial_status": equals(financial_status),
    "fulfillment_status": equals(display_status),
    "status": equals(lambda o: "cancelled" if o.cancelled_at else "open"),
    "source_name": equals(lambda o: o.source_name),
    "tag": holds(lambda o: o.tags),
    "test": equals(lambda o: str(o.test).lower()),
}

SORTS: dict[str, Callable[[Order], Any]] = {
    "ID": lambda o: o.id,
    "RELEVANCE": lambda o: o.id,
    "CREATED_AT": lambda o: o.created_at.timestamp(),
    "UPDATED_AT": lambda o: o.updated_at.timestamp(),
    "PROCESSED_AT": lambda o: o.processed_at.timestamp(),
    "ORDER_NUMBER": lambda o: o.number,
    "TOTAL_PRICE": lambda o: original(o).total,
}


def visible(ctx: Context, order: Order) -> bool:
    if "read_all_orders" in ctx.scopes:
        return True
    return order.created_at >= ctx.now - _VISIBLE_WITHOUT_ALL_ORDERS
