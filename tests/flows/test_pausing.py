"""A program rests, goes on, and leaves a store without a trace; each ends with a look into the store."""

from datetime import timedelta

import pytest

from app.errors import CannotPause
from app.models.platform_object import KINDS
from app.models.shop import LIVE, PAUSED
from app.pausing import clean_up, held_by_store, pause, resume
from app.platform.program_objects import RETIRED
from app.programs import program_of
from app.publishing import publish, save_draft
from app.rules.benefits.vip_promotion import VipPromotion
from app.rules.periods import local_day
from tests.stage import Line, Store


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, a Gold member of a store that is live."""
    ada = ada_shop.customer("ada@example.com", tags=["wholesale"])
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    return ada


def test_a_paused_program_takes_nothing_off_and_members_keep_their_tier(
    line: Line, ada_shop: Store, ada: int
) -> None:
    decide(line, ada_shop, pause)

    assert ada_shop.checkout(ada, "100.00")["discounts"] == []
    assert {each["status"] for each in ada_shop.state["discounts"]} == {"EXPIRED"}
    assert ada_shop.tags(ada) == ["VIP-Gold", "wholesale"]
    assert in_state(line, ada_shop) == PAUSED


def test_members_rise_while_the_program_is_paused(line: Line, ada_shop: Store, ada: int) -> None:
    decide(line, ada_shop, pause)
    ada_shop.order(ada, "5000.00")
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Platinum", "wholesale"]
    assert ada_shop.checkout(ada, "100.00")["discounts"] == []


def test_a_program_that_goes_on_takes_off_as_before_with_the_same_discounts(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """Started again and not made anew: how often each was used stays known."""
    before = [each["id"] for each in ada_shop.state["discounts"]]
    decide(line, ada_shop, pause)
    decide(line, ada_shop, resume)

    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"
    assert [each["id"] for each in ada_shop.state["discounts"]] == before
    assert in_state(line, ada_shop) == LIVE


@pytest.mark.parametrize("steps", [[pause], [pause, resume], [clean_up], [clean_up, resume]])
def test_a_second_look_sends_nothing(line: Line, ada_shop: Store, ada: int, steps: list[object]) -> None:
    """Reliability P7."""
    for step in steps:
        decide(line, ada_shop, step)
    before = line.mutations()
    line.want_again(ada_shop, "program", "objects")
    line.want_again(ada_shop, "customer", str(line.customer(ada_shop, ada).id))
    line.settle()

    assert line.mutations() == before


def test_a_promotion_that_is_paused_begins_on_its_own_day_and_not_when_the_program_goes_on(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """BEN-B-PROMO: starting a discount begins it at once."""
    promotion(line, ada_shop, in_days=3)
    decide(line, ada_shop, pause)
    assert "SCHEDULED" not in statuses(ada_shop)
    decide(line, ada_shop, resume)

    assert statuses(ada_shop).count("SCHEDULED") == 1
    line.clock(advance_seconds=4 * 86_400)
    assert taken_off(ada_shop, ada) == ["30.00"]


def test_a_code_that_stood_in_is_stopped_and_started_too(line: Line, ada_shop: Store) -> None:
    for n in range(25):
        ada_shop.post("/discounts", title=f"Sale {n}", percent=1)
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    [gold] = [
        each["code"] for each in ada_shop.state["discounts"] if each["code"] and each["percent"] == "15"
    ]

    decide(line, ada_shop, pause)
    assert by_code(ada_shop, ada, gold) == []
    decide(line, ada_shop, resume)
    assert by_code(ada_shop, ada, gold) == ["15.00"]


def test_a_store_that_is_cleaned_up_holds_nothing_of_ours_and_all_of_its_own(
    line: Line, ada_shop: Store, ada: int
) -> None:
    ada_shop.post("/discounts", title="Summer sale", percent=5)
    decide(line, ada_shop, clean_up)

    state = ada_shop.state
    assert ada_shop.tags(ada) == ["wholesale"]
    assert [each["title"] for each in state["discounts"]] == ["Summer sale"]
    assert state["segments"] == {} and ours(ada_shop, ada) == {}
    assert [each for each in state["metafield_definitions"] if each["ownerType"] == "CUSTOMER"] == []
    with line.context.db.read() as session:
        assert held_by_store(session, ada_shop.shop(session).id) == {"customers": 0}


def test_cleaning_up_twice_changes_nothing_more(line: Line, ada_shop: Store, ada: int) -> None:
    decide(line, ada_shop, clean_up)
    before = line.mutations()
    decide(line, ada_shop, clean_up)
    ada_shop.order(ada, "5000.00")
    line.settle()

    assert line.mutations() == before and ada_shop.tags(ada) == ["wholesale"]


def test_staff_may_use_our_words_once_the_store_is_clean(line: Line, ada_shop: Store, ada: int) -> None:
    decide(line, ada_shop, clean_up)
    ada_shop.post(f"/customers/{ada}/tags", add=["VIP-Gold"])
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold", "wholesale"]


def test_going_on_after_a_clean_up_makes_everything_anew(line: Line, ada_shop: Store, ada: int) -> None:
    decide(line, ada_shop, clean_up)
    decide(line, ada_shop, resume)

    assert ada_shop.tags(ada) == ["VIP-Gold", "wholesale"] and len(ours(ada_shop, ada)) == 2
    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"


def test_a_clean_up_that_is_cut_off_goes_on(line: Line, ada_shop: Store, ada: int) -> None:
    line.faults(api=[{"action": "reset_after", "times": 2, "operation": "discountAutomaticDelete"}])
    decide(line, ada_shop, clean_up)
    for _ in range(2):
        line.clock(advance_seconds=121)
        line.settle()

    assert ada_shop.state["discounts"] == [] and ada_shop.state["segments"] == {}


def test_what_cannot_be_paused_says_why(line: Line, ada_shop: Store) -> None:
    ada_shop.install()
    for step in (pause, resume, clean_up):
        with pytest.raises(CannotPause, match="ada-shop"):
            decide(line, ada_shop, step)


def decide(line: Line, store: Store, step) -> None:
    with line.context.db.write() as session:
        step(session, store.shop(session), "operator", line.context.clock())
    line.settle()


def promotion(line: Line, store: Store, in_days: int) -> None:
    """Thirty percent for Gold on one day."""
    with line.context.db.write() as session:
        shop, now = store.shop(session), line.context.clock()
        _, program = program_of(session, shop.id, now)
        day = local_day(now, shop.zone) + timedelta(days=in_days)
        sale = VipPromotion(percent=30, starts_on=day, ends_on=day + timedelta(days=2))
        silver, gold, platinum = program.tiers
        gold = gold.model_copy(update={"benefits": (*gold.benefits, sale)})
        save_draft(session, shop, program.model_copy(update={"tiers": (silver, gold, platinum)}), "test", now)
        publish(session, shop, "test", now)
    line.settle()


def in_state(line: Line, store: Store) -> str:
    with line.context.db.read() as session:
        return store.shop(session).state


def statuses(store: Store) -> list[str]:
    return [each["status"] for each in store.state["discounts"]]


def taken_off(store: Store, customer: int) -> list[str]:
    return [
        each["amount"] for each in store.checkout(customer, "100.00")["discounts"] if each["kind"] == "order"
    ]


def by_code(store: Store, customer: int, code: str) -> list[str]:
    given = store.checkout(customer, "100.00", codes=[code])["discounts"]
    return [each["amount"] for each in given if each.get("code")]


def ours(store: Store, customer: int) -> dict[str, object]:
    held = store.state["customers"][str(customer)]["metafields"]
    return {name: value for name, value in held.items() if ".tier" in name or ".status" in name}


def test_every_kind_of_object_can_be_taken_out_again() -> None:
    """A kind without a line would stay in the store for ever."""
    assert sorted(RETIRED) == sorted(KINDS)
