"""In whatever order a history is told, ledger, standing and store end the same (reliability P3)."""

from itertools import permutations

import pytest

from app.platform.orders import read_facts
from app.rules.order_components import components
from app.rules.order_facts import OrderFacts
from app.rules.order_merge import doubts, merge
from tests.flows import histories
from tests.flows.histories import CHANGES, History
from tests.stage import Line, Store
from webhooks import graph_order
from webhooks.topics import READERS

EVERY = list(permutations(range(CHANGES)))
"""All 720 orders of six changes."""

THROUGH_THE_LINE = EVERY[7::90]
"""Some that go through inbox, ledger, evaluation and delivery here; `make soak` sends all of them."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_720_orders_of_arrival_come_to_the_sums_worked_out_by_hand(line: Line, ada_shop: Store) -> None:
    """What the deliveries say, merged as posting merges it, with a read-back where there is a doubt."""
    for history in histories.make(line, ada_shop, 1):
        with line.context.db.read() as session:
            shop = ada_shop.shop(session)
        answer = read_facts(line.context.calls(shop), history.order_id, line.context.clock())
        assert answer is not None
        read_back, _ = graph_order.read(answer.body)
        facts = {
            delivery.id: READERS[delivery.topic](delivery.body, shop)[0]
            for change in history.told
            for delivery in change
        }
        for seed, order in enumerate(EVERY):
            known, asked = OrderFacts(history.order_id), False
            for delivery in history.arrivals(order, seed):
                before, known = known, merge(known, facts[delivery.id])
                asked |= bool(doubts(before, facts[delivery.id], known))
            known = merge(known, read_back) if asked else known
            assert goods_and_shipping(history, known) == by_component(history), order


def test_any_order_of_arrival_ends_with_the_same_ledger_standing_and_store(
    line: Line, ada_shop: Store
) -> None:
    """Duplicates, lost updates and shared seconds included; read-backs are answered by the platform."""
    check(line, ada_shop, THROUGH_THE_LINE)


def check(line: Line, store: Store, orders: list[tuple[int, ...]]) -> None:
    """Both histories in each of these orders, each in an order of its own, to the tags in the store."""
    made = histories.make(line, store, len(orders))
    arrivals = [history.arrivals(orders[n // 2], n) for n, history in enumerate(made)]
    histories.tell(line, store, arrivals)
    line.settle(seconds=600)

    customers = store.state["customers"]
    for n, history in enumerate(made):
        assert histories.sums(line, store, history) == history.outcome.sums, orders[n // 2]
        row = line.customer(store, history.customer_id)
        assert row.metric_value == history.outcome.spend, orders[n // 2]
        held = customers[str(history.customer_id)]
        assert held["tags"] == history.outcome.tags, orders[n // 2]
        assert bool(held["metafields"]) == bool(history.outcome.tags)


def goods_and_shipping(history: History, facts: OrderFacts) -> dict[str, tuple[int, int]]:
    numbers = {f"refund:{each}": f"refund {n}" for n, each in enumerate(history.refunds, 1)}
    return {
        numbers.get(part.component, part.component): (part.amounts.goods, part.amounts.shipping)
        for part in components(facts)
    }


def by_component(history: History) -> dict[str, tuple[int, int]]:
    return {component: both for (component, *_), both in history.outcome.sums.items()}
