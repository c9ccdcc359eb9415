"""What was asked of the platform surface, for tests and benches to look at afterwards."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

KEPT = 20_000


@dataclass(frozen=True)
class LoggedRequest:
    id: int
    shop: str
    operation: str | None
    roots: tuple[str, ...]
    status: int  # 200: the work was done; 0: an ordered fault came in its place
    at: datetime
    requested_cost: int | None = None
    actual_cost: int | None = None
    throttled: bool = False
    mutations: int = 0


@dataclass
class RequestsLog:
    entries: deque[LoggedRequest] = field(default_factory=lambda: deque(maxlen=KEPT))
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def since(self, since_id: int, shop: str | None) -> list[LoggedRequest]:
        return [e for e in self.entries if e.id > since_id and shop in (None, e.shop)]
