"""What was promised, delivered and used, by member and by benefit (GAP-DELIVERY, MET-ENG-REDEEM)."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from sqlmodel import select

from app.cli import laurel
from app.explain.benefits import Totals, totals
from app.explain.timeline import Timeline, timeline
from app.grants.code import code_of
from app.ledger import people
from app.models import Customer, Grant, Order, Shop
from app.models.grant import CODE, DELIVERED
from app.rules.applied_discounts import AppliedDiscount, as_text
from tests.stage import Line, Store


@pytest.fixture
def ada(line: Line, ada_shop: Store) -> int:
    """Ada, Gold, who has used her 15 % once."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    line.clock(advance_seconds=60)
    ada_shop.checkout(ada, "100.00", place=True)
    line.settle()
    return ada


def story(line: Line, store: Store, customer_id: int) -> Timeline:
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(Customer).where(Customer.shop_id == shop.id, Customer.platform_id == customer_id)
        return timeline(session, shop, session.exec(found).one(), line.context.clock())


def sums(line: Line, store: Store) -> Totals:
    with line.context.db.read() as session:
        return totals(session, store.shop(session), line.context.clock())


def test_each_benefit_of_a_member_says_how_far_it_has_come(line: Line, ada_shop: Store, ada: int) -> None:
    """GAP-DELIVERY: the percent was used, the rest stands in the store."""
    told = {each.kind: each for each in story(line, ada_shop, ada).benefits}

    assert told["percent_off"].state == "used"
    assert told["percent_off"].used_minor == 1_500
    assert told["early_access"].state == "delivered"
    assert all(each.promised_at and each.delivered_at for each in told.values())


def test_a_refused_write_is_a_benefit_that_failed(line: Line, ada_shop: Store, ada: int) -> None:
    line.clock(advance_seconds=60)
    line.faults(api=[{"action": "user_errors", "times": 1, "operation": "CustomersWrite"}])
    ada_shop.order(ada, "6000.00")
    line.settle()

    assert {each.state for each in story(line, ada_shop, ada).benefits} == {"failed"}
    assert any(each.refused for each in sums(line, ada_shop).benefits)


def test_the_story_is_told_in_the_order_of_time_with_its_causes(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """SUP-HISTORY: the move, the order it counted for, and what was saved on it."""
    told = story(line, ada_shop, ada)

    assert [event.at for event in told.events] == sorted(event.at for event in told.events)
    kinds = [event.kind for event in told.events]
    assert kinds[0] == "tier" and {"order", "used", "written"} <= set(kinds)
    (move,) = [event for event in told.events if event.kind == "tier"]
    assert move.words == "No tier → Gold" and "5000.00 USD" in move.cause
    used = {event.cause: event.words for event in told.events if event.kind == "used"}
    (saved,) = [words for cause, words in used.items() if "15 %" in cause]
    assert saved.startswith("15.00 USD off #")


def test_over_all_members_a_benefit_has_a_redemption_rate(line: Line, ada_shop: Store, ada: int) -> None:
    """MET-ENG-REDEEM: of two Gold members one used it."""
    ben = ada_shop.customer("ben@example.com")
    ada_shop.order(ben, "5000.00")
    line.settle()

    told = {(each.kind, each.tiers): each for each in sums(line, ada_shop).benefits}

    gold = told["percent_off", ("Gold",)]
    assert (gold.members, gold.delivered, gold.used_by, gold.orders) == (2, 2, 1, 1)
    assert (gold.given_minor, gold.redemption_tenths) == (1_500, 500)
    assert told["percent_off", ("Silver",)].members == 0


def test_who_buys_at_full_price_is_known_and_our_own_discount_does_not_count_against_it(
    line: Line, ada_shop: Store, ada: int
) -> None:
    """ID-M2-FULLPRICE: 5,000 + 85 at full price, 510 in somebody else's sale."""
    line.clock(advance_seconds=60)
    ada_shop.post("/discounts", title="Summer sale", percent="40")
    ada_shop.checkout(ada, "850.00", place=True)
    line.settle()

    told = line.customer(ada_shop, ada).full_price_tenths
    assert told == round(1000 * 5_085 / (5_085 + 510))
    assert story(line, ada_shop, ada).full_price_tenths == told


@pytest.mark.parametrize(("granted", "share"), [(True, 1000), (False, 983)])
def test_a_code_that_we_granted_is_our_own_discount(
    line: Line, ada_shop: Store, ada: int, granted: bool, share: int
) -> None:
    """ID-M2-FULLPRICE: of 5,185 an order of 90 was bought by a birthday code, or by a code of others."""
    line.clock(advance_seconds=60)
    ada_shop.order(ada, "100.00")
    order = ada_shop.order(ada, "90.00")
    line.settle()
    person = line.customer(ada_shop, ada)
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        gift = birthday_code(shop, person, line.context.clock())
        if granted:
            session.add(gift)
        row = session.get_one(Order, (shop.id, order["id"]))
        row.discounts = as_text((AppliedDiscount("code", code_of(shop, gift, person), 1_000),))
        session.add(row)
        people.mark_dirty(session, shop.id, {person.id: None})
    line.settle()

    assert line.customer(ada_shop, ada).full_price_tenths == share


def birthday_code(shop: Shop, person: Customer, now: datetime) -> Grant:
    return Grant(
        shop_id=shop.id,
        customer_id=person.id,
        benefit="birthday",
        period="2026",
        occasion_on=now.date(),
        since_on=now.date(),
        form=CODE,
        state=DELIVERED,
        due_at=now,
        promised_at=now,
        settled_at=now,
    )


def test_the_commands_tell_the_same(
    line: Line, ada_shop: Store, ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", line.context.config.database_url)
    monkeypatch.setenv("SANDBOX_URL", line.sandbox.url)
    run = CliRunner().invoke

    whole = json.loads(run(laurel, ["timeline", "ada@example.com", "--json"]).output)
    assert {each["kind"]: each["state"] for each in whole["benefits"]}["percent_off"] == "used"
    assert "15.00 USD off" in run(laurel, ["timeline", "ada@example.com"]).output
    of_all = json.loads(run(laurel, ["benefits", "--json"]).output)
    assert sum(each["used_by"] for each in of_all["benefits"]) >= 1
    assert "15 % off" in run(laurel, ["benefits"]).output
