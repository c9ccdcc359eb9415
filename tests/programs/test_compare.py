"""A comparison tells by name what publishing then does (GAP-PREVIEW, issue "Changing")."""

import json
import random
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.compare import compare, estimate, under_draft
from app.models import Customer, Notice, Shop, StandingChange
from app.program_start import draw_first_lines
from app.rules.benefits.percent_off import PercentOff
from app.rules.program import Counting, Demotion, Program, Tier
from app.rules.qualifying_period import CalendarYear, Rolling
from app.rules.reviews import Monthly, Weekly
from tests.conftest import in_short
from tests.ledger.stores import NOON, PROGRAM, arrive, facts, judge, open_store
from tests.programs.conftest import DAY
from tests.programs.test_publishing import CHEAPER, DEARER, go, next_review, write


def tiers(silver, gold, platinum):
    return (
        Tier(name="Silver", entry=silver),
        Tier(name="Gold", entry=gold),
        Tier(name="Platinum", entry=platinum),
    )


DRAFTS = {
    "dearer": Program(tiers=tiers(200_000, 700_000, 1_300_000), demotion=Demotion(grace_months=0)),
    "cheaper": Program(tiers=tiers(100_000, 250_000, 900_000)),
    "shorter": PROGRAM.model_copy(update={"period": Rolling(months=3)}),
    "calendar": PROGRAM.model_copy(update={"period": CalendarYear()}),
    "orders": Program(metric="orders", tiers=tiers(2, 3, 4)),
    "one below": Program(tiers=(Tier(name="Bronze", entry=50_000), *PROGRAM.tiers)),
    "renamed": Program(tiers=(Tier(name="Club", entry=200_000), *PROGRAM.tiers[1:])),
    "weekly": PROGRAM.model_copy(update={"review": Weekly(weekday=3)}),
    "best tenth": Program(
        tiers=(PROGRAM.tiers[0], Tier(name="Gold", top_percent=10), Tier(name="Platinum", top_percent=3)),
        review=Monthly(day=1),
    ),
    "best by orders": Program(
        metric="orders",
        tiers=(
            Tier(name="Silver", entry=2),
            Tier(name="Gold", top_percent=10),
            Tier(name="Platinum", top_percent=3),
        ),
        review=Weekly(weekday=3),
    ),
}


@pytest.fixture
def crowd(db):
    """200 customers with random years, judged day by day up to today."""
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - 300 * DAY)
    chance, order = random.Random(12), 0
    bought = []
    for number in range(200):
        for _ in range(chance.randint(0, 6)):
            order += 1
            day = NOON - timedelta(days=chance.randint(0, 600), minutes=chance.randint(0, 1439))
            goods = chance.choice([20_000, 90_000, 200_000, 330_000, 1_000_000])
            refunds = [(order, "150.00")] if chance.random() < 0.2 else ()
            bought.append(facts(order, goods, customer=1000 + number, day=day, refunds=refunds))
    arrive(db, live, *bought)
    judge(db, live)
    return live


def predicted(told):
    return {(mover.customer_id, mover.after) for mover in (*told.up.told, *told.down.told)}


def recorded(db, shop, program):
    """The moves of the publication, by the name of the new tier."""
    with db.read() as session:
        found = select(StandingChange).where(
            StandingChange.shop_id == shop.id, StandingChange.program_version == 2
        )
        rows = session.exec(found).all()
    assert {(row.at, json.loads(row.reason)["kind"]) for row in rows} <= {(NOON, "program")}
    return {(row.customer_id, program.name(row.to_rank)) for row in rows}


def ranks(db, shop):
    with db.read() as session:
        return dict(session.exec(select(Customer.id, Customer.rank).where(Customer.shop_id == shop.id)).all())


SHORT = ("renamed", "orders", "best tenth")


ALSO = [*((name, 0) for name in DRAFTS if name not in SHORT), ("dearer", 3), ("shorter", 3)]


