"""A price drops: the claim of a member, a person's approval, one refund of the order (BEN-FIN-PRICE)."""

from typing import Any

import pytest

from app.grants import review
from tests.conftest import in_short
from tests.flows.paying import grants, later, pays, states, until_settled
from tests.stage import Line, Store

PROTECTED = {"kind": "price_protection", "days": 14}


@pytest.fixture
def coat(line: Line, ada_shop: Store) -> dict[str, Any]:
    return dict(ada_shop.post("/products", title="Coat", price="100.00"))


def member(line: Line, store: Store, **money_out: Any) -> int:
    """Ada, Silver for a minute."""
    ada = store.customer("ada@example.com")
    pays(line, store, PROTECTED, **money_out)
    store.order(ada, "2000.00")
    line.settle()
    later(line, 60)
    return ada


def buys(line: Line, store: Store, customer: int, coat: dict[str, Any], quantity: int = 1) -> dict[str, Any]:
    lines = [{"product_id": coat["id"], "quantity": quantity}]
    order = store.order(customer, "0", lines=lines)
    line.settle()
    later(line, 60)
    return order


def drops_to(line: Line, store: Store, coat: dict[str, Any], price: str) -> None:
    line.control("PATCH", f"/{store.domain}/products/{coat['id']}", {"price": price})
    line.settle()


def approve(line: Line, store: Store, grant_id: int) -> None:
    with line.context.db.write() as session:
        review.approve(session, store.shop(session), grant_id, "operator", line.context.clock())
    until_settled(line, store)


def refunded(store: Store, order: dict[str, Any]) -> list[str]:
    held = store.state["orders"][str(order["id"])]["refunds"]
    return [each["amount"] for refund in held for each in refund["transactions"]]


def test_the_difference_goes_back_to_the_card_once_it_is_approved(
    line: Line, ada_shop: Store, cleo_shop: Store, coat: dict[str, Any]
) -> None:
    ada, ben = member(line, ada_shop), ada_shop.customer("ben@example.com")
    order, other = buys(line, ada_shop, ada, coat, 2), buys(line, ada_shop, ben, coat)
    drops_to(line, ada_shop, coat, "80.00")
    [claimed] = grants(line, ada_shop)
    assert (claimed.state, claimed.amount_minor, refunded(ada_shop, order)) == ("to_approve", 40_00, [])

    approve(line, ada_shop, claimed.id)

    assert (states(line, ada_shop), refunded(ada_shop, order)) == (["delivered"], ["40.00"])
    assert refunded(ada_shop, other) == []
    drops_to(line, ada_shop, coat, "70.00")
    assert len(grants(line, ada_shop)) == 1


def test_what_was_returned_since_the_claim_is_not_given_back_again(
    line: Line, ada_shop: Store, coat: dict[str, Any]
) -> None:
    ada = member(line, ada_shop)
    order = buys(line, ada_shop, ada, coat, 2)
    drops_to(line, ada_shop, coat, "80.00")
    ada_shop.post(f"/orders/{order['id']}/refund", all=True)
    line.settle()

    approve(line, ada_shop, grants(line, ada_shop)[0].id)

    assert states(line, ada_shop) == ["cancelled"]
    assert len(refunded(ada_shop, order)) == 1


def test_a_refused_claim_and_one_after_its_days_pay_nothing(
    line: Line, ada_shop: Store, coat: dict[str, Any]
) -> None:
    ada = member(line, ada_shop)
    order = buys(line, ada_shop, ada, coat)
    drops_to(line, ada_shop, coat, "90.00")
    with line.context.db.write() as session:
        [claimed] = grants(line, ada_shop)
        review.refuse(session, ada_shop.shop(session), claimed.id, "operator", line.context.clock())
    second = buys(line, ada_shop, ada, coat)
    later(line, 16 * 86_400)
    drops_to(line, ada_shop, coat, "50.00")

    assert states(line, ada_shop) == ["cancelled"]
    assert refunded(ada_shop, order) == refunded(ada_shop, second) == []


def test_an_order_gives_back_no_more_than_its_cap(line: Line, ada_shop: Store, coat: dict[str, Any]) -> None:
    """I-25; and a program that does not ask a person refunds at once."""
    ada = member(line, ada_shop, most_per_order_minor=15_00, approve_price_protection=False)
    order = buys(line, ada_shop, ada, coat)
    drops_to(line, ada_shop, coat, "60.00")
    until_settled(line, ada_shop)

    assert (states(line, ada_shop), refunded(ada_shop, order)) == (["delivered"], ["15.00"])


@pytest.mark.parametrize(
    "action",
    in_short(
        "reset_after", "reset_before", more=["status_after:502", "errors_after", "reset_late:90", "garbage"]
    ),
)
def test_an_answer_that_tells_nothing_refunds_once(
    line: Line, ada_shop: Store, coat: dict[str, Any], action: str
) -> None:
    """Platform 1.9: the key makes it one, the note tells which."""
    ada = member(line, ada_shop, approve_price_protection=False)
    order = buys(line, ada_shop, ada, coat)
    line.faults(api=[{"operation": "refundCreate", "action": action, "times": 1}])
    drops_to(line, ada_shop, coat, "80.00")
    assert states(line, ada_shop) == ["unknown"]

    until_settled(line, ada_shop)

    assert (states(line, ada_shop), refunded(ada_shop, order)) == (["delivered"], ["20.00"])
