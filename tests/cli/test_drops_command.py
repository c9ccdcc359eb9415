"""`laurel drops`: planning, changing, listing and proving from the command line."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest

from app.cli import main
from app.db import Database
from app.models import DropProduct
from app.rules.csv_cells import csv_text, safe
from app.rules.three_tiers import three_tiers
from tests.ledger.stores import NOON, arrive, facts, judge, open_store

PLAN = ("add", "Winter coat", "--public", "2026-06-10T09:00", "--product", "gid://shopify/Product/7")


@pytest.fixture
def db(database_url, monkeypatch):
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    for module in ("drops", "drops_exports"):
        monkeypatch.setattr(f"app.cli.{module}.now", lambda: NOON)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    live = open_store(
        db,
        "ada-shop.myshopify.com",
        live_at=NOON - timedelta(days=1),
        zone="America/New_York",
        program=three_tiers("USD"),
    )
    for n, goods in enumerate((1_000_000, 500_000, 500_000, 200_000), start=1):
        arrive(db, live, facts(n, goods, customer=70 + n), email=f"m{n}@x")
    judge(db, live)
    return live


@pytest.fixture
def told(capsys):
    def run(*arguments):
        code = main(["drops", *(str(each) for each in arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def planned(told, *more):
    code, out, err = told(*PLAN, *more, "--json")
    assert code == 0, err
    return json.loads(out)["id"]


def test_a_drop_is_planned_shown_changed_and_cancelled(shop, told):
    """BEN-EXP-EARLY, TIER-T-EARLY: in the store's time, with the hours of the program."""
    number = planned(told)
    _, out, _ = told("show", number)
    assert "Platinum   2026-06-07 09:00" in out and "Everybody  2026-06-10 09:00" in out
    assert "By link only" in out

    told("change", number, "--hours", "gold=12", "--public", "2026-06-12 10:00")
    _, out, _ = told("show", number, "--json")
    shown = json.loads(out)
    assert shown["hours"] == {"Gold": 12}
    assert shown["opens_at"] == {"Gold": "2026-06-12 02:00:00+00:00"}

    assert "go back to what they were" in told("cancel", number)[1]
    assert told("cancel", number)[0] == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--hours", "Diamond=12"), "there is no tier 'Diamond'; there are Silver, Gold, Platinum"),
        (("--hours", "Gold=400"), "0 to 336 hours"),
        (("--hours", "Gold=0"), "no tier would buy earlier"),
        (("--public", "2026-01-01T09:00"), "is over"),
        (("--public", "2029-01-01T09:00"), "more than 730 days"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_planned(shop, told, more, words):
    code, _, err = told(*PLAN, *more)
    assert code == 1 and words in err
    assert "No drops" in told("list")[1]


def test_a_product_is_in_one_drop_at_a_time(shop, told):
    number = planned(told)
    code, _, err = told(*PLAN)
    assert code == 1 and f"product 7 is in drop {number}" in err


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--public", "2026-06-02T09:00"), "instead of 72"),
        (("--hours", "Silver=48", "--hours", "Gold=2"), "Gold members wait longer than Silver members"),
        (("--public", "2026-11-01T01:30"), "twice on that day; it is the first time"),
        (("--public", "2027-03-14T02:30"), "never show 02:30 on that day; everybody may buy at 03:00"),
        (("--public", "2026-11-01T10:30", "--hours", "Gold=9"), "Gold members may buy from 02:00"),
    ],
)
def test_what_may_not_go_as_it_was_meant_is_said(shop, told, more, words):
    """GAP-TIME."""
    assert words in told(*PLAN, *more)[1]


def test_the_stock_is_kept_for_the_highest_tier_first(db, shop, told):
    """BEN-RESERVE, INT-STOCK: what is left goes to the next tier; a title is no formula."""
    number = planned(told)
    seen_on(db, shop, number, "=cmd()", 2)

    _, out, _ = told("reserve", number, "--take-rate", 100)
    rows = list(csv.DictReader(StringIO(out)))

    assert [(row["tier"], row["members"], row["wanted"], row["reserve"]) for row in rows] == [
        ("Platinum", "1", "1", "1"),
        ("Gold", "2", "2", "1"),
        ("Silver", "1", "1", "0"),
    ]
    assert {row["product"] for row in rows} == {"'=cmd()"}


def test_the_proof_of_a_drop_that_was_not_looked_at_yet_is_its_plan(shop, told):
    number = planned(told)
    _, out, _ = told("proof", number)
    assert "planned  by operator" in out and "So far: nobody bought before they were allowed to." in out
    assert json.loads(told("proof", number, "--json")[1])["kept"] is True


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_spreadsheet_runs_nothing(text):
    assert safe(text) == f"'{text}"
    assert csv_text(["a"], [[text, -5, None]]).endswith(",-5,\n")


def test_what_becomes_of_orders_while_the_function_fails_is_a_choice(shop, told):
    assert "orders go through" in told("checkout")[1]
    assert "no order goes through" in told("checkout", "--block-on-failure")[1]
    assert json.loads(told("checkout", "--json")[1]) == {"enforced": "soft", "block_on_failure": True}


def seen_on(db, shop, drop_id, title, inventory):
    with db.write() as session:
        session.add(
            DropProduct(
                shop_id=shop.id,
                drop_id=drop_id,
                product_id=7,
                title=title,
                was_status="ACTIVE",
                was_published=True,
                status="UNLISTED",
                published=False,
                inventory=inventory,
                seen_at=NOON,
            )
        )