@pytest.mark.parametrize(("name", "months"), in_short(*((name, 0) for name in SHORT), more=ALSO))
def test_what_is_predicted_is_what_publishing_records(db, crowd, name, months):
    draft, before = DRAFTS[name], ranks(db, crowd)
    told = compare(db, crowd, draft, NOON, grandfather_months=months, most_told=1_000)
    go(db, crowd, draft, grandfather_months=months)
    judge(db, crowd)
    write(db, crowd, draw_first_lines, NOON)
    judge(db, crowd)
    after = ranks(db, crowd)

    moved = recorded(db, crowd, draft)
    assert predicted(told) == moved
    assert told.up.customers + told.down.customers == len(moved)
    assert moved == {(each, draft.name(after[each])) for each, _ in moved}
    cells = {}
    for each, rank in before.items():
        cell = (PROGRAM.name(rank), draft.name(after[each]))
        cells[cell] = cells.get(cell, 0) + 1
    assert {(cell.before, cell.after): cell.customers for cell in told.matrix} == cells
    assert told.customers == sum(told.members.values()) == len(before)


@pytest.mark.parametrize("name", ["shorter", "calendar"])
def test_whoever_is_told_to_flip_back_does(db, crowd, name):
    told = compare(db, crowd, DRAFTS[name], NOON, most_told=1_000)
    go(db, crowd, DRAFTS[name])
    judge(db, crowd)
    movers = {mover.customer_id: mover for mover in (*told.up.told, *told.down.told)}
    first = ranks(db, crowd)
    back = {}
    for day in range(1, 91):
        next_review(db, crowd, NOON + day * DAY)
        for each, rank in ranks(db, crowd).items():
            if each in movers and each not in back and rank != first[each]:
                back[each] = (NOON + day * DAY).date()

    flips = {each: mover.back_on for each, mover in movers.items() if mover.back_on}
    assert told.flips_back == len(flips)
    assert {each: back.get(each) for each in flips} == flips


def test_notices_that_are_told_are_recorded_in_sixty_days(db, crowd):
    told = compare(db, crowd, DEARER, NOON, grandfather_months=1, most_told=1_000)
    go(db, crowd, DEARER, grandfather_months=1)
    judge(db, crowd)
    for day in range(1, 61):
        next_review(db, crowd, NOON + day * DAY)

    with db.read() as session:
        rows = session.exec(select(Notice).where(Notice.shop_id == crowd.id)).all()
    due = {(row.customer_id, row.kind, row.recorded_on) for row in rows if row.recorded_at >= NOON}
    assert told.warned
    assert {(each.customer_id, each.kind, each.due_on) for each in told.warned} <= due
    assert told.grandfathered > 0


def test_ada_falls_by_name_and_ben_does_not(db, shop, cleo_shop):
    told = compare(db, shop, DEARER, NOON)

    (ada,) = told.down.told
    assert (ada.email, ada.before, ada.after, ada.metric_value) == ("ada@x", "Gold", "Silver", 600_000)
    assert (told.up.customers, told.down.customers, told.lost) == (0, 1, 0)
    assert told.members == {"Silver": 2}


def test_grandfathering_keeps_ada_and_says_so(db, shop):
    told = compare(db, shop, DEARER, NOON, grandfather_months=3)

    assert (told.down.customers, told.grandfathered) == (0, 1)
    assert told.grandfathered_until == date(2026, 9, 1)
    sixty = told.notices[0]
    assert (sixty.kind, sixty.after, sixty.new) == ("risk_60", 1, 1)


def test_a_tier_that_is_gone_is_lost_by_whoever_held_it(db, shop):
    told = compare(db, shop, Program(tiers=(Tier(name="Gold", entry=500_000),)), NOON)

    assert [(each.email, each.before, each.after) for each in told.down.told] == [("ben@x", "Silver", None)]
    assert told.lost == 1


def test_before_the_store_is_live_everybody_is_compared_with_no_tier(db, cleo_shop):
    ready = open_store(db, "ada-shop.myshopify.com")
    arrive(db, ready, facts(1, 600_000, customer=77, day=NOON - DAY), email="ada@x")
    told = compare(db, ready, PROGRAM, NOON)

    assert (told.before_version, told.up.customers, told.members) == (None, 1, {"Gold": 1})


def test_what_it_costs_a_year_is_what_the_economics_say(db, shop):
    """15 % of 6,000.00 for Ada: her year is the average member's."""
    gold = Tier(name="Gold", entry=500_000, benefits=(PercentOff(percent=15),))
    told = compare(db, shop, Program(tiers=(PROGRAM.tiers[0], gold)), NOON)

    assert (told.cost.before_minor, told.cost.after_minor, told.cost.difference_minor) == (0, 90_000, 90_000)


