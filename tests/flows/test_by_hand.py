"""Tiers by hand and tiers for the top percent, from the command to the store."""

from datetime import timedelta

from sqlmodel import select

from app.models import Customer, Override
from app.overrides import end, give
from app.overrides.bulk import apply, understand
from tests.stage import Line, Store


def test_an_unhappy_customer_gets_a_tier_in_the_store_and_loses_it_when_it_is_ended(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    """ID-UNHAPPY: the tag and what it opens follow the override, and what is earned stands beneath."""
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    cleo = cleo_shop.customer("ben@example.com")
    for store in (ada_shop, cleo_shop):
        store.install()
        store.go_live()
    ada_shop.order(ada, "2000.00")
    ada_shop.order(ben, "2000.00")
    line.settle()

    given = hand(line, ada_shop, "ben@example.com", "Gold")
    line.settle()
    assert (ada_shop.tags(ben), ada_shop.tags(ada)) == (["VIP-Gold"], ["VIP-Silver"])

    with line.context.db.write() as session:
        end(session, ada_shop.shop(session), given.id, "operator", line.context.clock())
    line.settle()
    assert ada_shop.tags(ben) == ["VIP-Silver"]
    assert cleo_shop.tags(cleo) == []


def test_tiers_of_another_app_stand_in_the_store_after_the_import(line: Line, ada_shop: Store) -> None:
    """GAP-MIGRATE: also of those who have not bought since; importing again writes nothing."""
    members = [ada_shop.customer(f"m{n}@example.com") for n in range(3)]
    ada_shop.install()
    for member in members:
        ada_shop.order(member, "10.00")
    line.settle()
    ada_shop.go_live()
    rows = ["customer,tier,reason\n", *(f"m{n}@example.com,Gold,from another app\n" for n in range(3))]

    taken_in(line, ada_shop, rows)
    line.settle()
    asked = line.mutations()
    taken_in(line, ada_shop, rows)
    line.settle()

    assert [ada_shop.tags(member) for member in members] == [["VIP-Gold"]] * 3
    assert line.mutations() == asked


def hand(line: Line, store: Store, email: str, tier: str) -> Override:
    with line.context.db.write() as session:
        shop, at = store.shop(session), line.context.clock()
        found = select(Customer).where(Customer.shop_id == shop.id, Customer.email == email)
        until = at + timedelta(days=90)
        return give(
            session,
            shop,
            session.exec(found).one(),
            "floor",
            tier,
            "lost parcel",
            "operator",
            at,
            until=until,
        )


def taken_in(line: Line, store: Store, rows: list[str]) -> None:
    at = line.context.clock()
    with line.context.db.read() as session:
        shop = store.shop(session)
        read = understand(session, shop, rows, at)
    apply(line.context.db, shop.id, read.planned, "operator", at)
