"""The leaky bucket that every store keeps for every token."""

import time
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """Refills in real time, not sandbox time: who is throttled really waits."""

    size: int
    restore_rate: int  # points a second
    _level: float = field(default=0.0)
    _filled_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._level = float(self.size)

    def available(self) -> int:
        now = time.monotonic()
        self._level = min(float(self.size), self._level + (now - self._filled_at) * self.restore_rate)
        self._filled_at = now
        return int(self._level)

    def spend(self, points: int) -> None:
        self._level = max(0.0, self._level - points)
