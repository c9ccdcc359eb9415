"""What every resolver gets beside its object and arguments."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sandbox.bulk_reading import BulkReading
from sandbox.customer_spend import NOTHING, Spend, spends
from sandbox.metafields import Metafield, metafields_of
from sandbox.store import Store
from sandbox.world import World


@dataclass(frozen=True)
class Context:
    world: World
    store: Store
    scopes: frozenset[str]  # what the token was granted; a write scope includes its read twin
    now: datetime
    bulk: BulkReading | None = None  # set while a bulk operation reads
    idempotency_key: str | None = None  # what @idempotent gives, on a root field

    def spend_of(self, customer_id: int) -> Spend:
        return self._spends.get(customer_id, NOTHING)

    def metafields_of(self, owner: str) -> list[Metafield]:
        if self.bulk is None:
            return metafields_of(self.store, owner)
        return self._metafields.get(owner, [])

    @cached_property
    def _metafields(self) -> dict[str, list[Metafield]]:
        # A bulk query asks for those of every customer, and nothing is written while a portion is read.
        found: dict[str, list[Metafield]] = {}
        for metafield in self.store.metafields.values():
            found.setdefault(metafield.owner, []).append(metafield)
        return found

    @cached_property
    def _spends(self) -> dict[int, Spend]:
        # Once for the whole request: asked customer by customer, all orders would be read each time.
        return spends(self.store)
