"""Work whose caller was already told nothing: it is done when the sandbox's clock gets there.

Looked at by every request, by whoever moves the clock, and by a timer of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Timer

Job = Callable[[datetime], object]


@dataclass
class LateWork:
    """Whoever calls holds the world's lock."""

    waiting: list[tuple[datetime, Job]] = field(default_factory=list)

    def catch_up(self, now: datetime) -> None:
        """Does what is due, oldest first, each as of its own time."""
        for at, job in sorted((row for row in self.waiting if row[0] <= now), key=lambda row: row[0]):
            job(at)
        self.waiting = [row for row in self.waiting if row[0] > now]


def wake_after(seconds: float, catch_up: Callable[[], object]) -> None:
    """A clock that runs reaches the time although nobody asks anything."""
    timer = Timer(seconds, catch_up)
    timer.daemon = True
    timer.start()
