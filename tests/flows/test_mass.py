"""Very many customers at once: bulk operations of the platform, and an outcome for each customer."""

from collections import Counter

import pytest
from sqlmodel import select

from app.delivery import mass
from app.models import MassWrite
from app.models.mass_write import RUNNING
from app.rules.writebacks import STATUS_KEY, TIER_KEY
from tests.stage import Line, Store

MEMBERS, MANY = 7, 6


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a dozen here, a thousand in a store; `bench retier` has ten thousand."""
    monkeypatch.setattr(mass, "FROM", MANY)


@pytest.fixture
def members(line: Line, ada_shop: Store) -> list[int]:
    """Customers who bought for 2,500.00 each, in a store that is installed and not live."""
    ids = [ada_shop.customer(f"c{n}@example.com") for n in range(MEMBERS)]
    for each in ids:
        ada_shop.order(each, "2500.00")
    ada_shop.install()
    return ids


def judged(line: Line, store: Store) -> None:
    """The merchant goes live and everybody is judged, before anything is sent."""
    bearer = {"Authorization": f"Bearer {store.token()}"}
    line.http.post(f"{line.app_url}/app/go-live", headers=bearer, timeout=30).raise_for_status()
    while line.worker.evaluate_once():
        pass


def asked(line: Line, since: int = 0) -> Counter[str]:
    """The operations that were asked of the platform, by name."""
    return Counter(entry["operation"] for entry in line.requests_log(since=since))


def newest(line: Line) -> int:
    return int(line.requests_log()[-1]["id"])


def test_many_customers_carry_their_tier_after_a_few_requests(
    line: Line, ada_shop: Store, members: list[int]
) -> None:
    """Issue 4, "What it must show" 4: tags and metafields are right, and a second pass sends nothing."""
    before = newest(line)
    judged(line, ada_shop)
    line.settle()

    assert {each: ada_shop.tags(each) for each in members} == all_silver(members)
    assert Counter(fields(ada_shop)) == {TIER_KEY: MEMBERS, STATUS_KEY: MEMBERS}
    seen = asked(line, before)
    assert (seen["BulkMutationStart"], seen["CustomersWrite"]) == (3, 0)
    assert [row for row in line.outbox(ada_shop, "customer") if row.wanted != row.sent or row.dead] == []

    changes = line.mutations()
    line.want_again(ada_shop, "customer", *(row.subject for row in line.outbox(ada_shop, "customer")))
    line.settle()
    assert line.mutations() == changes


def test_one_customer_whom_the_store_does_not_have_stops_no_other(
    line: Line, ada_shop: Store, members: list[int]
) -> None:
    """Whoever shares a line of metafields with them is written again, and ends as everybody else."""
    line.control("DELETE", f"/{ada_shop.domain}/customers/{members[3]}", {"webhooks": False})
    judged(line, ada_shop)
    line.settle()

    others = [each for each in members if each != members[3]]
    assert {each: ada_shop.tags(each) for each in others} == all_silver(others)
    assert Counter(fields(ada_shop)) == {TIER_KEY: MEMBERS - 1, STATUS_KEY: MEMBERS - 1}
    dead = [row for row in line.outbox(ada_shop, "customer") if row.dead]
    assert len(dead) == 1 and "exist" in dead[0].problem


def test_a_start_whose_answer_was_lost_is_found_again_and_not_repeated(
    line: Line, ada_shop: Store, members: list[int]
) -> None:
    """So does the worker that follows one that was killed between the call and its record."""
    before = newest(line)
    line.faults(api=[{"operation": "BulkMutationStart", "action": "reset_after", "times": 1}])
    judged(line, ada_shop)
    line.settle()
    line.clock(advance_seconds=150)
    line.settle()

    assert {each: ada_shop.tags(each) for each in members} == all_silver(members)
    assert asked(line, before)["BulkMutationStart"] == 3


def test_another_worker_goes_on_where_one_was_killed(line: Line, ada_shop: Store, members: list[int]) -> None:
    """The first is gone while the operation runs; nothing but rows is left of it."""
    before = newest(line)
    line.control("POST", "/bulk", {"seconds": 1})
    judged(line, ada_shop)
    while not running(line, ada_shop):
        line.step()

    mass.unpacked.cache_clear()
    line.owner = "test:another"
    line.settle()

    assert {each: ada_shop.tags(each) for each in members} == all_silver(members)
    assert asked(line, before)["BulkMutationStart"] == 3


def test_who_rises_while_the_operation_runs_ends_with_the_newest_tier_alone(
    line: Line, ada_shop: Store, members: list[int]
) -> None:
    """Silver is being written when the member becomes Gold; the later wish waits for the earlier write."""
    line.control("POST", "/bulk", {"seconds": 1})
    judged(line, ada_shop)
    while not running(line, ada_shop):
        line.step()

    ada_shop.order(members[0], "4000.00")
    line.settle()

    assert ada_shop.tags(members[0]) == ["VIP-Gold"]
    assert ada_shop.tags(members[1]) == ["VIP-Silver"]


def test_a_store_that_refuses_bulk_writes_is_written_as_a_few_are(
    line: Line, ada_shop: Store, members: list[int]
) -> None:
    """Nobody is left out, and bulk is not tried again at once."""
    line.faults(api=[{"operation": "BulkMutationStart", "action": "user_errors", "times": 1}])
    before = newest(line)
    judged(line, ada_shop)
    line.settle()

    assert {each: ada_shop.tags(each) for each in members} == all_silver(members)
    assert asked(line, before)["CustomersWrite"] == 1


def all_silver(members: list[int]) -> dict[int, list[str]]:
    return {each: ["VIP-Silver"] for each in members}


def fields(store: Store) -> list[str]:
    """The keys of all metafields of customers."""
    return [
        key.rsplit(".", 1)[-1]
        for customer in store.state["customers"].values()
        for key in customer["metafields"]
    ]


def running(line: Line, store: Store) -> bool:
    with line.context.db.read() as session:
        shop = store.shop(session)
        runs = session.exec(select(MassWrite).where(MassWrite.shop_id == shop.id)).all()
        return any(run.state == RUNNING for run in runs)
