"""What was made in a store, and the answer lost: it is ours whatever befalls it before the next look."""

from datetime import timedelta

import pytest

from app.pausing import pause
from tests.stage import Line, Store

TITLE = "Silver member – 10 %"
DISCOUNTS = 6
"""Of the program that a store begins with."""
CREATE = "discountAutomaticBasicCreate"
A_WHILE = timedelta(minutes=3)
"""Longer than is waited after an unknown outcome."""


@pytest.fixture
def orphan(line: Line, ada_shop: Store) -> int:
    """Staff deleted the discount of Silver; it was made anew, and the answer did not come."""
    ada_shop.install()
    ada_shop.go_live()
    before = {each["id"] for each in ada_shop.state["discounts"]}
    line.control("DELETE", f"/{ada_shop.domain}/discounts/{one(ada_shop, TITLE)['id']}")
    line.faults(api=[{"operation": CREATE, "action": "reset_after", "times": 1}])
    line.settle()
    made = one(ada_shop, TITLE)["id"]
    assert made not in before
    return int(made)


@pytest.mark.parametrize("edit", [{"active": False}, {"title": "Mine"}])
def test_a_discount_that_staff_change_before_we_know_of_it_is_not_made_twice(
    line: Line, ada_shop: Store, orphan: int, edit: dict[str, object]
) -> None:
    """Reliability P7: by its title, or by its working, it is not to be found any more."""
    line.control("PATCH", f"/{ada_shop.domain}/discounts/{orphan}", edit)

    line.clock(advance_seconds=A_WHILE.seconds)
    line.settle()

    silver = one(ada_shop, TITLE)
    assert (silver["id"], silver["status"]) == (orphan, "ACTIVE")
    assert len(ada_shop.state["discounts"]) == DISCOUNTS


def test_a_discount_that_gets_another_title_before_we_know_of_it_is_not_made_twice(
    line: Line, ada_shop: Store, orphan: int
) -> None:
    """The store speaks another language by then, and the title that is looked for is another."""
    line.sandbox.world.stores[ada_shop.domain].primary_locale = "pt-BR"
    line.receive(ada_shop, "shop/update", "{}")

    line.clock(advance_seconds=A_WHILE.seconds)
    line.settle()

    assert one(ada_shop, "Membro Silver – 10% de desconto")["id"] == orphan
    assert len(ada_shop.state["discounts"]) == DISCOUNTS


def test_a_discount_that_we_do_not_know_of_yet_rests_with_the_program(
    line: Line, ada_shop: Store, orphan: int
) -> None:
    """A paused program takes nothing off."""
    with line.context.db.write() as session:
        pause(session, ada_shop.shop(session), "operator", line.context.clock())

    line.clock(advance_seconds=A_WHILE.seconds)
    line.settle()

    assert (one(ada_shop, TITLE)["id"], one(ada_shop, TITLE)["status"]) == (orphan, "EXPIRED")


def test_a_discount_that_is_made_long_after_it_was_asked_for_does_not_stay_beside_the_second(
    line: Line, ada_shop: Store
) -> None:
    """Reliability P7: an order is not to have both."""
    ada_shop.install()
    ada_shop.go_live()
    line.control("DELETE", f"/{ada_shop.domain}/discounts/{one(ada_shop, TITLE)['id']}")
    line.faults(api=[{"operation": CREATE, "action": "reset_late:250", "times": 1}])
    line.settle()
    line.clock(advance_seconds=A_WHILE.seconds)
    line.settle()
    second = one(ada_shop, TITLE)["id"]

    line.clock(advance_seconds=A_WHILE.seconds)
    assert len(ada_shop.state["discounts"]) == DISCOUNTS + 1
    line.want_again(ada_shop, "program", "objects")
    line.settle()

    assert one(ada_shop, TITLE)["id"] == second


def one(store: Store, title: str) -> dict[str, object]:
    [found] = [each for each in store.state["discounts"] if each["title"] == title]
    return dict(found)