def test_only_the_first_names_are_told_and_all_are_counted(db, crowd):
    every = compare(db, crowd, CHEAPER, NOON, most_told=1_000)
    told = compare(db, crowd, CHEAPER, NOON, most_told=3)

    assert told.up.customers == every.up.customers > 3
    assert told.up.told == every.up.told[:3]
    assert [mover.metric_value for mover in every.up.told] == sorted(
        (mover.metric_value for mover in every.up.told), reverse=True
    )


def test_a_comparison_is_plain_data_and_changes_nothing(db, crowd):
    before = ranks(db, crowd)
    heard = []
    told = compare(db, crowd, DEARER, NOON, advance=heard.append).to_json()

    assert json.loads(json.dumps(told))["cost"].keys() >= {"before_minor", "difference_minor"}
    assert (sum(heard), ranks(db, crowd)) == (len(before), before)


def test_a_later_start_takes_nothing_to_be_bought_until_then(db, shop):
    """After grace Ada's tier falls on 21 May 2027, and Ben's on 12 July, six days after the second start."""
    told = [compare(db, shop, CHEAPER, NOON, start=NOON + days * DAY).members for days in (100, 400)]

    assert told == [{"Gold": 2}, {None: 1, "Silver": 1}]


def test_an_open_change_of_currency_is_decided_by_publishing_and_compared_so(db, shop):
    """GAP-CURRENCY: orders in the old currency count no more; a comparison says so beforehand."""
    with db.write() as session:
        row = session.get_one(Shop, shop.id)
        row.currency, row.counted_in, row.falls_stop_at = "EUR", "USD", NOON - DAY
        session.add(row)
    told = compare(db, row, PROGRAM, NOON, most_told=10)
    go(db, shop, PROGRAM)
    judge(db, shop)

    assert (told.members, told.down.customers) == ({None: 2}, 2)
    assert set(ranks(db, shop).values()) == {0}


def test_a_draft_that_leaves_orders_out_by_their_tag_sees_the_tags(db):
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - 300 * DAY)
    arrive(db, live, facts(1, 300_000, customer=1, tags=("wholesale",)), facts(2, 300_000, customer=2))
    judge(db, live)
    draft = PROGRAM.model_copy(
        update={
            "counting": Counting(leave_out_tags=("wholesale",)),
            "demotion": Demotion(grace_months=0),
        }
    )

    told = compare(db, live, draft, NOON)

    assert (told.up.customers, told.down.customers, told.lost) == (0, 1, 1)


def test_some_customers_alone_are_judged_as_they_are_among_all(db, crowd):
    """An estimate rests on a part of the customers (A5)."""
    told = compare(db, crowd, DRAFTS["dearer"], NOON, most_told=300)
    movers = [each.customer_id for each in (*told.up.told, *told.down.told)]

    some = compare(db, crowd, DRAFTS["dearer"], NOON, most_told=300, only=movers[:20])

    assert some.customers == 20
    assert predicted(some) <= predicted(told)
    customer, standing = under_draft(db, crowd, DRAFTS["dearer"], movers[0], NOON)
    assert (customer.id, DRAFTS["dearer"].name(standing.rank)) in predicted(told)


def test_an_estimate_is_near_what_a_comparison_counts(db, crowd, monkeypatch):
    """A5. Members and others are sampled apart, in the order of what they hold."""
    told = compare(db, crowd, DRAFTS["dearer"], NOON)
    exact = estimate(db, crowd, DRAFTS["dearer"], NOON)
    for name, value in (("EXACTLY", 100), ("MEMBERS", 60), ("OTHERS", 30)):
        monkeypatch.setattr(f"app.compare.quick.{name}", value)

    guessed = estimate(db, crowd, DRAFTS["dearer"], NOON)

    assert (exact.up, exact.down, exact.lost) == (told.up.customers, told.down.customers, told.lost)
    assert 50 < guessed.judged <= 90 < guessed.customers
    assert abs(guessed.down - exact.down) <= exact.customers // 10
    assert estimate(db, crowd, DRAFTS["best tenth"], NOON) is None
