"""`laurel forecast`: who falls when, what keeps them, who is near, and what an order would change."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.cli import main
from app.db import Database
from app.models import Notice, Shop
from app.rules.program import Demotion, Program, Tier
from tests.ledger.stores import PROGRAM, arrive, facts, judge, open_store

NOW = datetime(2027, 6, 10, 12, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.fixture
def db(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("app.cli.forecast.now", lambda: NOW)
    database = Database(database_url)
    yield database
    database.close()


def live(db, program=PROGRAM, domain="ada-shop.myshopify.com"):
    return open_store(db, domain, live_at=datetime(2026, 1, 1, tzinfo=UTC), program=program)


def bought(db, shop, email, amount, *day, customer, order=None):
    at = datetime(*day, 12, tzinfo=UTC)
    arrive(db, shop, facts(order or customer, amount, day=at, customer=customer), now=at, email=email)


@pytest.fixture
def shop(db):
    """Ada fell below on 1 June and falls on 1 September; Ben on 10 October; Dan lacks 150.00 to Silver."""
    here = live(db)
    bought(db, here, "ada@x", 200_000, 2026, 6, 1, customer=77)
    bought(db, here, "ben@x", 500_000, 2026, 7, 10, customer=78)
    bought(db, here, "dan@x", 185_000, 2027, 5, 1, customer=79)
    judge(db, here, NOW)
    return here


@pytest.fixture
def told(capsys):
    def run(*arguments):
        code = main(["forecast", *(str(each) for each in arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def data(told):
    def run(*arguments):
        code, out, err = told(*arguments, "--json")
        assert code == 0, err
        return json.loads(out)

    return run


def test_falls_are_listed_by_day_with_what_keeps_the_tier(shop, told, data):
    """GAP-FORECAST: of the next 90 days unless asked otherwise."""
    found = data()
    assert (found["total"], found["currency"], found["unit"]) == (1, "USD", "money")
    [ada] = found["members"]
    assert (ada["email"], ada["tier"], ada["falls_to"]) == ("ada@x", "Silver", None)
    assert (ada["falls_on"], ada["days"], ada["needed"]) == ("2027-09-01", 83, 200_000)
    assert [each["email"] for each in data("--within", "200")["members"]] == ["ada@x", "ben@x"]

    out = told()[1]
    assert "ada@x     Silver  2027-09-01 (in 83 days)  no tier  2,000.00 USD" in out


@pytest.mark.parametrize(("days", "found"), [(82, 0), (83, 1)])
def test_the_last_day_asked_for_is_in(shop, data, days, found):
    assert data("--within", days)["total"] == found


def test_members_at_risk_are_those_in_the_time_of_the_notices(db, shop, data, monkeypatch):
    """ID-FLAG-RISK: from the 60th day before the fall, with date, gap and the notices on record."""
    assert data("--at-risk")["total"] == 0
    due = datetime(2027, 7, 3, tzinfo=UTC)
    monkeypatch.setattr("app.cli.forecast.now", lambda: due)
    judge(db, shop, due)

    [ada] = data("--at-risk")["members"]

    assert (ada["email"], ada["falls_on"], ada["needed"]) == ("ada@x", "2027-09-01", 200_000)
    assert (ada["warned_60_on"], ada["warned_30_on"]) == ("2027-07-03", None)


@pytest.mark.parametrize(("amount", "found"), [("149.99", []), ("150.00", ["dan@x"])])
def test_who_is_near_a_tier_is_listed_with_the_gap(shop, data, amount, found):
    """ID-FLAG-NEAR."""
    near = data("--near", amount)
    assert [each["email"] for each in near["members"]] == found
    assert [(each["next_tier"], each["gap"]) for each in near["members"]] == [("Silver", 15_000)] * len(found)


def test_the_smallest_gap_comes_first_over_all_tiers(db, shop, data, told):
    bought(db, shop, "eve@x", 495_000, 2027, 5, 1, customer=80)
    judge(db, shop, NOW)

    found = data("--near", "150", "--limit", "1")

    assert (found["total"], [each["email"] for each in found["members"]]) == (2, ["eve@x"])
    out = told("--near", "150")[1]
    assert "eve@x     Silver   Gold     50.00 USD  4,950.00 USD" in out
    assert out.endswith("2 in all.\n")
    assert data("--near") == data("--near", "200")
    assert told("--near", "10")[1] == "Nobody lacks 10.00 USD or less to the next tier.\n"


def test_a_program_of_orders_counts_orders(db, data, told):
    program = Program(tiers=(Tier(name="Friend", entry=3),), metric="orders")
    shop = live(db, program)
    for order in (1, 2):
        bought(db, shop, "ada@x", 5_000, 2027, 5, 1, customer=77, order=order)
    judge(db, shop, NOW)

    [ada] = data("--near", "1")["members"]

    assert (ada["gap"], ada["metric_value"]) == (1, 2)
    assert "1 order  2 orders" in told("--near", "1")[1]
    assert told("--near", "0.5")[0] == 2
    assert data("--customer", "77", "--order", "5.00")["with_order"]["tier"] == "Friend"


def test_an_order_that_was_not_made_moves_the_day(shop, data, told):
    """GAP-FORECAST: the answer now and the one with the order; nothing is written."""
    found = data("--customer", "ada@x", "--order", "2000.00", "--on", "2027-08-31")

    assert (found["now"]["falls_on"], found["now"]["needed"]) == ("2027-09-01", 200_000)
    assert found["without"]["falls_on"] == "2027-09-01"
    assert (found["with_order"]["tier"], found["with_order"]["falls_on"]) == ("Silver", "2028-12-01")
    out = told("--customer", "ada@x", "--order", "2000.00", "--on", "2027-08-31")[1]
    assert "Falls to no tier on 2027-09-01 if nothing more is bought; 2,000.00 USD bought before" in out
    assert "With an order of 2,000.00 USD on 2027-08-31" in out


@pytest.mark.parametrize(("amount", "falls_on"), [("1999.99", "2027-09-01"), ("2000.00", "2028-12-01")])
def test_what_was_said_to_keep_the_tier_keeps_it_to_the_cent(shop, data, amount, falls_on):
    found = data("--customer", "77", "--order", amount, "--on", "2027-08-31")
    assert found["with_order"]["falls_on"] == falls_on


def test_an_order_on_the_day_of_the_fall_is_too_late_to_keep_it(shop, data):
    found = data("--customer", "77", "--order", "1999.99", "--on", "2027-09-01")
    assert (found["without"]["tier"], found["with_order"]["tier"]) == (None, None)


def test_an_order_now_counts_towards_the_next_tier(shop, data):
    found = data("--customer", "dan@x", "--order", "150.00")
    assert (found["now"]["tier"], found["now"]["to_next"]) == (None, 15_000)
    assert (found["with_order"]["tier"], found["with_order"]["to_next"]) == ("Silver", 300_000)


@pytest.mark.parametrize(("amount", "held"), [("99.99", 0), ("100.00", 10_000)])
def test_the_program_decides_whether_an_order_counts(db, data, amount, held):
    shop = live(db, Program(tiers=PROGRAM.tiers, counting={"minimum_order_minor": 10_000}))
    bought(db, shop, "ada@x", 100, 2027, 5, 1, customer=77)
    judge(db, shop, NOW)
    assert data("--customer", "77", "--order", amount)["with_order"]["metric_value"] == held


def test_a_tier_that_is_held_for_ever_does_not_fall(db, told):
    program = Program(tiers=PROGRAM.tiers, period={"kind": "lifetime"}, demotion=Demotion())
    shop = live(db, program)
    bought(db, shop, "ada@x", 200_000, 2026, 6, 1, customer=77)
    judge(db, shop, NOW)
    assert "Does not fall by time." in told("--customer", "ada@x")[1]
    assert told()[1] == "Nobody falls within 90 days of 2027-06-10.\n"


def test_looking_writes_nothing(db, shop, told):
    told("--customer", "ada@x", "--order", "5.00", "--on", "2027-08-20")
    with db.read() as session:
        assert session.exec(select(Notice).where(Notice.shop_id == shop.id)).all() == []
        assert session.exec(select(Shop)).one().id == shop.id


@pytest.mark.parametrize(
    "wrong",
    [
        ("--at-risk", "--near", "5"),
        ("--order", "5.00"),
        ("--customer", "ada@x", "--on", "2027-07-01"),
        ("--customer", "ada@x", "--order", "5,00"),
        ("--customer", "ada@x", "--order", "0"),
        ("--near", "-1"),
        ("--within", "-1"),
    ],
)
def test_wrong_use_is_2(shop, told, wrong):
    assert told(*wrong)[0] == 2


def test_a_day_that_is_over_is_refused(shop, told):
    code, _, err = told("--customer", "ada@x", "--order", "5.00", "--on", "2027-06-09")
    assert (code, err) == (1, "laurel: 2027-06-09 is over; an order can only be made from 2027-06-10 on\n")
