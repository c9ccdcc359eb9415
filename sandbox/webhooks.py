"""The sender: turns events into deliveries, and delivers them as Shopify does.

At least once, in no promised order, within 5 seconds each; what is not answered 2xx is tried 8 times more.
Faults that were ordered (loss, duplicates, delay, reordering) are applied where an event becomes deliveries.
"""

import json
import time
from collections.abc import Iterable
from threading import Thread
from typing import Any
from uuid import uuid4

from sandbox.clock import utc_text
from sandbox.delivery import Delivery
from sandbox.delivery_log import DeliveryLog
from sandbox.delivery_queue import DeliveryQueue
from sandbox.post import Postman
from sandbox.store import Store
from sandbox.subscriptions import WebhookSubscription
from sandbox.webhook_filter import passes
from sandbox.world import World

COMPLIANCE_TOPICS = ("customers/data_request", "customers/redact", "shop/redact")
RETRIES = 8
FAILED_DELIVERIES_BEFORE_REMOVAL = 8
_WORKERS = 16
_REORDER_SECONDS = 0.25  # how far reordered deliveries may drift apart


class Sender:
    def __init__(self, world: World, workers: int = _WORKERS) -> None:
        self._world = world
        self._queue = DeliveryQueue()
        self._held: dict[str, list[Delivery]] = {}  # by shop, of the shops that hold
        self._failures: dict[tuple[str, int], int] = {}  # given up in a row, by shop and subscription
        self.log = DeliveryLog()
        self.retry_seconds = 1.0
        self._threads = [Thread(target=self._work, name=f"webhook-{n}", daemon=True) for n in range(workers)]
        for thread in self._threads:
            thread.start()

    def enqueue(self, store: Store, topic: str, body: dict[str, Any], event_id: str | None = None) -> None:
        """Called with the world's lock held."""
        event_id = event_id or str(uuid4())
        for url, subscription in self._addresses(store, topic):
            if subscription is not None and not passes(subscription.filter, body):
                continue
            shown = _chosen_fields(body, subscription)
            self._admit(
                Delivery(
                    id=str(uuid4()),
                    shop=store.domain,
                    topic=topic,
                    event_id=event_id,
                    url=url,
                    body=json.dumps(shown, separators=(",", ":"), ensure_ascii=False).encode(),
                    triggered_at=utc_text(self._world.clock.now()),
                    subscription_id=subscription.id if subscription else None,
                    name=subscription.name if subscription else None,
                )
            )

    def hold(self, shop: str, on: bool) -> None:
        """While a shop holds, its deliveries wait to be released; letting go sends them in order."""
        if on:
            self._held.setdefault(shop, [])
        elif waiting := self._held.pop(shop, None):
            self._queue.put(tuple(waiting))

    def held(self, shop: str) -> list[Delivery]:
        return list(self._held.get(shop, ()))

    def release(self, shop: str, ids: Iterable[str]) -> None:
        """Sends these one after another in this order; an id may come again. Raises KeyError."""
        wanted = list(ids)
        known = {row.id: row for row in self._held.get(shop, ())}
        batch = tuple(known.get(name) or self.log.find(name) for name in wanted)
        if shop in self._held:
            self._held[shop] = [row for row in self._held[shop] if row.id not in wanted]
        self._queue.put(batch)

    def resend(self, delivery_id: str) -> Delivery:
        """The same delivery once more, with the same id. Raises KeyError."""
        delivery = self.log.find(delivery_id)
        self._queue.put((delivery,))
        return delivery

    def quiet(self, timeout_seconds: float) -> bool:
        """Waits until nothing is left to deliver, retries included; what is held does not count."""
        return self._queue.wait_until_quiet(timeout_seconds)

    def drop_waiting(self) -> None:
        self._queue.drop()

    def stop(self) -> None:
        self._queue.close()
        for thread in self._threads:
            thread.join(timeout=0.1)  # one that waits for an answer may be left: they are daemons

    def _addresses(self, store: Store, topic: str) -> list[tuple[str, WebhookSubscription | None]]:
        if topic in COMPLIANCE_TOPICS:
            return [(f"{self._world.app.app_url}/webhooks", None)]
        name = topic.upper().replace("/", "_").replace(".", "_")
        return [(row.uri, row) for row in store.webhook_subscriptions.values() if row.topic == name]

    def _admit(self, delivery: Delivery) -> None:
        faults, dice = self._world.faults.webhooks, self._world.faults.dice
        self.log.add(delivery)
        if delivery.shop in self._held:
            self._held[delivery.shop].append(delivery)
            return
        may_be_lost = not faults.loss_topics or delivery.topic in faults.loss_topics
        if faults.loss and may_be_lost and dice.random() < faults.loss:
            delivery.status = "lost"
            return
        times = 2 if faults.duplicate and dice.random() < faults.duplicate else 1
        for _ in range(times):
            after = dice.uniform(*faults.delay_ms) / 1000 if any(faults.delay_ms) else 0.0
            after += dice.uniform(0, _REORDER_SECONDS) if faults.reorder else 0.0
            self._queue.put((delivery,), after)

    def _work(self) -> None:
        postman = Postman()
        while (batch := self._queue.take()) is not None:
            for delivery in batch:
                self._attempt(postman, delivery)
            self._queue.done()
        postman.close()

    def _attempt(self, postman: Postman, delivery: Delivery) -> None:
        began = time.monotonic()
        status = postman.post(delivery, self._world.app.client_secret)
        delivery.response_ms = round((time.monotonic() - began) * 1000)
        delivery.status = status
        delivery.at = utc_text(self._world.clock.now())
        delivery.attempts += 1
        worked = isinstance(status, int) and 200 <= status < 300
        if not worked and delivery.attempts <= RETRIES:
            self._queue.put((delivery,), self.retry_seconds * 2 ** (delivery.attempts - 1))
        elif delivery.subscription_id is not None:
            self._count(delivery.shop, delivery.subscription_id, worked)

    def _count(self, shop: str, subscription_id: int, worked: bool) -> None:
        """A subscription whose deliveries are given up 8 times in a row is removed."""
        key = (shop, subscription_id)
        if worked:
            self._failures.pop(key, None)
            return
        self._failures[key] = self._failures.get(key, 0) + 1
        if self._failures[key] >= FAILED_DELIVERIES_BEFORE_REMOVAL:
            with self._world.lock:
                store = self._world.stores.get(shop)
                if store is not None:
                    store.webhook_subscriptions.pop(subscription_id, None)


def _chosen_fields(body: dict[str, Any], subscription: WebhookSubscription | None) -> dict[str, Any]:
    if subscription is None or not subscription.include_fields:
        return body
    return {key: value for key, value in body.items() if key in subscription.include_fields}
