"""What a customer has ordered and paid, from the orders themselves."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sandbox.transaction import received, refunded

if TYPE_CHECKING:
    from sandbox.store import Store


@dataclass(frozen=True)
class Spend:
    orders: int
    amount: int  # minor units of the store's currency, refunds taken off
    last_order_id: int | None


def spend_of(store: "Store", customer_id: int) -> Spend:
    """Test orders and cancelled orders do not count (assumed)."""
    orders = [o for o in store.orders.values() if o.customer_id == customer_id and not o.test]
    kept = [o for o in orders if o.cancelled_at is None]
    amount = sum(received(o.transactions) - refunded(o.transactions) for o in kept)
    last = max(kept, key=lambda o: (o.created_at, o.id), default=None)
    return Spend(len(kept), amount, last.id if last else None)
