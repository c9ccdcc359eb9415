"""Deliveries that wait for their moment, and whether any are left."""

import time
from heapq import heappop, heappush
from threading import Condition

from sandbox.delivery import Delivery

Batch = tuple[Delivery, ...]  # sent one after another by one worker, so that their order is kept


class DeliveryQueue:
    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: list[tuple[float, int, Batch]] = []
        self._count = 0
        self._in_hand = 0
        self._closed = False

    def put(self, batch: Batch, after_seconds: float = 0.0) -> None:
        with self._changed:
            self._count += 1
            heappush(self._waiting, (time.monotonic() + after_seconds, self._count, batch))
            self._changed.notify()

    def take(self) -> Batch | None:
        """Waits for the next batch that is due; None when the queue was closed. Call `done` after it."""
        with self._changed:
            while not self._closed:
                wait = self._waiting[0][0] - time.monotonic() if self._waiting else None
                if wait is not None and wait <= 0:
                    self._in_hand += 1
                    return heappop(self._waiting)[2]
                self._changed.wait(wait)
        return None

    def done(self) -> None:
        with self._changed:
            self._in_hand -= 1
            self._changed.notify_all()

    def drop(self) -> None:
        """Forgets what waits."""
        with self._changed:
            self._waiting.clear()
            self._changed.notify_all()

    def wait_until_quiet(self, timeout_seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not (self._waiting or self._in_hand), timeout_seconds)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
