"""Who bought: merged, identified late, moved, deleted; and the same person in two stores (GAP-MERGE)."""

import pytest
from sqlmodel import col, select

from app.models import Customer
from tests.stage import Line, Store


@pytest.fixture
def live_shop(ada_shop: Store) -> Store:
    ada_shop.install()
    ada_shop.go_live()
    return ada_shop


def test_two_accounts_that_become_one_have_one_tier(line: Line, live_shop: Store) -> None:
    """Reliability F23: sums add, the tag of the one that goes does not linger."""
    ada, old = live_shop.customer("ada@example.com"), live_shop.customer("ada@old.example.com")
    live_shop.order(ada, "3000.00")
    live_shop.order(old, "2500.00")
    line.settle()
    assert live_shop.tags(ada) == live_shop.tags(old) == ["VIP-Silver"]

    live_shop.post("/customers/merge", keep=ada, remove=old)
    line.settle()

    assert line.customer(live_shop, ada).metric_value == 550_000
    assert line.customer(live_shop, old).metric_value == 0
    assert live_shop.tags(ada) == ["VIP-Gold"]
    assert live_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "15.00"


@pytest.mark.parametrize("backwards", [False, True], ids=["as it happened", "last first"])
def test_a_chain_of_merges_ends_with_the_last_one_in_any_order_of_arrival(
    line: Line, live_shop: Store, backwards: bool
) -> None:
    """Reliability F24: Ada's three accounts, 2,000 each; the first into the second, that into the third."""
    first, second, third = (live_shop.customer(f"ada@{n}.example.com") for n in (1, 2, 3))
    line.settle()
    live_shop.post("/webhooks/hold", on=True)
    for account in (first, second, third):
        live_shop.order(account, "2000.00")
    live_shop.post("/customers/merge", keep=second, remove=first)
    live_shop.post("/customers/merge", keep=third, remove=second)
    held = [each["id"] for each in live_shop.held()]

    for webhook_id in reversed(held) if backwards else held:
        live_shop.post("/webhooks/release", ids=[webhook_id])
        line.settle()

    assert spend(line, live_shop) == {first: 0, second: 0, third: 600_000}
    assert live_shop.tags(third) == ["VIP-Gold"]


def test_what_is_told_late_of_an_account_that_went_lands_on_the_one_that_stayed(
    line: Line, live_shop: Store
) -> None:
    ada, old = live_shop.customer("ada@example.com"), live_shop.customer("ada@old.example.com")
    live_shop.post("/webhooks/hold", on=True)
    live_shop.order(old, "5000.00")
    late = [each["id"] for each in live_shop.held() if each["topic"] == "orders/create"]
    live_shop.post("/customers/merge", keep=ada, remove=old)
    merge = [each["id"] for each in live_shop.held() if each["topic"] == "customers/merge"]
    live_shop.post("/webhooks/release", ids=merge)
    line.settle()

    live_shop.post("/webhooks/release", ids=late)
    line.settle()

    assert spend(line, live_shop) == {ada: 500_000, old: 0}
    assert live_shop.tags(ada) == ["VIP-Gold"]


@pytest.mark.parametrize("backwards", [False, True], ids=["as it happened", "last first"])
def test_who_was_merged_and_is_parted_again_has_what_the_store_says(
    line: Line, live_shop: Store, backwards: bool
) -> None:
    """Unmerge by data (issue 3), in both orders of arrival.

    The platform deletes the id that is merged away and has no way back: `customerMerge` moves everything to
    the one that stays, and no mutation undoes it. What a merchant can do is to make the other account anew,
    under a new id, and give its orders back to it with `orderCustomerSet`. The ledger follows each order;
    the old id stays an alias and never receives an entry (I-8).
    """
    ada, ben = live_shop.customer("ada@example.com"), live_shop.customer("ben@example.com")
    live_shop.order(ada, "3000.00")
    of_ben = live_shop.order(ben, "2500.00")
    line.settle()
    live_shop.post("/webhooks/hold", on=True)
    live_shop.post("/customers/merge", keep=ada, remove=ben)
    anew = live_shop.customer("ben@example.com")
    live_shop.post(f"/orders/{of_ben['id']}/customer", customer_id=anew)
    held = [each["id"] for each in live_shop.held()]

    for webhook_id in reversed(held) if backwards else held:
        live_shop.post("/webhooks/release", ids=[webhook_id])
        line.settle()

    assert spend(line, live_shop) == {ada: 300_000, ben: 0, anew: 250_000}
    assert (live_shop.tags(ada), live_shop.tags(anew)) == (["VIP-Silver"], ["VIP-Silver"])


