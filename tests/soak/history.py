"""What a sweep sends, and what must come of it, reckoned from what was sent and from nothing of the app."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bench.orders import order_body, refund_body
from bench.sale import SHIPPING_MINOR, Sale

REPEATED = 0.3
"""Of all that is sent."""
TIERS = ((1_000_000, "VIP-Platinum"), (500_000, "VIP-Gold"), (200_000, "VIP-Silver"))
FIRST_ORDER, FIRST_CUSTOMER = 5_000_000_000, 7_000_000


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery; a repetition has the same id and body."""

    webhook_id: str
    topic: str
    body: bytes


class History:
    """Orders of some hundred customers, a part of them refunded, as shuffled and repeated messages."""

    def __init__(self, messages: int, customers: int, seed: int) -> None:
        self._random = random.Random(seed)
        self.customers = range(FIRST_CUSTOMER, FIRST_CUSTOMER + customers)
        self.sales: dict[int, Sale] = {}
        distinct = int(messages * (1 - REPEATED))
        unique: list[Message] = []
        while len(unique) < distinct:
            unique += self._order(FIRST_ORDER + len(self.sales))
        unique = unique[:distinct]
        self.sent_ids = {message.webhook_id for message in unique}
        self.messages = self._shuffled(unique, messages - distinct)

    @staticmethod
    def email(customer: int) -> str:
        return f"customer-{customer}@example.com"

    def goods(self) -> dict[int, int]:
        """What each order is worth in the end, without tax, in minor units."""
        return {order_id: sale.kept_minor for order_id, sale in self.sales.items()}

    def totals(self) -> dict[int, tuple[int, int, int]]:
        """Goods, tax and shipping that the entries of each order must sum to."""
        return {
            order_id: (
                sale.kept_minor,
                sum(sale.taxes) - sum(sale.taxes[line] for line in sale.refunded),
                SHIPPING_MINOR,
            )
            for order_id, sale in self.sales.items()
        }

    def entries(self) -> dict[int, int]:
        """The most ledger rows an order can need: its sale and its refunds, were nothing posted twice."""
        return {order_id: 1 + len(sale.refunded) for order_id, sale in self.sales.items()}

    def spend(self) -> dict[int, int]:
        spend: Counter[int] = Counter(dict.fromkeys(self.customers, 0))
        for sale in self.sales.values():
            spend[sale.customer_id] += sale.kept_minor
        return dict(spend)

    def tags(self) -> dict[int, list[str]]:
        """The tier tag that each customer of the store must carry."""
        return {
            customer: [tag for least, tag in TIERS if spend >= least][:1]
            for customer, spend in self.spend().items()
        }

    def _order(self, order_id: int) -> list[Message]:
        customer = self._random.choice(self.customers)
        at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=self._random.uniform(1, 200))
        sale = Sale(order_id, customer, self.email(customer), self._random.randint(1_000, 90_000), at)
        later = replace(sale, updated_at=at + timedelta(minutes=1))
        told = [
            self._message("orders/create", order_body(sale)),
            self._message("orders/paid", order_body(later)),
        ]
        if self._random.random() < 0.2:
            line = self._random.randrange(len(sale.prices))
            later = replace(later, updated_at=at + timedelta(minutes=2), refunded=(line,))
            told = [
                self._message("orders/updated", order_body(later)),
                self._message("refunds/create", refund_body(later, line)),
                *told,
            ]
        else:
            told.reverse()
        self.sales[order_id] = later
        return told

    def _message(self, topic: str, body: bytes) -> Message:
        return Message(f"{self._random.getrandbits(96):024x}", topic, body)

    def _shuffled(self, unique: list[Message], repeats: int) -> list[Message]:
        """Out of order by some hundred places; half of the repetitions follow at once, half much later."""
        again = self._random.choices(unique, k=repeats)
        placed = [(n + self._random.uniform(0, 200), message) for n, message in enumerate(unique)]
        where = {message.webhook_id: place for place, message in placed}
        for message in again:
            late = self._random.choice((0.0, self._random.uniform(0, 1_000)))
            placed.append((where[message.webhook_id] + late, message))
        return [message for _, message in sorted(placed, key=lambda each: each[0])]
