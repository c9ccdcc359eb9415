"""What GET /control/{shop}/state shows of orders and discounts."""

from typing import Any

from sandbox import payloads
from sandbox.store import Store


def commerce_state(store: Store) -> dict[str, Any]:
    return {
        "orders": {order.id: payloads.order(store, order) for order in store.orders.values()},
        "discounts": [],
    }
