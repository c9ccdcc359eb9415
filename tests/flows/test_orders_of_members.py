"""INT-SHIP, INT-SUPPORT: an order of a member says so to whoever packs it, by the tier of the checkout.

Every flow ends with a look at the order in the sandbox's store.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from app.pausing import pause
from app.platform.fulfilment import SCOPES as PARCELS
from app.programs import add_draft
from app.rules.benefits import Benefit
from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.three_tiers import three_tiers
from tests.stage import Line, Store


def ada_of(store: Store, line: Line, *, spent: str = "5000.00") -> int:
    """Ada, Gold, in a store that is live."""
    ada = store.customer("ada@example.com")
    store.install()
    store.go_live()
    store.order(ada, spent)
    line.settle()
    line.clock(advance_seconds=60)
    return ada


def tags(store: Store, order: dict[str, object]) -> list[str]:
    text = store.state["orders"][str(order["id"])]["tags"]
    return sorted(text.split(", ")) if text else []


def metafields(store: Store, order: dict[str, object]) -> dict[str, str]:
    kept = store.line.sandbox.world.stores[store.domain].metafields.values()
    return {each.key: each.value for each in kept if each.owner == f"gid://shopify/Order/{order['id']}"}


def test_the_next_order_of_a_member_is_tagged_and_the_one_that_made_the_tier_is_not(
    line: Line, ada_shop: Store
) -> None:
    """INT-SHIP: the order's own spend does not count for itself."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    first = ada_shop.order(ada, "5000.00")
    line.settle()
    line.clock(advance_seconds=60)

    second = ada_shop.order(ada, "10.00")
    line.settle()

    assert tags(ada_shop, first) == []
    assert tags(ada_shop, second) == ["VIP-Gold"]
    assert metafields(ada_shop, second) == {"tier": "Gold"}


def test_a_definition_that_is_refused_keeps_nothing_off_the_order(line: Line, ada_shop: Store) -> None:
    """INT-SHIP: the tag is what people pack by."""
    ada = ada_of(ada_shop, line)
    line.faults(api=[{"operation": "metafieldDefinitionCreate", "action": "user_errors", "times": 5}])

    order = ada_shop.order(ada, "10.00")
    line.settle()

    assert tags(ada_shop, order) == ["VIP-Gold"]
    assert metafields(ada_shop, order) == {"tier": "Gold"}


def test_a_tag_of_ours_on_an_order_starts_nothing_new(line: Line, ada_shop: Store) -> None:
    """Our own tagsAdd triggers orders/updated: no loop, and a second look sends nothing."""
    ada = ada_of(ada_shop, line)
    order = ada_shop.order(ada, "10.00")
    line.settle()
    sent = line.mutations()

    line.want_again(ada_shop, "order", str(order["id"]))
    line.settle()

    assert line.mutations() == sent
    assert tags(ada_shop, order) == ["VIP-Gold"]


def test_a_change_of_tier_after_the_order_changes_nothing_on_it(line: Line, ada_shop: Store) -> None:
    """INT-SHIP: frozen at the checkout, whatever becomes of the tier."""
    ada = ada_of(ada_shop, line)
    order = ada_shop.order(ada, "10.00")
    line.settle()
    line.clock(advance_seconds=60)

    ada_shop.order(ada, "6000.00")
    line.settle()
    line.want_again(ada_shop, "order", str(order["id"]))
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Platinum"]
    assert tags(ada_shop, order) == ["VIP-Gold"]


def test_a_tag_of_the_merchants_stays(line: Line, ada_shop: Store) -> None:
    ada = ada_of(ada_shop, line)
    order = ada_shop.order(ada, "10.00", tags=["fragile"])
    line.settle()
    assert tags(ada_shop, order) == ["VIP-Gold", "fragile"]


def test_an_order_that_gets_its_customer_later_is_cared_for(line: Line, ada_shop: Store) -> None:
    """The order comes before anybody knows whose it is."""
    ada = ada_of(ada_shop, line)
    order = ada_shop.order(None, "10.00")
    line.settle()
    assert tags(ada_shop, order) == []

    ada_shop.post(f"/orders/{order['id']}/customer", customer_id=ada)
    line.settle()

    assert tags(ada_shop, order) == ["VIP-Gold"]