def test_a_guest_with_the_address_of_an_account_made_anew_is_that_account(
    line: Line, live_shop: Store
) -> None:
    """Not whoever the account before it was merged into."""
    ada, ben = live_shop.customer("ada@example.com"), live_shop.customer("ben@example.com")
    line.settle()
    live_shop.post("/customers/merge", keep=ada, remove=ben)
    anew = live_shop.customer("ben@example.com")
    line.settle()

    live_shop.order(None, "2500.00", email="ben@example.com")
    line.settle()

    assert spend(line, live_shop) == {ada: 0, ben: 0, anew: 250_000}


def test_a_guest_who_makes_an_account_has_what_they_bought(line: Line, live_shop: Store) -> None:
    """Reliability F26: attached once, also when the orders are told again."""
    order = live_shop.order(None, "2500.00", email="Ada@Example.com")
    line.settle()
    assert live_shop.state["customers"] == {}

    ada = live_shop.customer("ada@example.com")
    line.settle()
    assert spend(line, live_shop) == {ada: 250_000}
    assert live_shop.tags(ada) == ["VIP-Silver"]

    live_shop.post(f"/orders/{order['id']}/customer", customer_id=ada)
    line.settle()
    assert spend(line, live_shop) == {ada: 250_000}


def test_a_guest_order_that_is_given_to_a_customer_counts_for_them(line: Line, live_shop: Store) -> None:
    """The e-mail at the checkout was another one; orders/updated says whose it is."""
    ada = live_shop.customer("ada@example.com")
    order = live_shop.order(None, "2500.00", email="someone@example.com")
    line.settle()
    assert live_shop.tags(ada) == []

    live_shop.post(f"/orders/{order['id']}/customer", customer_id=ada)
    line.settle()

    assert line.customer(live_shop, ada).metric_value == 250_000
    assert live_shop.tags(ada) == ["VIP-Silver"]


def test_an_order_moved_to_another_customer_is_moved_and_not_copied(line: Line, live_shop: Store) -> None:
    """Reliability F27."""
    ada, ben = live_shop.customer("ada@example.com"), live_shop.customer("ben@example.com")
    order = live_shop.order(ada, "5000.00")
    line.settle()
    assert live_shop.tags(ada) == ["VIP-Gold"]

    live_shop.post(f"/orders/{order['id']}/customer", customer_id=ben)
    line.settle()

    assert spend(line, live_shop) == {ada: 0, ben: 500_000}
    assert (live_shop.tags(ada), live_shop.tags(ben)) == ([], ["VIP-Gold"])


def test_nothing_is_written_for_a_deleted_customer(line: Line, live_shop: Store) -> None:
    """Reliability F28: what they bought stays, later changes of it reach nobody."""
    ada = live_shop.customer("ada@example.com")
    order = live_shop.order(ada, "5000.00")
    line.settle()

    line.control("DELETE", f"/{live_shop.domain}/customers/{ada}", {})
    line.settle()
    asked = line.mutations()
    live_shop.post(f"/orders/{order['id']}/refund", amount="3000.00")
    line.settle()

    assert line.customer(live_shop, ada).metric_value == 200_000
    assert line.mutations() == asked


def test_a_customer_whose_deletion_nobody_told_is_refused_once_and_shown(
    line: Line, live_shop: Store
) -> None:
    """Reliability F75: 404 is final, and does not stop the others."""
    ada, ben = live_shop.customer("ada@example.com"), live_shop.customer("ben@example.com")
    line.settle()
    live_shop.post("/webhooks/hold", on=True)
    live_shop.order(ada, "5000.00")
    live_shop.order(ben, "5000.00")
    line.control("DELETE", f"/{live_shop.domain}/customers/{ada}", {"webhooks": False})
    live_shop.post("/webhooks/hold", on=False)
    line.settle()

    asked = line.mutations()
    line.clock(advance_seconds=7200)
    line.settle()
    dead = [row.problem for row in line.outbox(live_shop, "customer") if row.dead]
    assert len(dead) == 1 and "exist" in dead[0]
    assert line.mutations() == asked
    assert live_shop.tags(ben) == ["VIP-Gold"]


def test_one_person_in_two_stores_is_two_people(line: Line, live_shop: Store) -> None:
    """Reliability F29, F30: same e-mail, same number above 2^53, two stores."""
    number, other = 9_007_199_254_740_993, line.store("cleo-shop.myshopify.com")
    other.install()
    other.go_live()
    live_shop.customer("ada@example.com", id=number)
    other.customer("ada@example.com", id=number)

    live_shop.order(number, "3000.00")
    other.order(number, "12000.00")
    line.settle()

    assert (live_shop.tags(number), other.tags(number)) == (["VIP-Silver"], ["VIP-Platinum"])
    assert line.customer(live_shop, number).metric_value == 300_000


def spend(line: Line, store: Store) -> dict[int, int]:
    """What each customer of the platform is worth in our eyes."""
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(Customer).where(Customer.shop_id == shop.id, col(Customer.platform_id).is_not(None))
        return {row.platform_id: row.metric_value for row in session.exec(found) if row.platform_id}
