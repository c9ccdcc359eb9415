"""Money that is on its way while something else changes: the period, the currency, a person's mind."""

from datetime import timedelta

from app.grants import review
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


def days_later(line: Line, store: Store, days: int) -> None:
    """In steps of a month: a token that nobody uses for 90 days is lost."""
    while days > 0:
        line.clock(advance_seconds=min(days, 30) * DAY)
        line.want_again(store, "shop", "settings")
        line.settle()
        days -= 30


def bought_and_given_back(line: Line, store: Store, customer: int, price: str) -> None:
    order = store.order(customer, price)
    line.settle()
    later(line, 60)
    store.post(f"/orders/{order['id']}/refund", all=True)
    line.settle()
    later(line, 60)


def test_a_reward_that_is_deserved_after_all_counts_from_then_on(line: Line, ada_shop: Store) -> None:
    """P22: promised in spring, given back, deserved in winter, and again in the next spring: paid once."""
    ada = ada_shop.customer("ada@example.com")
    pays(line, ada_shop, entry())
    bought_and_given_back(line, ada_shop, ada, "2000.00")
    days_later(line, ada_shop, 300)
    second = ada_shop.order(ada, "2100.00")
    line.settle()
    later(line, TWO_WEEKS + 120)
    assert (states(line, ada_shop), credits(line, ada_shop)) == (["delivered"], ["50.00"])

    ada_shop.post(f"/orders/{second['id']}/refund", all=True)
    line.settle()
    days_later(line, ada_shop, 60)
    ada_shop.order(ada, "2200.00")
    line.settle()
    later(line, TWO_WEEKS + 120)

    assert credits(line, ada_shop) == ["50.00"], grants(line, ada_shop)


def moves_to(line: Line, store: Store, currency: str) -> None:
    """The store is from now on in another currency, and the app has looked."""
    with line.sandbox.world.lock:
        line.sandbox.world.stores[store.domain].currency = currency
    line.want_again(store, "shop", "settings")
    line.settle()


def test_yen_that_were_promised_are_no_dollars_of_a_code(line: Line, cleo_shop: Store) -> None:
    """A code takes off an amount of the store's own currency: 1,000 yen would have been 1,000 dollars."""
    cleo = cleo_shop.customer("cleo@example.com")
    pays(line, cleo_shop, approve_above_minor=0)
    cleo_shop.order(cleo, "1000")
    line.settle()
    given = surprise(line, cleo_shop, "cleo@example.com", form="code")
    moves_to(line, cleo_shop, "USD")
    with line.context.db.write() as session:
        review.approve(session, cleo_shop.shop(session), given.id, "operator", line.context.clock())
    until_settled(line, cleo_shop)

    [grant] = grants(line, cleo_shop)
    codes = [each for each in cleo_shop.state["discounts"] if each["method"] == "code"]
    assert (grant.state, codes) == ("promised", [])
    assert "JPY" in grant.problem

    moves_to(line, cleo_shop, "JPY")
    until_settled(line, cleo_shop, timedelta(days=2))
    assert states(line, cleo_shop) == ["delivered"]


def test_a_price_in_another_currency_is_no_lower_price(line: Line, cleo_shop: Store) -> None:
    """BEN-FIN-PRICE: 150.00 dollars are fewer cents than what 20,000 yen are, and not less."""
    cleo = cleo_shop.customer("cleo@example.com")
    coat = cleo_shop.post("/products", title="Coat", price="20000")
    pays(line, cleo_shop, {"kind": "price_protection", "days": 14}, approve_price_protection=False)
    cleo_shop.order(cleo, "900000")
    line.settle()
    later(line, 60)
    cleo_shop.order(cleo, "0", lines=[{"product_id": coat["id"], "quantity": 1}])
    line.settle()
    later(line, 60)

    moves_to(line, cleo_shop, "USD")
    line.control("PATCH", f"/{cleo_shop.domain}/products/{coat['id']}", {"price": "150.00"})
    until_settled(line, cleo_shop)

    assert states(line, cleo_shop) == []
