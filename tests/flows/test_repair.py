"""Somebody changes what we wrote: it is noticed and put right, without a fight (reliability F83)."""

from tests.stage import Line, Store


def test_a_tier_tag_taken_away_by_staff_is_put_back(line: Line, ada_shop: Store) -> None:
    ada = gold_member(line, ada_shop)

    ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_tier_tag_given_by_hand_is_taken_back_and_other_tags_stay(line: Line, ada_shop: Store) -> None:
    ben = ada_shop.customer("ben@example.com")
    ada_shop.install()
    ada_shop.go_live()

    ada_shop.post(f"/customers/{ben}/tags", add=["VIP-Platinum", "wholesale"])
    line.settle()

    assert ada_shop.tags(ben) == ["wholesale"]


def test_a_second_change_on_the_same_day_waits_for_the_next(line: Line, ada_shop: Store) -> None:
    ada = gold_member(line, ada_shop)
    ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
    line.settle()

    ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
    line.settle()
    same_day = ada_shop.tags(ada)
    line.clock(advance_seconds=25 * 3600)
    line.settle()

    assert same_day == []
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_tier_tag_taken_away_while_a_write_waits_is_put_back_by_it(line: Line, ada_shop: Store) -> None:
    """The write that waits was to change something else, and knew the tag as written."""
    ada = gold_member(line, ada_shop)
    line.want_again(ada_shop, "customer", str(line.customer(ada_shop, ada).id))

    ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
    line.deliver()
    line.worker.post_once()
    line.settle()

    assert ada_shop.tags(ada) == ["VIP-Gold"]


def test_a_change_while_tomorrows_repair_waits_does_not_hasten_it(line: Line, ada_shop: Store) -> None:
    ada = gold_member(line, ada_shop)
    for _ in range(3):
        ada_shop.post(f"/customers/{ada}/tags", add=["VIP-Gold"])
        ada_shop.post(f"/customers/{ada}/tags", remove=["VIP-Gold"])
        line.settle()
    same_day = ada_shop.tags(ada)

    line.clock(advance_seconds=25 * 3600)
    line.settle()

    assert same_day == []
    assert ada_shop.tags(ada) == ["VIP-Gold"]


def gold_member(line: Line, store: Store) -> int:
    ada = store.customer("ada@example.com")
    store.install()
    store.go_live()
    store.order(ada, "5000.00")
    line.settle()
    assert store.tags(ada) == ["VIP-Gold"]
    return ada
