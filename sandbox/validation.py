"""A validation of carts and checkouts: a Function that the app turned on in this store."""

from dataclasses import dataclass
from datetime import datetime

MOST_ACTIVE = 25


@dataclass(frozen=True)
class Validation:
    id: int
    title: str
    function: str  # its handle
    enabled: bool
    block_on_failure: bool
    failing_since: datetime | None = None
    failure: str | None = None