def test_an_order_that_is_given_to_somebody_else_keeps_what_was_frozen(line: Line, ada_shop: Store) -> None:
    """Reliability F27: the spend moves, the parcel is packed as it was decided."""
    ada = ada_of(ada_shop, line)
    ben = ada_shop.customer("ben@example.com")
    order = ada_shop.order(ada, "10.00")
    line.settle()
    line.clock(advance_seconds=60)

    ada_shop.post(f"/orders/{order['id']}/customer", customer_id=ben)
    line.settle()

    assert tags(ada_shop, order) == ["VIP-Gold"]
    assert line.customer(ada_shop, ben).metric_value == 1_000


def test_an_order_that_is_given_to_somebody_else_in_time_is_theirs(line: Line, ada_shop: Store) -> None:
    """Reliability F27: nothing was decided yet, so the tier is that of the new owner."""
    ada = ada_of(ada_shop, line)
    ben = ada_shop.customer("ben@example.com")
    line.settle()
    order = ada_shop.order(ada, "10.00")
    line.clock(advance_seconds=5)
    ada_shop.post(f"/orders/{order['id']}/customer", customer_id=ben)
    line.deliver()
    while line.worker.post_once():
        pass
    line.settle()

    assert tags(ada_shop, order) == []


def test_while_the_program_is_paused_nothing_is_promised_of_an_order(line: Line, ada_shop: Store) -> None:
    ada = ada_of(ada_shop, line)
    with line.context.db.write() as session:
        pause(session, ada_shop.shop(session), "test", line.context.clock())
    line.settle()

    order = ada_shop.order(ada, "10.00")
    line.settle()

    assert tags(ada_shop, order) == []


def test_nobody_packs_a_test_or_a_cancelled_order(line: Line, ada_shop: Store) -> None:
    ada = ada_of(ada_shop, line)
    trial = ada_shop.order(ada, "10.00", test=True)
    line.settle()
    assert tags(ada_shop, trial) == []


