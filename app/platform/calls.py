"""One shop's calls: its domain, a token that is renewed once if it is refused, and the pace it must keep.

A `ShopCalls` lives as long as a lease on the shop's lane, so each shop's rate limit has one owner. What its
bucket holds is kept with the client, so that the next lease does not begin as if it were full.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.config import Config
from app.db import Database
from app.errors import PlatformError, Throttled, TokenRefused
from app.models import Shop
from app.platform import tokens
from app.platform.answers import Answer, Cost
from app.platform.client import Client
from app.platform.documents import document
from app.rules.said import said

KEPT_FREE = 0.1
"""Share of the bucket that we leave to others; half of it for work that can wait."""
KEPT_FREE_WAITING = 0.5
LONGEST_NAP = 1.0
UNKNOWN = Cost(available=1000, maximum=1000, restore_rate=50)
"""A bucket that was never looked at: the smallest that stores have."""
A_MUTATION, LEAST_EXPECTED = 10, 50


class ShopCalls:
    def __init__(
        self, db: Database, config: Config, client: Client, shop: Shop, clock: Callable[[], datetime]
    ) -> None:
        self.db, self.config, self.client, self.shop, self.clock = db, config, client, shop, clock
        self._costs: dict[str, float] = {}

    def run(self, text: str, variables: Mapping[str, Any] | None = None, *, can_wait: bool = False) -> Answer:
        """Sends a document at the shop's pace. Raises PlatformError; Throttled when the wait is long."""
        self._keep_pace(self._costs.get(text) or _expected(text), can_wait)
        token = tokens.access_token(self.db, self.config, self.shop.id, self.clock())
        try:
            answer = self.client.run(self.shop.domain, token, text, variables)
        except TokenRefused:
            token = tokens.access_token(self.db, self.config, self.shop.id, self.clock(), refused=token)
            answer = self.client.run(self.shop.domain, token, text, variables)
        self.client.buckets[self.shop.domain] = answer.cost, time.monotonic()
        self._costs[text] = answer.cost.requested
        return answer

    def named(
        self, name: str, variables: Mapping[str, Any] | None = None, *, can_wait: bool = False
    ) -> Answer:
        return self.run(document(name), variables, can_wait=can_wait)

    def once(self, name: str, variables: Mapping[str, Any]) -> Answer:
        """Sends a document exactly once, on a connection of its own: for what must not happen twice.

        A token that is refused is renewed, and nothing is sent again here: whoever asks decides that.
        """
        token = tokens.access_token(self.db, self.config, self.shop.id, self.clock())
        try:
            answer = self.client.run_alone(self.shop.domain, token, document(name), variables)
        except TokenRefused as refused:
            tokens.access_token(self.db, self.config, self.shop.id, self.clock(), refused=token)
            raise PlatformError(said("The token was old and is renewed."), retry_after=1) from refused
        self.client.buckets[self.shop.domain] = answer.cost, time.monotonic()
        return answer

    def _keep_pace(self, cost: float, can_wait: bool) -> None:
        bucket, measured = self.client.buckets.get(self.shop.domain, (UNKNOWN, time.monotonic()))
        rate = max(bucket.restore_rate, 1)
        now_in = min(bucket.maximum, bucket.available + (time.monotonic() - measured) * rate)
        floor = bucket.maximum * (KEPT_FREE_WAITING if can_wait else KEPT_FREE)
        wait = (cost + floor - now_in) / rate
        if wait > LONGEST_NAP:
            raise Throttled(
                said("%(shop)s has used its calls for now.", shop=self.shop.domain), retry_after=wait
            )
        if wait > 0:
            time.sleep(wait)


def _expected(text: str) -> float:
    """The points of a document not sent before: ten a mutation, and each of ours asks for its errors."""
    return max(LEAST_EXPECTED, A_MUTATION * text.count("userErrors"))
