"""The ledger: posting order facts as append-only entries, and reading them.

`post` is the only writer of orders and entries; sums are always added up, never stored.
"""

from app.ledger.posting import Arrival, Posted, post, repost

__all__ = ["Arrival", "Posted", "post", "repost"]
