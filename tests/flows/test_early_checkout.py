"""Must-show 6: with the Function in the checkout, the first second of each tier and of the public."""

from datetime import datetime

import pytest

from app.rules.wall_time import wall
from tests.flows.drops import SECOND, Stage, live_stage
from tests.stage import Line

EVERYBODY = {"Silver", "Gold", "Platinum", "outsider", "guest"}
TIERS = ("Silver", "Gold", "Platinum")
CLOCKS_GO_BACK = ("America/New_York", "2027-11-05T12:00", "2027-11-07T01:30")
CLOCKS_GO_FORWARD = ("Australia/Lord_Howe", "2027-09-30T12:00", "2027-10-03T02:15")


def test_nobody_buys_a_second_before_their_tier_and_the_public_not_one_before_its_own(line: Line) -> None:
    """BEN-ENFORCE, GAP-EARLY: a guest, somebody with a tag by hand, a member of each tier."""
    stage = hard_stage(line, "Asia/Kolkata")
    coat = stage.product()
    drop = stage.plan(coat, before="unlisted")
    release = stage.release(drop)
    line.clock(run=False)
    allowed: set[str] = set()
    for tier, opening in release.openings().items():
        assert bought_at(stage, coat, opening - SECOND) == allowed
        allowed.add(tier)
        assert bought_at(stage, coat, opening) == allowed
    assert bought_at(stage, coat, release.opens_to_all - SECOND) == allowed
    assert bought_at(stage, coat, release.opens_to_all) == EVERYBODY


@pytest.mark.parametrize(("zone", "begins", "public_on"), [CLOCKS_GO_BACK, CLOCKS_GO_FORWARD])
def test_the_first_seconds_are_exact_where_clocks_are_moved(
    line: Line, zone: str, begins: str, public_on: str
) -> None:
    """GAP-TIME: the public time is one that is shown twice, or never."""
    first_seconds(line, zone, begins, public_on, {"Platinum": 24, "Gold": 3, "Silver": 1})


def first_seconds(line: Line, zone: str, begins: str, public_on: str, hours: dict[str, int]) -> None:
    """Nobody at work between the plan and the public time: the gates alone decide."""
    line.clock(now=f"{begins}:00Z")
    stage = hard_stage(line, zone)
    coat = stage.product()
    drop = stage.plan_on(coat, public_on=datetime.fromisoformat(public_on), before="unlisted", hours=hours)
    release = stage.release(drop)
    line.clock(run=False)
    for tier, opening in release.openings().items():
        member = stage.members[tier]
        stage.go_to(opening - SECOND)
        assert not stage.can_buy(coat, member), (zone, tier, wall(opening, zone))
        stage.go_to(opening)
        assert stage.can_buy(coat, member), (zone, tier, wall(opening, zone))
    stage.go_to(release.opens_to_all - SECOND)
    assert not stage.can_buy(coat, None)
    stage.go_to(release.opens_to_all)
    assert stage.can_buy(coat, None)


def bought_at(stage: Stage, product: int, at: datetime) -> set[str]:
    stage.go_to(at)
    return stage.buyers(product)


def hard_stage(line: Line, zone: str) -> Stage:
    """A live store in that zone, with the Function deployed."""
    store = line.store("ada-shop.myshopify.com", timezone=zone)
    store.post("/functions", deployed=True)
    return live_stage(line, store, TIERS)


def test_the_store_says_when_anybody_with_the_link_could_buy(line: Line) -> None:
    """PIT-DELIVERY: without the Function early access is soft, and nothing claims otherwise."""
    stage = live_stage(line, line.store("ada-shop.myshopify.com"), ("Gold",))
    coat = stage.product()
    drop = stage.plan(coat, hours_ahead=40)
    assert stage.seen(coat) == "direct"
    assert stage.can_buy(coat, None)
    assert stage.enforced() == "soft"
    assert '"enforced": "soft"' in stage.record(drop)[-1].detail

    stage.store.post("/functions", deployed=True)
    stage.a_quarter_later()
    assert stage.enforced() == "hard"
    assert not stage.can_buy(coat, None) and stage.can_buy(coat, stage.members["Gold"])


def test_a_member_who_falls_or_rises_may_buy_as_the_tier_says_now(line: Line) -> None:
    stage = hard_stage(line, "Europe/London")
    coat = stage.product()
    stage.plan(coat, hours_ahead=60, before="unlisted")
    assert stage.buyers(coat) == {"Platinum"}

    stage.store.order(stage.members["Gold"], "6000.00")
    line.settle()

    assert stage.buyers(coat) == {"Platinum", "Gold"}


def test_the_proof_names_an_order_that_came_too_early_and_nobody_who_might(line: Line) -> None:
    """GAP-EARLY: what got around the checkout is found in the ledger; a second look finds no more."""
    stage = live_stage(line, line.store("ada-shop.myshopify.com"), ("Gold", "Silver"))
    coat = stage.product()
    drop = stage.plan(coat, hours_ahead=40)
    line.clock(advance_seconds=60)
    lines = [{"product_id": coat, "quantity": 1}]
    orders = [
        stage.store.post("/orders", customer_id=customer, lines=lines)["name"]
        for customer in (stage.members["Gold"], stage.members["Silver"], stage.outsider, None)
    ]
    line.settle()
    line.clock(advance_seconds=15 * 60)
    line.run_jobs()
    line.clock(advance_seconds=15 * 60)
    line.run_jobs()

    proof = stage.proof(drop)
    assert [(each.name, each.tier) for each in proof.early] == [
        (orders[1], "Silver"),
        (orders[2], None),
        (orders[3], None),
    ]
    assert stage.kinds(drop).count("bought_early") == 3 and not proof.kept


def test_the_proof_of_a_drop_that_went_well_says_so(line: Line) -> None:
    stage = hard_stage(line, "Europe/London")
    coat = stage.product()
    drop = stage.plan(coat)
    for opening in (*stage.release(drop).openings().values(), drop.public_at):
        stage.go_to(opening)
        line.settle()

    proof = stage.proof(drop)
    assert [(each.tier, each.late.total_seconds() < 5, each.enforced) for each in proof.openings] == [
        ("Platinum", True, "hard"),
        ("Gold", True, "hard"),
        ("Silver", True, "hard"),
        ("", True, "hard"),
    ]
    assert proof.kept and proof.is_over and proof.enforced == "hard"
