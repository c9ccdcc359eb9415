"""A reward for reaching a tier: promised with the move, paid once, and only if it is still deserved."""

from app.pausing import pause, resume
from tests.flows.paying import DAY, TWO_WEEKS, balance, credits, entry, grants, later, pays, states
from tests.flows.test_pausing import decide
from tests.stage import Line, Store


def test_whoever_reaches_a_tier_has_the_credit_two_weeks_later(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    """BEN-B-UPGRADE, GAP-DELIVERY: promised → delivered, with the transaction that it became."""
    ada, cleo = ada_shop.customer("ada@example.com"), cleo_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    pays(line, cleo_shop)
    cleo_shop.order(cleo, "900000")
    ada_shop.order(ada, "2000.00")
    line.settle()
    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["promised"], "nothing")

    later(line, TWO_WEEKS - 60)
    assert balance(line, ada_shop, ada) == "nothing"
    later(line, 120)

    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "50.00")
    assert grants(line, ada_shop)[0].platform_id.startswith("gid://shopify/StoreCreditAccountCredit")
    assert (states(line, cleo_shop), credits(line, cleo_shop)) == ([], [])


def test_a_tier_that_is_lost_before_it_is_paid_brings_nothing(line: Line, ada_shop: Store) -> None:
    """Design 8: entry rewards are judged again before they are paid."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    order = ada_shop.order(ada, "2000.00")
    line.settle()
    later(line, 60)
    ada_shop.post(f"/orders/{order['id']}/refund", all=True)
    line.settle()

    later(line, TWO_WEEKS)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["cancelled"], [])


def test_bought_given_back_and_bought_again_is_paid_once(line: Line, ada_shop: Store) -> None:
    """P22: before and after it was paid."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    first = ada_shop.order(ada, "2000.00")
    line.settle()
    later(line, 60)
    ada_shop.post(f"/orders/{first['id']}/refund", all=True)
    line.settle()
    later(line, 60)
    second = ada_shop.order(ada, "2100.00")
    line.settle()
    later(line, TWO_WEEKS + 120)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["50.00"])

    ada_shop.post(f"/orders/{second['id']}/refund", all=True)
    line.settle()
    later(line, 60)
    ada_shop.order(ada, "2200.00")
    line.settle()
    later(line, TWO_WEEKS + 120)

    assert credits(line, ada_shop) == ["50.00"]


def test_two_accounts_with_a_reward_each_that_become_one_are_paid_one(line: Line, ada_shop: Store) -> None:
    """P22, GAP-MERGE: grants do not move; the family is looked at when it is paid."""
    ada, old = ada_shop.customer("ada@example.com"), ada_shop.customer("ada@old.example.com")
    pays(line, ada_shop, entry())
    ada_shop.order(ada, "2000.00")
    ada_shop.order(old, "2500.00")
    line.settle()
    assert states(line, ada_shop) == ["promised", "promised"]

    ada_shop.post("/customers/merge", keep=ada, remove=old)
    line.settle()
    later(line, TWO_WEEKS + 120)

    assert sorted(states(line, ada_shop)) == ["cancelled", "delivered"]
    assert credits(line, ada_shop) == ["50.00"]


def test_a_merge_that_lifts_somebody_promises_nothing(line: Line, ada_shop: Store) -> None:
    ada, old = ada_shop.customer("ada@example.com"), ada_shop.customer("ada@old.example.com")
    pays(line, ada_shop, entry())
    ada_shop.order(ada, "1500.00")
    ada_shop.order(old, "1500.00")
    line.settle()

    ada_shop.post("/customers/merge", keep=ada, remove=old)
    line.settle()

    assert (ada_shop.tags(ada), states(line, ada_shop)) == (["VIP-Silver"], [])


def test_nobody_is_paid_for_where_they_stood_when_the_store_went_live(line: Line, ada_shop: Store) -> None:
    """Design 4, "Silence"; and what happened before counts as having happened."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "2000.00")
    pays(line, ada_shop, entry())
    line.settle()

    assert (ada_shop.tags(ada), states(line, ada_shop)) == (["VIP-Silver"], [])


def test_an_order_that_the_store_does_not_know_pays_nothing(line: Line, ada_shop: Store) -> None:
    """P6: what lifted the member is read back first."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    order = ada_shop.order(ada, "2000.00")
    line.settle()

    line.control("DELETE", f"/{ada_shop.domain}/orders/{order['id']}", {"webhooks": False})
    later(line, TWO_WEEKS + 120)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["cancelled"], [])
    assert "does not know order" in grants(line, ada_shop)[0].problem


def test_an_order_that_is_too_old_to_be_shown_is_waited_for_and_not_held_to_be_gone(
    line: Line, ada_shop: Store
) -> None:
    """P6: without read_all_orders a store shows 60 days; the program rested for longer."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    ada_shop.order(ada, "2000.00")
    line.settle()
    granted = line.sandbox.world.stores[ada_shop.domain].scopes
    ada_shop.post("/scopes", granted=[scope for scope in granted if scope != "read_all_orders"])
    decide(line, ada_shop, pause)
    later(line, 61 * DAY)
    decide(line, ada_shop, resume)
    later(line, 120)
    assert states(line, ada_shop) == ["promised"]
    assert "read_all_orders" in grants(line, ada_shop)[0].problem

    ada_shop.post("/scopes", granted=list(granted))
    line.settle()
    later(line, DAY)

    assert (states(line, ada_shop), balance(line, ada_shop, ada)) == (["delivered"], "50.00")


def test_a_customer_who_asked_to_be_forgotten_is_sent_nothing(line: Line, ada_shop: Store) -> None:
    """I-26."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    ada_shop.order(ada, "2000.00")
    line.settle()

    ada_shop.post("/privacy/customer_redact", customer_id=ada)
    line.settle()
    later(line, TWO_WEEKS + 120)

    assert (states(line, ada_shop), credits(line, ada_shop)) == (["cancelled"], [])
