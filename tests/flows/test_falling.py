"""From grace to the fall, ending with a look into the store (DEM-GRACE, DEM-60, DEM-30, DEM-SOFTLAND)."""

import json
from datetime import date, timedelta

from sqlmodel import col, select

from app import outbox
from app.delivery.shops import SETTINGS
from app.evaluate import mark_all
from app.models import Notice, ProgramVersion, StandingChange
from app.programs import program_of
from app.rules.periods import local_day, starts_at
from app.rules.program import Demotion, Program
from tests.stage import Line, Store


def with_rules(line: Line, store: Store, change: "dict[str, object]") -> None:
    """The draft of a store that is not live yet, changed."""
    with line.context.db.write() as session:
        shop = store.shop(session)
        version, program = program_of(session, shop.id, line.context.clock())
        version.rules = Program.model_validate(program.model_dump() | change).model_dump_json()
        session.add(version)
        mark_all(session, shop.id)


def soft_gold(program: Program) -> "dict[str, object]":
    tiers = [tier.model_dump() for tier in program.tiers]
    tiers[1]["landing"] = [{"months": 1, "percent": 12}, {"months": 2, "percent": 10}]
    return {"tiers": tiers, "demotion": Demotion(grace_months=3, one_at_a_time=True).model_dump()}


def move_to(line: Line, store: Store, day: date) -> None:
    """Lets the shop's clock come to noon of a local day, stopping wherever somebody is due.

    A call now and then renews the tokens, as the nightly job does.
    """
    with line.context.db.read() as session:
        shop = store.shop(session)
    target = starts_at(day, shop.zone) + timedelta(hours=12)
    while line.context.clock() < target:
        customer = line.customer(store, store.ada)  # type: ignore[attr-defined]
        due = customer.next_review_at or target
        step = min(max(due - line.context.clock(), timedelta(seconds=1)), target - line.context.clock())
        line.clock(advance_seconds=min(step, timedelta(days=30)).total_seconds())
        with line.context.db.write() as session:
            outbox.want(session, shop.id, outbox.SHOP, [SETTINGS], line.context.clock())
        line.settle()


def percent(store: Store, customer: int) -> list[str]:
    return [
        each["amount"] for each in store.checkout(customer, "100.00")["discounts"] if each["kind"] == "order"
    ]


def test_a_gold_member_who_stops_buying_is_warned_lands_softly_and_falls_one_tier(
    line: Line, ada_shop: Store
) -> None:
    ada = ada_shop.customer("ada@example.com")
    ada_shop.ada = ada  # type: ignore[attr-defined]
    ada_shop.install()
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
        _, program = program_of(session, shop.id, line.context.clock())
    with_rules(line, ada_shop, soft_gold(program))
    line.settle()
    ada_shop.go_live()
    ada_shop.order(ada, "5500.00")
    line.settle()
    bought = local_day(line.context.clock(), shop.zone)
    told = line.customer(ada_shop, ada)
    below = bought.replace(year=bought.year + 1)
    assert told.falls_on is not None and told.falls_on > below
    assert (told.falls_to, told.needed) == (1, 5000_00)
    assert percent(ada_shop, ada) == ["15.00"]

    move_to(line, ada_shop, told.falls_on - timedelta(days=45))
    with line.context.db.read() as session:
        notices = session.exec(select(Notice).where(Notice.shop_id == shop.id)).all()
    assert [notice.kind for notice in notices] == ["risk_60"]
    assert notices[0].recorded_on == told.falls_on - timedelta(days=60)
    held = ada_shop.state["customers"][str(ada)]["metafields"]
    status = json.loads(next(value["value"] for key, value in held.items() if key.endswith(".status")))
    assert status["at_risk"] == {"on": told.falls_on.isoformat(), "then": "Silver", "needed": "5000.00"}
    assert sorted(ada_shop.tags(ada)) == ["VIP-Gold", "VIP-Landing-12"]
    assert percent(ada_shop, ada) == ["12.00"]

    move_to(line, ada_shop, told.falls_on - timedelta(days=1))
    assert sorted(ada_shop.tags(ada)) == ["VIP-Gold", "VIP-Landing-10"]
    assert percent(ada_shop, ada) == ["10.00"]

    move_to(line, ada_shop, told.falls_on)
    assert ada_shop.tags(ada) == ["VIP-Silver"]
    with line.context.db.read() as session:
        found = select(StandingChange).where(StandingChange.shop_id == shop.id)
        last = session.exec(found.order_by(col(StandingChange.id).desc())).first()
        kinds = session.exec(select(Notice.kind).where(Notice.shop_id == shop.id)).all()
    assert last is not None and (last.from_rank, last.to_rank) == (2, 1)
    assert last.at == starts_at(told.falls_on, shop.zone)
    assert json.loads(last.reason)["kind"] == "time"
    assert {"risk_60", "risk_30", "fell"} <= set(kinds)


def test_a_purchase_in_time_keeps_the_tier_and_its_full_discount(line: Line, ada_shop: Store) -> None:
    """DEM-30: exactly what was asked for is enough."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.ada = ada  # type: ignore[attr-defined]
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    told = line.customer(ada_shop, ada)
    assert told.falls_on is not None and told.needed == 5000_00
    move_to(line, ada_shop, told.falls_on - timedelta(days=2))

    ada_shop.order(ada, "5000.00")
    line.settle()
    move_to(line, ada_shop, told.falls_on + timedelta(days=1))

    assert ada_shop.tags(ada) == ["VIP-Gold"]
    after = line.customer(ada_shop, ada)
    assert after.falls_on is not None and after.falls_on > told.falls_on + timedelta(days=300)


def test_what_an_earlier_version_made_in_the_store_goes_when_another_applies(
    line: Line, ada_shop: Store
) -> None:
    """A discount that nobody is promised any more must not apply beside the new one."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    ada_shop.order(ada, "5000.00")
    line.settle()
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        now = line.context.clock()
        version, program = program_of(session, shop.id, now)
        tiers = [tier.model_dump() for tier in program.tiers]
        tiers[1]["benefits"] = [{"kind": "percent_off", "percent": 14}]
        rules = Program.model_validate(program.model_dump() | {"tiers": tiers})
        version.to_at = now
        session.add(version)
        session.add(
            ProgramVersion(
                shop_id=shop.id, version=2, rules=rules.model_dump_json(), from_at=now, created_at=now
            )
        )
        mark_all(session, shop.id)
        outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now, lane=outbox.NOW)
    line.settle()

    assert percent(ada_shop, ada) == ["14.00"]
    titles = [each["title"] for each in ada_shop.state["discounts"]]
    assert not [title for title in titles if "15 %" in title] and len(titles) == 5
