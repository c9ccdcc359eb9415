"""Two histories of six changes each, what they are worth in the end, and what was told of them.

The numbers are worked out by hand; the arithmetic stands beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from sqlmodel import select

from app.inbox import Delivery
from app.inbox import store as put_in
from app.ledger.people import by_platform_id
from app.models import LedgerEntry
from tests.stage import Line, Store

FIRST_DAY, SECOND_DAY = date(2026, 11, 18), date(2026, 11, 19)
NOW = "2026-11-25T12:00:00+00:00"
CHANGES = 6
TOLD = (
    "orders/create",
    "orders/paid",
    "orders/updated",
    "orders/edited",
    "orders/cancelled",
    "refunds/create",
)

Key = tuple[str, str, date, str]
"""Component (refunds by their number), payment, counted_on, currency."""


@dataclass(frozen=True)
class Outcome:
    """Goods and shipping by key; the spend that counts, the tier it earns."""

    sums: dict[Key, tuple[int, int]]
    spend: int
    tags: list[str]


KEPT = Outcome(
    # Coat 3,000.00, two pairs of boots at 500.00, and a scarf for 200.00 that an edit added before it was
    # paid: 4,200.00 in all, shipped for 10.00. The edit took one pair out: -500.00.
    # On the next day the other pair is returned: -500.00; then 150.00 are given back without a line, which
    # come off the goods, and 5.00 of the shipping.
    # 4,200.00 - 500.00 - 500.00 - 150.00 = 3,050.00: Silver.
    sums={
        ("sale", "paid", FIRST_DAY, "USD"): (420_000, 1_000),
        ("edit", "paid", FIRST_DAY, "USD"): (-50_000, 0),
        ("refund 1", "paid", SECOND_DAY, "USD"): (-50_000, 0),
        ("refund 2", "paid", SECOND_DAY, "USD"): (-15_000, 0),
        ("refund 3", "paid", SECOND_DAY, "USD"): (0, -500),
    },
    spend=305_000,
    tags=["VIP-Silver"],
)
CANCELLED = Outcome(
    # Coat 5,000.00, two pairs of boots at 500.00, and a scarf for 200.00 that an edit added: 6,200.00,
    # shipped for 10.00, all paid: 6,210.00. One pair is returned: -500.00; 100.00 are given back without a
    # line. Cancelling pays back the rest: 6,210.00 - 500.00 - 100.00 = 5,610.00, 10.00 of it the shipping.
    # 6,200.00 - 500.00 - 100.00 - 5,600.00 = 0.
    sums={
        ("sale", "paid", FIRST_DAY, "USD"): (620_000, 1_000),
        ("refund 1", "paid", SECOND_DAY, "USD"): (-50_000, 0),
        ("refund 2", "paid", SECOND_DAY, "USD"): (-10_000, 0),
        ("refund 3", "paid", SECOND_DAY, "USD"): (-560_000, -1_000),
    },
    spend=0,
    tags=[],
)


@dataclass
class History:
    """An order that went through its six changes. `told` holds the deliveries of each change."""

    outcome: Outcome
    customer_id: int
    order_id: int
    refunds: list[int]
    told: list[list[Any]] = field(default_factory=list)

    def arrivals(self, order: Sequence[int], seed: int) -> list[Any]:
        """The deliveries when the changes arrive in this order; some come twice, at once or much later."""
        dice = Random(seed)
        found = [delivery for change in order for delivery in self.told[change]]
        for again in dice.sample(found, 2):
            found.insert(dice.randint(found.index(again) + 1, len(found)), again)
        return found


def kept(store: Store, number: int) -> History:
    """Refunds of one second share their `updated_at`; the update of the last change is lost."""
    ada = store.customer(f"ada{number}@example.com")
    lines = [{"title": "Coat", "price": "3000.00"}, {"title": "Boots", "price": "500.00", "quantity": 2}]
    order = store.order(ada, "", lines=lines, shipping="10.00", paid=False, at="2026-11-18T15:00:00+00:00")
    boots, path = order["line_items"][1]["id"], f"/orders/{order['id']}"
    one_pair = [{"line_item_id": boots, "quantity": 1}]
    scarf = [{"title": "Scarf", "price": "200.00"}]
    store.post(f"{path}/edit", add=scarf, remove=one_pair, at="2026-11-18T15:00:10+00:00")
    store.post(f"{path}/pay", at="2026-11-18T15:00:20+00:00")
    store.post(f"{path}/refund", lines=one_pair, at="2026-11-19T15:00:00+00:00")
    store.post(f"{path}/refund", amount="150.00", adjustments=False, at="2026-11-19T15:00:00+00:00")
    last = store.post(f"{path}/refund", shipping="5.00", at="2026-11-19T16:00:00+00:00")
    return History(KEPT, ada, order["id"], [each["id"] for each in last["refunds"]])


def cancelled(store: Store, number: int) -> History:
    """Order and edit share their `updated_at`, as do the last refund and the cancellation."""
    ben = store.customer(f"ben{number}@example.com")
    lines = [{"title": "Coat", "price": "5000.00"}, {"title": "Boots", "price": "500.00", "quantity": 2}]
    order = store.order(ben, "", lines=lines, shipping="10.00", paid=False, at="2026-11-18T15:00:00+00:00")
    boots, path = order["line_items"][1]["id"], f"/orders/{order['id']}"
    scarf = [{"title": "Scarf", "price": "200.00"}]
    store.post(f"{path}/edit", add=scarf, at="2026-11-18T15:00:00+00:00")
    store.post(f"{path}/pay", at="2026-11-18T15:00:20+00:00")
    one_pair = [{"line_item_id": boots, "quantity": 1}]
    store.post(f"{path}/refund", lines=one_pair, at="2026-11-19T15:00:00+00:00")
    store.post(f"{path}/refund", amount="100.00", at="2026-11-19T16:00:00+00:00")
    last = store.post(f"{path}/cancel", refund=True, at="2026-11-19T16:00:00+00:00")
    return History(CANCELLED, ben, order["id"], [each["id"] for each in last["refunds"]])


def make(line: Line, store: Store, count: int) -> list[History]:
    """`count` orders of each history in a live store, none of which was told yet."""
    line.clock(now=NOW)
    store.install()
    store.go_live()
    store.post("/webhooks/hold", on=True)
    made = []
    for number in range(count):
        for lived in (kept, cancelled):
            history = lived(store, number)
            history.told = _told(line, store)
            made.append(history)
    for history in made:
        if history.outcome is KEPT:
            history.told[-1] = [each for each in history.told[-1] if each.topic != "orders/updated"]
    return made


def _told(line: Line, store: Store) -> list[list[Any]]:
    """What is held, by change, and no longer held."""
    changes: dict[str, list[Any]] = {}
    for delivery in taken(line, store):
        changes.setdefault(delivery.event_id, []).append(delivery)
    assert len(changes) == CHANGES, [each.topic for told in changes.values() for each in told]
    return list(changes.values())


def taken(line: Line, store: Store) -> list[Any]:
    """What the platform holds back to tell of orders, taken out of its hands."""
    sender: Any = line.sandbox.world.sender
    waiting = [each for each in sender.held(store.domain) if each.topic in TOLD]
    sender._held[store.domain].clear()
    return waiting


def tell(line: Line, store: Store, arrivals: Sequence[Sequence[Any]]) -> None:
    """The first delivery of every history, then the second of every one, …: each meets what is posted."""
    with line.context.db.read() as session:
        shop_id = store.shop(session).id
    for position in range(max(len(each) for each in arrivals)):
        put_in(
            line.context.db,
            [delivered(line, shop_id, each[position]) for each in arrivals if position < len(each)],
        )
        while line.worker.post_once():
            pass


def delivered(line: Line, shop_id: int, told: Any) -> Delivery:
    return Delivery(shop_id, told.id, told.topic, told.body, line.context.clock(), event_id=told.event_id)


def sums(line: Line, store: Store, history: History) -> dict[Key, tuple[int, int]]:
    """What stands in the ledger for an order at its customer; nothing may stand at anybody else."""
    numbers = {f"refund:{each}": f"refund {n}" for n, each in enumerate(history.refunds, 1)}
    found: dict[Key, tuple[int, int]] = {}
    with line.context.db.read() as session:
        shop = store.shop(session)
        owner = by_platform_id(session, shop.id, history.customer_id)
        assert owner is not None
        rows = select(LedgerEntry).where(
            LedgerEntry.shop_id == shop.id, LedgerEntry.order_id == history.order_id
        )
        for row in session.exec(rows).all():
            assert row.customer_id == owner.id
            assert not (row.tax or row.duties or row.tips or row.gift_card)
            key = (numbers.get(row.component, row.component), row.payment, row.counted_on, row.currency)
            goods, shipping = found.get(key, (0, 0))
            found[key] = (goods + row.goods, shipping + row.shipping)
    return {key: both for key, both in found.items() if any(both)}
