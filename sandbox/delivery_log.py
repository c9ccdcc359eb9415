"""What was sent, or would have been: the last deliveries, newest first."""

from collections import OrderedDict

from sandbox.delivery import Delivery

KEPT = 20_000


class DeliveryLog:
    """Only touched with the world's lock held; the deliveries inside change as they are attempted."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, Delivery] = OrderedDict()

    def add(self, delivery: Delivery) -> None:
        self._rows[delivery.id] = delivery
        if len(self._rows) > KEPT:
            self._rows.popitem(last=False)

    def find(self, delivery_id: str) -> Delivery:
        """Raises KeyError for one that was never sent, or too long ago."""
        return self._rows[delivery_id]

    def latest(self, shop: str | None, limit: int) -> list[Delivery]:
        found: list[Delivery] = []
        for row in reversed(self._rows.values()):
            if len(found) == limit:
                break
            if shop in (None, row.shop):
                found.append(row)
        return found
