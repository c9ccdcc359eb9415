"""The world: all stores, the app that is installed in them, one clock and one lock.

Whoever reads or changes a store holds `world.lock`. Slow things (sleeping, sending) happen outside it.
"""

from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Protocol

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.ids import Ids
from sandbox.late_work import LateWork
from sandbox.publications import standard_publications
from sandbox.requests_log import RequestsLog
from sandbox.store import Store


@dataclass(frozen=True)
class AppConfig:
    """The app as the sandbox's Dev Dashboard knows it."""

    client_id: str
    client_secret: str
    app_url: str  # without a trailing slash
    old_client_secret: str | None = None


class WebhookSender(Protocol):
    """Sends what happened to whoever subscribed (webhooks.py)."""

    def enqueue(self, store: Store, topic: str, body: dict[str, Any], event_id: str | None = None) -> None:
        """Takes an event, e.g. topic "orders/paid"; delivery happens on other threads."""

    def stop(self) -> None: ...


@dataclass
class World:
    app: AppConfig
    url: str = ""  # where the sandbox itself listens, set when it starts
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    lock: RLock = field(default_factory=RLock)
    stores: dict[str, Store] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    requests: RequestsLog = field(default_factory=RequestsLog)
    late: LateWork = field(default_factory=LateWork)
    sender: WebhookSender | None = None
    bulk_seconds: float = 0.3  # how long a bulk operation runs, so that pollers must poll

    def catch_up(self) -> None:
        """Does the work that was put off until now."""
        if self.late.waiting:
            with self.lock:
                self.late.catch_up(self.clock.exact())

    def emit(self, store: Store, topic: str, body: dict[str, Any], event_id: str | None = None) -> None:
        """Tells the subscribers of that topic. Events of one merchant action share an event_id."""
        if self.sender is not None:
            self.sender.enqueue(store, topic, body, event_id)

    def open_store(self, domain: str, name: str | None = None, **settings: Any) -> Store:
        """Makes an empty store; the settings are fields of Store (currency, timezone, plan, …)."""
        store = Store(
            domain=domain,
            id=self.ids.take("Shop") % 100_000_000_000,
            name=name or domain.split(".")[0],
            created_at=self.clock.now(),
            publications=standard_publications(self.ids),
            **settings,
        )
        self.stores[domain] = store
        return store
