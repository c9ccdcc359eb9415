"""What delivery needs, wired together once in `main`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.config import Config
from app.db import Database
from app.models import Shop
from app.platform.calls import ShopCalls
from app.platform.client import Client


@dataclass(frozen=True)
class Context:
    db: Database
    config: Config
    client: Client
    clock: Callable[[], datetime]
    topics: tuple[str, ...]
    """The webhook topics to subscribe to."""

    def calls(self, shop: Shop) -> ShopCalls:
        return ShopCalls(self.db, self.config, self.client, shop, self.clock)


@dataclass(frozen=True)
class Turn:
    """One lease on one shop's lane. Results are kept only while the fence is still ours."""

    context: Context
    shop: Shop
    calls: ShopCalls
    owner: str
    fence: int
