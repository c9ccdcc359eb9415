"""One-time benefits as a code or a gift card: made once, for one person, seen at the checkout."""

import pytest

from tests.conftest import in_short
from tests.flows.paying import (
    TWO_WEEKS,
    code_told,
    credits,
    grants,
    later,
    pays,
    states,
    surprise,
    until_settled,
)
from tests.stage import Line, Store


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop)
    ada_shop.order(ada, "10.00")
    line.settle()
    return ada


def bought(store: Store, customer: int, code: str, **more: object) -> str:
    return str(store.checkout(customer, "100.00", shipping="0", codes=[code], **more)["total"])


def test_a_code_takes_off_its_amount_once_and_for_its_member_alone(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """BEN-FIN-CREDIT as a single-use code: 100.00 cost 90.00, once."""
    ben = ada_shop.customer("ben@example.com")
    surprise(line, ada_shop, "ada@example.com", form="code")
    until_settled(line, ada_shop)
    [grant] = grants(line, ada_shop)
    code = code_told(line, ada_shop, grant)

    assert (grant.state, len(code)) == ("delivered", 14)
    assert bought(ada_shop, ben, code) == "100.00"
    assert bought(ada_shop, ada, code, place=True) == "90.00"
    assert bought(ada_shop, ada, code) == "100.00"


def test_a_percentage_comes_as_a_code_when_the_tier_was_held_for_two_weeks(
    line: Line, ada_shop: Store
) -> None:
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, {"kind": "entry_reward", "form": "code", "percent": 25})
    ada_shop.order(ada, "2000.00")
    line.settle()
    later(line, TWO_WEEKS + 120)

    [grant] = grants(line, ada_shop)
    assert bought(ada_shop, ada, code_told(line, ada_shop, grant)) == "75.00"


def test_a_gift_card_pays_at_the_checkout(line: Line, ada_shop: Store, ada: int) -> None:
    surprise(line, ada_shop, "ada@example.com", form="gift_card")
    until_settled(line, ada_shop)
    [grant] = grants(line, ada_shop)

    cards = [code_told(line, ada_shop, grant)]
    paid = ada_shop.checkout(ada, "100.00", shipping="0", gift_cards=cards)
    assert (grant.state, paid["refused_gift_cards"]) == ("delivered", [])
    assert (paid["tenders"][0]["amount"], paid["to_pay"]) == ("10.00", "90.00")


@pytest.mark.parametrize("form", ["code", "gift_card"])
@pytest.mark.parametrize(
    "action",
    in_short(
        "reset_after", "reset_before", more=["status_after:502", "errors_after", "reset_late:90", "garbage"]
    ),
)
def test_an_answer_that_tells_nothing_makes_no_second_one(
    line: Line, ada_shop: Store, ada: int, form: str, action: str
) -> None:
    """Reliability 1c, last line: what has a natural key is found by it, or made now."""
    operation = {"code": "discountCodeBasicCreate", "gift_card": "giftCardCreate"}[form]
    line.faults(api=[{"operation": operation, "action": action, "times": 1}])
    surprise(line, ada_shop, "ada@example.com", form=form)
    line.settle()
    assert states(line, ada_shop) == ["unknown"]

    until_settled(line, ada_shop)

    assert states(line, ada_shop) == ["delivered"]
    held = ada_shop.state
    made = (
        [each for each in held["discounts"] if each["method"] == "code"]
        if form == "code"
        else held["gift_cards"]
    )
    assert (len(made), credits(line, ada_shop)) == (1, [])
