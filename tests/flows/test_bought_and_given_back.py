"""6,000 bought and refunded the next day: one standing, whichever message came first (GAP-REFUND-DATE)."""

import json

import pytest
from sqlmodel import select

from app.evaluate import mark_all
from app.models import StandingChange
from app.programs import program_of
from app.rules.program import Counting, Program
from tests.stage import Line, Store

DAY_SECONDS = 24 * 3600


@pytest.mark.parametrize("own_day", [False, True])
def test_whichever_message_comes_first_the_standing_is_the_same(
    line: Line, ada_shop: Store, own_day: bool
) -> None:
    """Ada's refund arrives first, Ben's order does."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    ada_shop.install()
    refunds_count_on_their_own_day(line, ada_shop, own_day)
    ada_shop.go_live()
    ada_shop.post("/webhooks/hold", on=True)
    orders = {each: str(ada_shop.order(each, "6000.00")["id"]) for each in (ada, ben)}
    of_the_first_day = told_of(ada_shop, orders)
    line.clock(advance_seconds=DAY_SECONDS)
    for order in orders.values():
        ada_shop.post(f"/orders/{order}/refund", amount="6000.00")
    every = told_of(ada_shop, orders)
    of_the_second_day = {each: every[each] - of_the_first_day[each] for each in orders}

    ada_shop.post("/webhooks/release", ids=[*of_the_second_day[ada], *of_the_first_day[ben]])
    line.settle()
    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == ([], ["VIP-Gold"])
    ada_shop.post("/webhooks/release", ids=[*every[ada], *every[ben]])
    line.settle()

    assert [stands(line, ada_shop, each) for each in (ada, ben)] == [(0, 0, None, None, 0)] * 2
    assert (ada_shop.tags(ada), ada_shop.tags(ben)) == ([], [])
    assert fallen_by(line, ada_shop) <= {"reversal"}


def told_of(store: Store, orders: dict[int, str]) -> dict[int, set[str]]:
    """The deliveries that wait, by the customer whose order they are about."""
    held = store.held()
    return {who: {each["id"] for each in held if order in each["body"]} for who, order in orders.items()}


def refunds_count_on_their_own_day(line: Line, store: Store, own_day: bool) -> None:
    with line.context.db.write() as session:
        shop = store.shop(session)
        version, program = program_of(session, shop.id, line.context.clock())
        counting = Counting(refunds_on_their_own_day=own_day)
        rules = program.model_dump() | {"counting": counting.model_dump()}
        version.rules = Program.model_validate(rules).model_dump_json()
        session.add(version)
        mark_all(session, shop.id)


def stands(line: Line, store: Store, customer: int) -> tuple[object, ...]:
    row = line.customer(store, customer)
    return row.rank, row.metric_value, row.since, row.falls_on, row.landing


def fallen_by(line: Line, store: Store) -> set[str]:
    """What is on record as the cause of moves down."""
    with line.context.db.read() as session:
        found = select(StandingChange).where(StandingChange.shop_id == store.shop(session).id)
        rows = session.exec(found).all()
    return {json.loads(row.reason)["kind"] for row in rows if row.to_rank < row.from_rank}
