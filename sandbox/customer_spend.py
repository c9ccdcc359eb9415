"""What customers have ordered and paid, from the orders themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sandbox.transaction import received, refunded

if TYPE_CHECKING:
    from sandbox.store import Store


@dataclass(frozen=True)
class Spend:
    orders: int = 0
    amount: int = 0  # minor units of the store's currency, refunds taken off
    last_order_id: int | None = None


NOTHING = Spend()


def spends(store: "Store") -> dict[int, Spend]:
    """Of every customer who ordered. Test orders and cancelled orders do not count (assumed)."""
    by_customer: dict[int, list[Any]] = defaultdict(list)
    for order in store.orders.values():
        if order.customer_id is not None and not order.test and order.cancelled_at is None:
            by_customer[order.customer_id].append(order)
    return {customer_id: _summed(orders) for customer_id, orders in by_customer.items()}


def _summed(orders: Iterable[Any]) -> Spend:
    kept = list(orders)
    amount = sum(received(o.transactions) - refunded(o.transactions) for o in kept)
    return Spend(len(kept), amount, max(kept, key=lambda o: (o.created_at, o.id)).id)
