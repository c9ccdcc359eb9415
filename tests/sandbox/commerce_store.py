"""A store in a world without HTTP, and the recordings and real bodies beside the checkout."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox import orders
from sandbox.answer import answer
from sandbox.customers import Change, add_customer
from sandbox.installation import install
from sandbox.order_draft import LineDraft, OrderDraft
from sandbox.world import AppConfig, World

SHARED = Path(__file__).resolve().parents[3] / "shared"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Heard:
    """A sender with a memory in place of the network."""

    def __init__(self):
        self.news = []

    def enqueue(self, store, topic, body, event_id=None):
        self.news.append((topic, json.loads(json.dumps(body)), event_id))

    def stop(self):
        pass

    def topics(self):
        return [topic for topic, _, _ in self.news]

    def last(self, topic):
        return next(body for t, body, _ in reversed(self.news) if t == topic)


class Shop:
    """One installed store with a customer, Ada, whose clock stands at noon."""

    def __init__(self, scopes=None, **settings):
        self.world = World(AppConfig("id", "secret", "http://app.invalid"))
        self.world.clock.stop()
        self.world.clock.move_to(NOON)
        self.heard = self.world.sender = Heard()
        self.store = self.world.open_store("ada.myshopify.com", **settings)
        install(self.world, self.store, scopes)
        self.ada = self.customer(email="ada@example.com", first_name="Ada")

    def customer(self, **about):
        return add_customer(self.world, self.store, Change(NOON), **about)

    def order(self, *lines, at=NOON, told=True, **about):
        """Lines are (price, quantity) in minor units, or LineDrafts."""
        drafts = tuple(
            line if isinstance(line, LineDraft) else LineDraft(f"Line {n}", *line)
            for n, line in enumerate(lines)
        )
        if "tax_rate" in about:
            about["tax_rate"] = Decimal(about["tax_rate"])
        return orders.create(self.world, self.store, Change(at, told), OrderDraft(drafts, **about))

    def do(self, verb, order, *args, at=NOON, told=True, **about):
        return verb(self.world, self.store, Change(at, told), order.id, *args, **about)

    def ask(self, query, /, **variables):
        """Data and errors of a GraphQL request."""
        self.store.buckets.clear()
        got = answer(self.world, self.store, "token", {"query": query, "variables": variables}).content
        got.pop("extensions", None)
        return got


def recording(name):
    path = SHARED / "recordings" / name
    if not path.exists():
        pytest.skip("the recordings are not beside this checkout")
    return json.loads(path.read_text())


def real_body(name):
    path = SHARED / "payloads" / name
    if not path.exists():
        pytest.skip("the real bodies are not beside this checkout")
    content = json.loads(path.read_text())
    return content.get("payload", content)
