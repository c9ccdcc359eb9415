"""What every resolver gets beside its object and arguments."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.bulk_reading import BulkReading
from sandbox.store import Store
from sandbox.world import World


@dataclass(frozen=True)
class Context:
    world: World
    store: Store
    scopes: frozenset[str]  # what the token was granted; a write scope includes its read twin
    now: datetime
    bulk: BulkReading | None = None  # set while a bulk operation reads
