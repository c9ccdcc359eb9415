"""The main job, from a paid order to the discount at the checkout, ending with a look into the store."""

from app import outbox
from tests.stage import Line, Store


def test_a_paid_order_makes_a_gold_member_whose_discount_applies_by_itself(
    line: Line, ada_shop: Store
) -> None:
    """ID-SPEND, TIER-3TABLE, BEN-FIN-PCT: tag, segment, metafield, 15 % for Ada and nothing for Ben."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    ada_shop.install()
    ada_shop.go_live()

    ada_shop.order(ada, "5000.00")
    line.settle()

    state = ada_shop.state
    assert ada_shop.tags(ada) == ["VIP-Gold"]
    gold = [segment for segment in state["segments"].values() if ada in segment["members"]]
    assert [segment["query"] for segment in gold] == ["customer_tags CONTAINS 'VIP-Gold'"]
    tier = next(v for k, v in state["customers"][str(ada)]["metafields"].items() if k.endswith(".tier"))
    assert tier["value"] == "Gold"
    for_ada, for_ben = ada_shop.checkout(ada, "100.00"), ada_shop.checkout(ben, "100.00")
    assert [d["amount"] for d in for_ada["discounts"] if d["kind"] == "order"] == ["15.00"]
    assert for_ben["discounts"] == []


def test_one_cent_below_the_threshold_is_no_tier(line: Line, ada_shop: Store) -> None:
    """ID-SPEND: 1,999.99 is none, 2,000.00 is Silver."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    ada_shop.install()
    ada_shop.go_live()

    ada_shop.order(ada, "1999.99")
    ada_shop.order(ben, "2000.00")
    line.settle()

    assert ada_shop.tags(ada) == []
    assert ada_shop.tags(ben) == ["VIP-Silver"]


def test_a_refund_takes_the_tier_back_at_once(line: Line, ada_shop: Store) -> None:
    """GAP-REFUND-DATE: the refund lowers its order's day; a reversal needs no notice."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    order = ada_shop.order(ada, "5000.00")
    line.settle()

    ada_shop.post(f"/orders/{order['id']}/refund", amount="100.00")
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Silver"]
    assert ada_shop.checkout(ada, "100.00")["discounts"][0]["amount"] == "10.00"


def test_nothing_is_written_before_go_live(line: Line, ada_shop: Store) -> None:
    """Design 4, silence: history is read and judged, the store stays as it was."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "6000.00")

    ada_shop.install()

    state = ada_shop.state
    assert line.customer(ada_shop, ada).rank == 2
    assert state["segments"] == {} and state["discounts"] == [] and ada_shop.tags(ada) == []
    assert state["metafield_definitions"] == []


def test_going_live_writes_what_the_history_earned(line: Line, ada_shop: Store) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.order(ada, "12000.00")
    ada_shop.install()

    ada_shop.go_live()

    assert ada_shop.tags(ada) == ["VIP-Platinum"]
    assert len(ada_shop.state["segments"]) == 3
    assert len(ada_shop.state["discounts"]) == 6


def test_a_second_pass_sends_nothing(line: Line, ada_shop: Store) -> None:
    """Reliability P7, G10."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    before = line.mutations()

    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        now = line.context.clock()
        outbox.want(session, shop.id, outbox.CUSTOMER, [str(line.customer(ada_shop, ada).id)], now)
        outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)
    line.settle()

    assert line.mutations() == before


def test_another_shop_beside_it_never_changes(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    """Reliability I-28: Cleo's store is the same with and without Ada's orders."""
    cleo = cleo_shop.customer("ada@example.com")
    cleo_shop.install()
    cleo_shop.go_live()
    cleo_shop.order(cleo, "250000")
    line.settle()
    before = cleo_shop.state

    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "9000.00")
    line.settle()

    assert cleo_shop.state == before
    assert cleo_shop.tags(cleo) == ["VIP-Silver"]
