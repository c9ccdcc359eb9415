"""What every resolver gets beside its object and arguments."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sandbox.bulk_reading import BulkReading
from sandbox.customer_spend import NOTHING, Spend, spends
from sandbox.store import Store
from sandbox.world import World


@dataclass(frozen=True)
class Context:
    world: World
    store: Store
    scopes: frozenset[str]  # what the token was granted; a write scope includes its read twin
    now: datetime
    bulk: BulkReading | None = None  # set while a bulk operation reads

    def spend_of(self, customer_id: int) -> Spend:
        return self._spends.get(customer_id, NOTHING)

    @cached_property
    def _spends(self) -> dict[int, Spend]:
        # Once for the whole request: asked customer by customer, all orders would be read each time.
        return spends(self.store)
