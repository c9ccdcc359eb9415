"""Who is told of an early access, what is for members alone, and what a drop needs of the store."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.delivery.back_orders import back_orders
from app.drops.rows import hours_of, the_drop
from app.models import Notice
from app.programs import add_draft, program_of
from app.publishing import publish
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.notices import EARLY_ACCESS
from tests.flows.drops import HOUR, Stage, live_stage
from tests.flows.test_early_checkout import hard_stage
from tests.flows.test_no_gap import after_each_mutation
from tests.stage import Line, Store


def test_a_member_is_told_once_at_the_opening_and_who_rises_later_then(line: Line, ada_shop: Store) -> None:
    """BEN-ENFORCE: a row due at the second of the opening; it never counts as a warning of a fall."""
    stage = live_stage(line, ada_shop, ("Silver", "Gold"))
    drop = stage.plan(stage.product(), hours_ahead=49)
    assert told(stage) == {}

    stage.go_to(drop.public_at - 48 * HOUR)
    line.settle()
    assert told(stage) == {"Gold": drop.public_at - 48 * HOUR}
    ada_shop.order(stage.members["Silver"], "4000.00")
    line.settle()
    stage.a_quarter_later()

    assert told(stage) == dict.fromkeys(("Gold", "Silver"), drop.public_at - 48 * HOUR)
    stage.a_quarter_later()
    assert len(notices(stage)) == 2
    assert {notice.falls_on for notice in notices(stage)} == {None}


def test_a_private_collection_is_for_its_tiers_alone_and_a_drop_of_it_opens_to_them(line: Line) -> None:
    """BEN-EXP-EXCL: never public; what leaves the collection is for everybody again."""
    stage = hard_stage(line, "Europe/London")
    coat, hat = stage.product(), stage.product("Hat")
    store = stage.store
    attic = int(store.post("/collections", title="Attic", products=[coat, hat])["id"])
    give(stage, PrivateCollection(name="Attic", collections=(attic,)), "Platinum")
    assert stage.buyers(coat) == stage.buyers(hat) == {"Platinum"}

    stage.plan(coat, hours_ahead=90, before="unlisted")
    assert stage.buyers(coat) == set()
    stage.go_to(stage.now + 30 * HOUR)
    line.settle()
    assert stage.buyers(coat) == {"Platinum"}

    line.control("PATCH", f"/{store.domain}/collections/{attic}", {"remove": [hat]})
    line.want_again(store, "drop", "members only")
    line.settle()
    assert "guest" in stage.buyers(hat)


def test_a_tier_that_gets_another_name_is_not_shut_out_until_its_members_are_written(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """BEN-EXP-EXCL, BEN-ENFORCE: gates go by tag and tier, which members change one by one."""
    stage = hard_stage(line, "Europe/London")
    coat = stage.product()
    attic = int(stage.store.post("/collections", title="Attic", products=[coat])["id"])
    give(stage, PrivateCollection(name="Attic", collections=(attic,)), "Platinum")
    drop = stage.plan(stage.product("Hat"), hours={"Platinum": 48})

    with line.context.db.write() as session:
        shop = stage.store.shop(session)
        _, program = program_of(session, shop.id, stage.now)
        *lower, last = program.tiers
        tiers = (*lower, last.model_copy(update={"name": "Summit Club"}))
        add_draft(session, shop.id, program.model_copy(update={"tiers": tiers}), "operator", stage.now)
        publish(session, shop, "operator", stage.now)
    with after_each_mutation(monkeypatch, lambda: stage.buyers(coat)) as shown:
        line.settle()
    line.clock(advance_seconds=120)
    line.settle()

    assert [each for each in shown if each != {"Platinum"}] == []
    with line.context.db.read() as session:
        assert hours_of(the_drop(session, stage.store.shop(session), drop.id)) == {"Summit Club": 48}
    assert stage.store.tags(stage.members["Platinum"]) == ["VIP-Summit-Club"]
    assert stage.buyers(coat) == {"Platinum"}
    assert "Platinum" not in str(line.sandbox.world.stores[stage.store.domain].metafields)


def test_a_store_that_gives_no_permission_is_asked_for_it_in_words(line: Line, ada_shop: Store) -> None:
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        shop.scopes = shop.scopes.replace("write_publications", "")
        session.add(shop)
    drop = stage.plan(coat)

    assert stage.seen(coat) == "listed"
    words = json.loads(stage.record(drop)[-1].detail)["words"]
    assert words == "Shopify needs your permission first: write_publications."


def test_a_store_that_moves_keeps_the_announced_instant_and_its_gates_are_said_anew(line: Line) -> None:
    """GAP-TIME: nine hours east the same second is another wall time."""
    stage = hard_stage(line, "Europe/London")
    coat = stage.product()
    drop = stage.plan(coat, before="unlisted")
    opening = stage.release(drop).openings()["Platinum"]

    line.sandbox.world.stores[stage.store.domain].timezone = "Asia/Tokyo"
    line.want_again(stage.store, "shop", "settings")
    line.settle()

    line.clock(run=False)
    stage.go_to(opening - timedelta(seconds=1))
    assert stage.buyers(coat) == set()
    stage.go_to(opening)
    assert stage.buyers(coat) == {"Platinum"}


def test_members_orders_that_wait_for_stock_come_by_tier(line: Line, ada_shop: Store) -> None:
    """INT-STOCK: the highest tier first, then as they were placed; others are left out."""
    stage = live_stage(line, ada_shop, ("Silver", "Platinum"))
    coat, hat = stage.product(inventory=1), stage.product("Hat", inventory=50)
    both = [{"product_id": coat, "quantity": 1}, {"product_id": hat, "quantity": 1}]
    names = [
        ada_shop.post("/orders", customer_id=customer, lines=both)["name"]
        for customer in (stage.outsider, stage.members["Silver"], stage.members["Platinum"])
    ]
    line.settle()
    ada_shop.line.control("PATCH", f"/{ada_shop.domain}/products/{coat}", {"inventory": -2})

    with line.context.db.read() as session:
        found = back_orders(line.context, ada_shop.shop(session))

    assert [(each.tier, each.order.name, each.line.title, each.line.stock) for each in found] == [
        ("Platinum", names[2], "Coat of the year", -2),
        ("Silver", names[1], "Coat of the year", -2),
    ]


def notices(stage: Stage) -> list[Notice]:
    with stage.line.context.db.read() as session:
        shop = stage.store.shop(session)
        found = select(Notice).where(Notice.shop_id == shop.id, Notice.kind == EARLY_ACCESS)
        return list(session.exec(found).all())


def told(stage: Stage) -> dict[str, object]:
    """By the tier that the member began with, from when the notice may be sent."""
    by_row = {stage.line.customer(stage.store, row).id: tier for tier, row in stage.members.items()}
    return {by_row[notice.customer_id]: notice.due_at for notice in notices(stage)}


def give(stage: Stage, benefit: PrivateCollection, name: str) -> None:
    """A new version of the program in which this tier has the benefit too."""
    with stage.line.context.db.write() as session:
        shop = stage.store.shop(session)
        _, program = program_of(session, shop.id, stage.now)
        tiers = tuple(
            tier.model_copy(update={"benefits": (*tier.benefits, benefit)}) if tier.name == name else tier
            for tier in program.tiers
        )
        add_draft(session, shop.id, program.model_copy(update={"tiers": tiers}), "operator", stage.now)
        publish(session, shop, "operator", stage.now)
    stage.line.settle()
