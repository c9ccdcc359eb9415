"""What may leave a store: caps, approval, scopes, and what ends with the installation (I-25, F91, F104)."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.grants import review, stop
from app.programs import program_of
from app.publishing import publish, save_draft
from app.rules.program import Program
from tests.flows.paying import (
    DAY,
    TWO_WEEKS,
    credits,
    entry,
    grants,
    later,
    pays,
    states,
    surprise,
    until_settled,
)
from tests.stage import Line, Store


def three_people(line: Line, store: Store, **money_out: Any) -> None:
    """At noon in the store: a cap of a day must not begin anew while a test goes on."""
    local = line.context.clock().astimezone(ZoneInfo("America/New_York"))
    noon = (local + timedelta(days=1)).replace(hour=12, minute=0)
    line.clock(advance_seconds=(noon - local).total_seconds())
    pays(line, store, **money_out)
    for n in range(3):
        store.customer(f"m{n}@example.com")
    line.settle()


def test_what_is_beyond_the_cap_of_a_day_waits_for_the_next_one(line: Line, ada_shop: Store) -> None:
    """I-25: never more in a day, and nothing is lost."""
    three_people(line, ada_shop, most_per_day_minor=20_00)
    for n in range(3):
        surprise(line, ada_shop, f"m{n}@example.com")
    until_settled(line, ada_shop)
    assert sorted(states(line, ada_shop)) == ["delivered", "delivered", "promised"]
    assert "cap of 20.00 USD a day" in grants(line, ada_shop)[-1].problem

    until_settled(line, ada_shop, timedelta(days=1, hours=1))

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"] * 3, ["10.00"] * 3)


def test_what_may_have_been_paid_counts_for_the_cap(line: Line, ada_shop: Store) -> None:
    three_people(line, ada_shop, most_per_day_minor=10_00)
    line.faults(api=[{"operation": "storeCreditAccountCredit", "action": "reset_before", "times": 1}])
    for n in range(2):
        surprise(line, ada_shop, f"m{n}@example.com")
    line.settle()

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["unknown", "promised"], [])


def test_one_that_did_not_arrive_is_sent_once_more_within_its_own_room(line: Line, ada_shop: Store) -> None:
    """I-22, I-25: a grant is not in its own way until the month is over."""
    three_people(line, ada_shop, most_per_month_minor=10_00)
    line.faults(api=[{"operation": "storeCreditAccountCredit", "action": "reset_before", "times": 1}])
    surprise(line, ada_shop, "m0@example.com")

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_a_dear_one_waits_for_a_person(line: Line, ada_shop: Store) -> None:
    three_people(line, ada_shop, approve_above_minor=9_99)
    given = surprise(line, ada_shop, "m0@example.com")
    until_settled(line, ada_shop)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["to_approve"], [])

    with line.context.db.write() as session:
        review.approve(session, ada_shop.shop(session), given.id, "staff:7", line.context.clock())
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_nothing_leaves_without_the_scope_and_the_grant_says_which(line: Line, ada_shop: Store) -> None:
    three_people(line, ada_shop)
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        shop.scopes = "read_customers,write_customers"
        session.add(shop)
    surprise(line, ada_shop, "m0@example.com")
    until_settled(line, ada_shop)
    assert "write_store_credit_account_transactions" in grants(line, ada_shop)[0].problem

    line.want_again(ada_shop, "shop", "settings")
    until_settled(line, ada_shop, timedelta(hours=2))

    assert credits(line, ada_shop) == ["10.00"]


def test_money_that_was_stopped_by_hand_goes_on_when_the_accounts_were_read(
    line: Line, ada_shop: Store
) -> None:
    """I-25, the kill switch."""
    three_people(line, ada_shop)
    with line.context.db.write() as session:
        stop.stop(session, ada_shop.shop(session), "operator", line.context.clock())
    surprise(line, ada_shop, "m0@example.com")
    until_settled(line, ada_shop)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["promised"], [])

    with line.context.db.write() as session:
        stop.resume(session, ada_shop.shop(session), "operator", line.context.clock())
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_who_stops_money_while_the_accounts_are_read_has_the_last_word(line: Line, ada_shop: Store) -> None:
    """I-25: reading the accounts to its end does not undo a stop that came later."""
    three_people(line, ada_shop)
    for act in (stop.stop, stop.resume, stop.stop):
        with line.context.db.write() as session:
            act(session, ada_shop.shop(session), "operator", line.context.clock())
    surprise(line, ada_shop, "m0@example.com")

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["promised"], [])


def test_accounts_are_read_to_the_end_though_the_clock_went_back(line: Line, ada_shop: Store) -> None:
    three_people(line, ada_shop)
    surprise(line, ada_shop, "m0@example.com")
    with line.context.db.write() as session:
        ahead = line.context.clock() + timedelta(hours=3)
        stop.stop(session, ada_shop.shop(session), "operator", ahead)
        stop.resume(session, ada_shop.shop(session), "operator", line.context.clock())

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["10.00"])


def test_the_reward_of_a_tier_that_was_deleted_is_not_paid(line: Line, ada_shop: Store) -> None:
    """F104: nor is anybody rewarded for being moved by it."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    ada_shop.order(ada, "5000.00")
    line.settle()
    with line.context.db.write() as session:
        shop, at = ada_shop.shop(session), line.context.clock()
        _, program = program_of(session, shop.id, at)
        told = program.model_dump()
        told["tiers"] = [tier for tier in told["tiers"] if tier["name"] != "Gold"]
        save_draft(session, shop, Program.model_validate(told), "operator", at)
        publish(session, shop, "operator", at)
    line.settle()

    later(line, TWO_WEEKS + 120)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["cancelled"], [])


@pytest.mark.parametrize("after", [60, 3 * DAY])
def test_after_a_new_installation_nothing_is_paid_a_second_time(
    line: Line, ada_shop: Store, after: int
) -> None:
    """F91."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry(), wait_days=0)
    ada_shop.order(ada, "2000.00")
    line.settle()
    until_settled(line, ada_shop)
    assert credits(line, ada_shop) == ["50.00"]

    ada_shop.post("/uninstall")
    line.settle()
    later(line, after)
    ada_shop.install()
    ada_shop.go_live()
    later(line, 60)
    ada_shop.order(ada, "10.00")
    until_settled(line, ada_shop)

    assert credits(line, ada_shop) == ["50.00"]
