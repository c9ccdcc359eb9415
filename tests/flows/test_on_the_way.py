"""Customers without a tier who are on the way to one, from an order to what the theme reads (PROG-NEXT)."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.overrides import give
from app.pausing import clean_up
from app.programs import program_of
from app.publishing import publish, save_draft
from tests.stage import Line, Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ben(line: Line, ada_shop: Store) -> int:
    """Ben, who has spent 900 of the 2,000 that Silver asks for."""
    ben = ada_shop.customer("ben@example.com", tags=["wholesale"])
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ben, "900.00")
    line.settle()
    return ben


def status(store: Store, customer: int) -> dict[str, Any] | None:
    found = store.state["customers"][str(customer)]["metafields"]
    texts = [held["value"] for name, held in found.items() if name.endswith(".status")]
    assert not any(name.endswith(".tier") for name in found)
    return json.loads(texts[0]) if texts else None


def told(store: Store, customer: int) -> tuple[str, str] | None:
    found = status(store, customer)
    return (found["spend"], found["to_next"]) if found else None


def test_from_half_way_on_the_store_shows_the_progress_and_follows_it(
    line: Line, ada_shop: Store, ben: int
) -> None:
    assert told(ada_shop, ben) is None

    order = ada_shop.order(ben, "100.00")
    line.settle()
    assert told(ada_shop, ben) == ("1000.00", "1000.00")
    before = line.mutations()
    ada_shop.order(ben, "620.00")
    line.settle()
    assert told(ada_shop, ben) == ("1620.00", "380.00")
    assert line.mutations() == before + 1 and ada_shop.tags(ben) == ["wholesale"]

    ada_shop.post(f"/orders/{order['id']}/cancel", refund=True)
    line.settle()
    assert told(ada_shop, ben) == ("1520.00", "480.00")


def test_who_falls_back_below_half_carries_nothing_any_more(line: Line, ada_shop: Store, ben: int) -> None:
    order = ada_shop.order(ben, "100.00")
    line.settle()
    ada_shop.post(f"/orders/{order['id']}/cancel", refund=True)
    line.settle()

    assert told(ada_shop, ben) is None


def test_progress_goes_when_time_takes_it(line: Line, ada_shop: Store, ben: int) -> None:
    ada_shop.order(ben, "600.00")
    line.settle()
    assert told(ada_shop, ben) == ("1500.00", "500.00")

    for _ in range(13):
        line.clock(advance_seconds=timedelta(days=30).total_seconds())
        line.run_jobs()

    assert told(ada_shop, ben) is None


def test_a_member_who_loses_the_tier_keeps_the_progress_and_gets_the_tier_back(
    line: Line, ada_shop: Store, ben: int
) -> None:
    order = ada_shop.order(ben, "1100.00")
    line.settle()
    assert ada_shop.tags(ben) == ["VIP-Silver", "wholesale"]

    ada_shop.post(f"/orders/{order['id']}/refund", amount="500.00")
    line.settle()
    assert (told(ada_shop, ben), ada_shop.tags(ben)) == (("1500.00", "500.00"), ["wholesale"])

    ada_shop.order(ben, "500.00")
    line.settle()
    assert ada_shop.tags(ben) == ["VIP-Silver", "wholesale"]


def test_a_program_that_asks_for_less_finds_more_people_on_the_way(
    line: Line, ada_shop: Store, ben: int
) -> None:
    for entry, expected in ((1_500_00, ("900.00", "600.00")), (1_900_00, None)):
        with line.context.db.write() as session:
            shop, now = ada_shop.shop(session), line.context.clock()
            _, program = program_of(session, shop.id, now)
            tiers = (program.tiers[0].model_copy(update={"entry": entry}), *program.tiers[1:])
            save_draft(session, shop, program.model_copy(update={"tiers": tiers}), "test", now)
            publish(session, shop, "test", now)
        line.settle()

        assert told(ada_shop, ben) == expected


def test_who_has_enough_and_is_kept_out_by_hand_is_promised_nothing(
    line: Line, ada_shop: Store, ben: int
) -> None:
    ada_shop.order(ben, "600.00")
    line.settle()
    customer = line.customer(ada_shop, ben)
    with line.context.db.write() as session:
        shop, now = ada_shop.shop(session), line.context.clock()
        give(session, shop, customer, "ceiling", None, "resells", "operator", now)
    ada_shop.order(ben, "600.00")
    line.settle()

    assert told(ada_shop, ben) is None and ada_shop.tags(ben) == ["wholesale"]


def test_a_store_that_is_cleaned_up_keeps_no_progress_and_a_second_look_sends_nothing(
    line: Line, ada_shop: Store, ben: int
) -> None:
    ada_shop.order(ben, "600.00")
    line.settle()
    before = line.mutations()
    line.want_again(ada_shop, "customer", str(line.customer(ada_shop, ben).id))
    line.settle()
    assert line.mutations() == before

    with line.context.db.write() as session:
        clean_up(session, ada_shop.shop(session), "operator", line.context.clock())
    line.settle()
    assert told(ada_shop, ben) is None
