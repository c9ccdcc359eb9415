"""How much to take at once, so that no transaction is long.

On SQLite every write of the process passes one lock: while a batch is posted no delivery is accepted. A
batch is therefore made as large as fits into some milliseconds here and now, and where others were kept
waiting the loop leaves them as much time again. On Postgres nobody waits, and batches are full.
"""

import time
from collections.abc import Callable

from app.db import Database

BUDGET_SECONDS = 0.02
LONGEST_REST_SECONDS = 0.05
LEAST = 4


class Pace:
    """One for each loop. `run` does a batch of the right size and keeps how long it took."""

    def __init__(self, db: Database, most: int) -> None:
        self._db, self._most = db, most
        self._at_once = LEAST * 2 if db.on_sqlite else most
        self.full = False
        """Did a batch take all that it might? Then there may be more."""

    def run(self, batch: Callable[[int], int]) -> int:
        """Calls `batch` with the number of rows it may take; returns how many it took."""
        started = time.monotonic()
        taken = batch(self._at_once)
        self.full |= taken >= self._at_once
        if not self._db.on_sqlite or not taken:
            return taken
        seconds = time.monotonic() - started
        if seconds > BUDGET_SECONDS:
            self._at_once = max(LEAST, self._at_once * 2 // 3)
        elif taken == self._at_once:
            self._at_once = min(self._most, self._at_once + LEAST)
        if self._db.others_wait():
            time.sleep(min(seconds, LONGEST_REST_SECONDS))
        return taken