def test_orders_of_before_going_live_stay_as_they_are(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    order = ada_shop.order(ada, "5000.00")
    ada_shop.install()
    ada_shop.go_live()
    assert ada_shop.tags(ada) == ["VIP-Gold"]
    assert tags(ada_shop, order) == []


def test_without_the_permission_nothing_is_asked_in_vain_and_it_is_said_which(
    line: Line, ada_shop: Store
) -> None:
    ada = ada_of(ada_shop, line)
    granted = [each for each in scopes(line, ada_shop) if each != "write_orders"]
    ada_shop.post("/scopes", granted=granted)
    line.settle()
    sent = line.mutations()

    order = ada_shop.order(ada, "10.00")
    line.settle()

    (row,) = line.outbox(ada_shop, "order")
    assert row.dead and "write_orders" in row.problem
    assert tags(ada_shop, order) == [] and ada_shop.tags(ada) == ["VIP-Gold"]
    assert line.mutations() - sent <= 1


def scopes(line: Line, store: Store) -> list[str]:
    with line.context.db.read() as session:
        return store.shop(session).scopes.split(",")


# What is promised beyond the tag


PROMISES = (
    PriorityOrders(tag="priority-1", within_hours=24, gift_note="Add the scarf", packaging="gold box"),
    ExtendedReturns(days=60),
)


def with_promises(line: Line, store: Store, *benefits: Benefit) -> int:
    """Ada, Gold, in a store whose tiers promise all of this of every order."""
    ada = store.customer("ada@example.com")
    store.install()
    with line.context.db.write() as session:
        shop = store.shop(session)
        program = three_tiers("USD")
        tiers = tuple(tier.model_copy(update={"benefits": benefits}) for tier in program.tiers)
        add_draft(session, shop.id, program.model_copy(update={"tiers": tiers}), "test", line.context.clock())
    store.go_live()
    store.order(ada, "5000.00")
    line.settle()
    line.clock(advance_seconds=60)
    return ada


def parcels(store: Store, order: dict[str, object]) -> list[dict[str, object]]:
    return list(store.line.control("GET", f"/{store.domain}/orders/{order['id']}/fulfillment_orders"))


def release(store: Store, order: dict[str, object]) -> None:
    """The merchant has put the gift in."""
    kept = store.line.sandbox.world.stores[store.domain].orders
    record = kept[int(str(order["id"]))]
    free = tuple(replace(each, holds=()) for each in record.fulfillment_orders)
    kept[record.id] = replace(record, fulfillment_orders=free)


def test_an_order_is_due_held_for_its_gift_and_says_until_when_it_may_come_back(
    line: Line, ada_shop: Store
) -> None:
    """INT-SHIP, BEN-PER-PACK, BEN-FIN-RETURNS: all of it is in the store, and a second pass sends nothing."""
    ada = with_promises(line, ada_shop, *PROMISES)
    order = ada_shop.order(ada, "10.00")
    line.settle()

    ordered = datetime.fromisoformat(str(order["processed_at"]))
    assert tags(ada_shop, order) == ["VIP-Gold", "priority-1"]
    assert metafields(ada_shop, order) == {
        "tier": "Gold",
        "packaging": "gold box",
        "return_until": (ordered.date() + timedelta(days=60)).isoformat(),
    }
    (parcel,) = parcels(ada_shop, order)
    assert datetime.fromisoformat(str(parcel["due"])) == ordered + timedelta(hours=24)
    assert [(hold["handle"], hold["notes"]) for hold in parcel["holds"]] == [("laurel-gift", "Add the scarf")]
    sent = line.mutations()
    line.want_again(ada_shop, "order", str(order["id"]))
    line.settle()
    assert line.mutations() == sent


def test_an_order_that_is_routed_later_is_looked_at_again(line: Line, ada_shop: Store) -> None:
    """The platform makes fulfilment orders some time after the order: the rest is written at once."""
    ada = with_promises(line, ada_shop, *PROMISES)
    order = ada_shop.order(ada, "10.00", routed=False)
    line.settle()
    assert tags(ada_shop, order) == ["VIP-Gold", "priority-1"]
    assert parcels(ada_shop, order) == []
    sent = line.mutations()

    ada_shop.post(f"/orders/{order['id']}/route")
    line.clock(advance_seconds=60)
    line.settle()

    (parcel,) = parcels(ada_shop, order)
    assert parcel["due"] and parcel["holds"]
    assert line.mutations() == sent + 2


def test_what_nobody_ships_is_not_waited_for_for_ever(line: Line, ada_shop: Store) -> None:
    ada = with_promises(line, ada_shop, *PROMISES)
    ada_shop.order(ada, "10.00", routed=False)
    line.settle()
    line.clock(advance_seconds=2 * 86_400 + 3_600)
    line.settle()

    (row,) = line.outbox(ada_shop, "order")
    assert (row.sent, row.dead, row.problem) == (row.wanted, False, "")


def test_a_hold_that_the_merchant_released_is_not_put_back(line: Line, ada_shop: Store) -> None:
    ada = with_promises(line, ada_shop, *PROMISES)
    order = ada_shop.order(ada, "10.00")
    line.settle()
    release(ada_shop, order)

    line.want_again(ada_shop, "order", str(order["id"]))
    line.settle()

    (parcel,) = parcels(ada_shop, order)
    assert parcel["holds"] == []


def test_without_the_permission_for_parcels_the_rest_is_written_and_the_problem_names_it(
    line: Line, ada_shop: Store
) -> None:
    ada = with_promises(line, ada_shop, *PROMISES)
    granted = [each for each in scopes(line, ada_shop) if "fulfillment_orders" not in each]
    ada_shop.post("/scopes", granted=granted)
    line.settle()

    order = ada_shop.order(ada, "10.00")
    line.settle()

    (row,) = line.outbox(ada_shop, "order")
    assert row.dead and "write_merchant_managed_fulfillment_orders" in row.problem
    assert tags(ada_shop, order) == ["VIP-Gold", "priority-1"]

    ada_shop.post("/scopes", granted=[*granted, *PARCELS])
    line.settle()

    (parcel,) = parcels(ada_shop, order)
    assert parcel["holds"] and not line.outbox(ada_shop, "order")[0].dead


def test_a_hold_of_which_no_answer_came_is_not_put_twice(line: Line, ada_shop: Store) -> None:
    """Reliability: the request was applied and the answer lost; it is looked at before it is sent again."""
    ada = with_promises(line, ada_shop, *PROMISES)
    line.faults(api=[{"action": "reset_after", "times": 1, "operation": "FulfilmentWrite"}])
    order = ada_shop.order(ada, "10.00")
    line.settle()
    line.clock(advance_seconds=150)
    line.settle()

    (parcel,) = parcels(ada_shop, order)
    assert len(parcel["holds"]) == 1
