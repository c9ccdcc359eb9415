"""Random histories: told in any order, twice or not at all, they end as one reading of the final order does.

Losses are found by comparing `updated_at`, as the hourly reconciliation does; several changes of one second
cannot be told apart by it, so those are all told.
"""

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.inbox import store as put_in
from app.ledger import differences
from app.ledger.posting import owners
from app.models import Order
from app.platform.orders import read_facts
from app.rules.amounts import Amounts
from app.rules.order_facts import OrderFacts
from tests.flows.histories import delivered, taken
from tests.stage import Line, Store
from webhooks import graph_order

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)

CHANGES = st.sampled_from(["pay", "add", "take out", "return", "amount", "unsplit", "shipping", "cancel"])


_numbers = count()


@given(
    changes=st.lists(st.tuples(CHANGES, st.booleans()), max_size=6),
    taxes=st.sampled_from(["0", "0.19"]),
    paid=st.booleans(),
    chance=st.integers(0, 2**32),
)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_is_told_the_ledger_is_what_one_reading_of_the_order_gives(
    line: Line, stage: Store, changes: list[tuple[str, bool]], taxes: str, paid: bool, chance: int
) -> None:
    order_id, seconds = lived(line, stage, changes, taxes, paid)

    tell(line, stage, arrivals(seconds, Random(chance)), Random(chance))
    reconcile(line, stage, order_id)

    assert standing(line, stage, order_id) == one_reading(line, stage, order_id)


@pytest.fixture
def stage(line: Line, ada_shop: Store) -> Store:
    """A live store that holds back what it has to tell."""
    line.clock(now="2026-11-25T12:00:00+00:00")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.post("/webhooks/hold", on=True)
    return ada_shop


def lived(
    line: Line, store: Store, changes: list[tuple[str, bool]], taxes: str, paid: bool
) -> tuple[int, list[list[list[Any]]]]:
    """An order, and what was told of it by second and change; changes the platform refuses do not happen."""
    customer = store.customer(f"somebody-{next(_numbers)}@example.com")
    lines = [{"title": "Coat", "price": "1000.00"}, {"title": "Boots", "price": "99.99", "quantity": 3}]
    at = NOON
    order = store.order(
        customer, "", lines=lines, shipping="7.50", tax_rate=taxes, paid=paid, at=at.isoformat()
    )
    seconds = [[taken(line, store)]]
    for change, same_second in changes:
        if not same_second:
            at += timedelta(minutes=7)
            seconds.append([])
        asked = asks(change, order["line_items"][1]["id"]) | {"at": at.isoformat()}
        path = f"/control/{store.domain}/orders/{order['id']}/{asked.pop('verb')}"
        line.http.post(line.sandbox.url + path, json=asked, timeout=30)
        seconds[-1].append(taken(line, store))
    return int(order["id"]), seconds


def asks(change: str, boots: int) -> dict[str, Any]:
    pair = [{"line_item_id": boots, "quantity": 1}]
    table: dict[str, dict[str, Any]] = {
        "pay": {"verb": "pay"},
        "add": {"verb": "edit", "add": [{"title": "Scarf", "price": "33.33"}]},
        "take out": {"verb": "edit", "remove": pair},
        "return": {"verb": "refund", "lines": pair},
        "amount": {"verb": "refund", "amount": "10.01"},
        "unsplit": {"verb": "refund", "amount": "20.02", "adjustments": False},
        "shipping": {"verb": "refund", "shipping": "2.50"},
        "cancel": {"verb": "cancel", "refund": True},
    }
    return table[change]


def arrivals(seconds: list[list[list[Any]]], dice: Random) -> list[Any]:
    """Shuffled, some twice; of a change that had its second to itself some or all may be lost."""
    found = []
    for changes in seconds:
        alone = sum(bool(told) for told in changes) == 1
        found += [each for told in changes for each in told if not alone or dice.random() > 0.3]
    found += [each for each in found if dice.random() < 0.3]
    dice.shuffle(found)
    return found


def tell(line: Line, store: Store, told: list[Any], dice: Random) -> None:
    """In batches of any size, each posted before the next comes."""
    with line.context.db.read() as session:
        shop_id = store.shop(session).id
    while told:
        many = dice.randint(1, 4)
        put_in(line.context.db, [delivered(line, shop_id, each) for each in told[:many]])
        told = told[many:]
        while line.worker.post_once():
            pass


def reconcile(line: Line, store: Store, order_id: int) -> None:
    """What is missing or older than the platform's is read back, and what was in doubt is answered."""
    now = from_platform(line, store, order_id).snapshot
    with line.context.db.read() as session:
        held = session.get(Order, (store.shop(session).id, order_id))
    assert now is not None
    if held is None or held.updated_at is None or held.updated_at < now.updated_at:
        line.want_again(store, "read_back", str(order_id))
    line.settle()


def standing(line: Line, store: Store, order_id: int) -> dict[differences.Key, Amounts]:
    sums = differences.standing_sums(line.entries(store, order_id))
    return {key: each.amounts for key, each in sums.items() if each.amounts}


def one_reading(line: Line, store: Store, order_id: int) -> dict[differences.Key, Amounts]:
    """What should stand if the platform's last word were all we ever heard."""
    facts = from_platform(line, store, order_id)
    with line.context.db.read() as session:
        shop = store.shop(session)
        owner = owners(session, shop.id, [facts])[order_id]
        return {key: part.amounts for key, part in differences.expected(shop, facts, owner, []).items()}


def from_platform(line: Line, store: Store, order_id: int) -> OrderFacts:
    with line.context.db.read() as session:
        calls = line.context.calls(store.shop(session))
    answer = read_facts(calls, order_id, line.context.clock())
    assert answer is not None
    return graph_order.read(answer.body)[0]
