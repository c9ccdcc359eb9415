"""Whatever happened, once it is quiet the store looks as it should, and a second look sends nothing (P7)."""

from random import Random
from typing import Any

import pytest
from sqlmodel import select

from app.models import Customer
from app.programs import program_of
from app.rules.audiences import audiences
from app.rules.writebacks import discounts
from tests.soak.chaos import DAY, Chaos
from tests.stage import Line, Store

SHORT, LONG = 12, 200


def test_a_few_faults_and_edits_leave_no_trace(line: Line) -> None:
    converges(line, seed=11, steps=SHORT)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 7))
def test_two_hundred_faults_edits_and_moves_leave_no_trace(line: Line, seed: int) -> None:
    converges(line, seed, LONG)


def converges(line: Line, seed: int, steps: int) -> None:
    """The bucket is large: to be told to wait is one of the faults, and not what takes the time."""
    store = line.store("chaos.myshopify.com", bucket=100_000, restore_rate=100_000)
    chaos = Chaos(line, store, Random(seed))
    chaos.begin()
    for _ in range(steps):
        chaos.step()
    chaos.grows_quiet()

    assert shown(store) == wanted(line, store)
    before = line.mutations()
    line.clock(advance_seconds=DAY)
    line.run_jobs()
    line.want_again(store, "program", "objects")
    line.want_again(store, "customer", *[row.subject for row in line.outbox(store, "customer")])
    line.settle()
    assert line.mutations() == before
    assert shown(store) == wanted(line, store)


def wanted(line: Line, store: Store) -> dict[str, Any]:
    """From the customers' tiers and the program alone."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        _, program = program_of(session, shop.id, line.context.clock())
        people = session.exec(select(Customer).where(Customer.shop_id == shop.id)).all()
        names = {str(each.platform_id): program.name(each.rank) for each in people}
    needed = discounts(program, shop.currency, shop.zone)
    return {
        "tiers": {customer: name for customer, name in names.items() if name},
        "tags": {customer: [f"VIP-{name}"] for customer, name in names.items() if name},
        "segments": sorted(each.query for each in audiences(program)),
        "discounts": sorted((each.title, each.percent, each.ship_up_to) for each in needed),
        "working": {"ACTIVE"},
    }


def shown(store: Store) -> dict[str, Any]:
    state = store.state
    tiers, tags = {}, {}
    for customer, held in state["customers"].items():
        fields = {name.rpartition(".")[2]: each["value"] for name, each in held["metafields"].items()}
        if "tier" in fields:
            tiers[customer] = fields["tier"]
        if ours := [tag for tag in held["tags"] if tag.startswith("VIP-")]:
            tags[customer] = ours
    return {
        "tiers": tiers,
        "tags": tags,
        "segments": sorted(each["query"] for each in state["segments"].values()),
        "discounts": sorted(
            (each["title"], int(each["percent"]) if each["percent"] else None, each["max_shipping"])
            for each in state["discounts"]
        ),
        "working": {each["status"] for each in state["discounts"]},
    }
