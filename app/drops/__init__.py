"""Early access: drops planned, changed and cancelled, and the record that proves how they went (GAP-EARLY).

What the store must show of them is computed by `rules/early_access.py` and written by `delivery/drops.py`.
"""

from app.drops.looking import look_again
from app.drops.planning import Planned, Wish, add, cancel, change, wish_of
from app.drops.rows import listing, release_of, the_drop, unsettled

__all__ = [
    "Planned",
    "Wish",
    "add",
    "cancel",
    "change",
    "listing",
    "look_again",
    "release_of",
    "the_drop",
    "unsettled",
    "wish_of",
]
