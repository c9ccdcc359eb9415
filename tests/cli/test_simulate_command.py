"""`laurel simulate`, on an order export and on a store's own ledger (GAP-WHATIF, PIT-EASY)."""

import json
from datetime import timedelta

import pytest

from app.cli import main
from app.db import Database
from app.rules.program import Counting, Landing, Program, Tier
from app.rules.program_file import write_program
from app.rules.qualifying_period import Rolling
from app.rules.three_tiers import three_tiers
from tests.conftest import shared
from tests.ledger.stores import NOON, arrive, customers_of, entries_of, export, facts, judge, open_store, row

DAY = timedelta(days=1)
ORDERS = export(
    row("#1", Subtotal="2500.00", created="2025-01-10 12:00:00 +0000"),
    row("#2", Subtotal="100.00", created="2025-02-10 12:00:00 +0000"),
    row("#3", Email="ben@x", Subtotal="300.00", created="2025-03-01 23:30:00 +0000"),
    row("#4", Email="", Subtotal="9000.00", created="2025-03-31 12:00:00 +0000"),
)


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    """Runs the command: its exit code, what it printed, what it said on stderr."""
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)

    def run(*arguments):
        code = main(["simulate", *(str(each) for each in arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "orders.csv"
    found.write_text(ORDERS)
    return found


@pytest.fixture
def db(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    yield database
    database.close()


def flat(text):
    return " ".join(text.split())


def program_file(path, program, currency="USD"):
    path.write_text(write_program(program, currency))
    return path


def test_an_export_is_replayed_from_its_first_to_its_last_day(told, file):
    code, out, err = told("--orders", file)

    blocks = out.split("\n\n")
    assert (code, err) == (0, "")
    assert blocks[0] == "2025-01-10 to 2025-03-31 (UTC), 2 customers, USD"
    assert [line.split() for line in blocks[1].splitlines()[1:]] == [
        ["2025-01", "1", "0", "0", "1", "█" * 24, "1", "0", "0", "0.00", "3.02"],
        ["2025-02", "1", "0", "0", "1", "█" * 24, "0", "0", "0", "100.00", "23.84"],
        ["2025-03", "1", "0", "0", "1", "█" * 24, "0", "0", "0", "0.00", "4.24"],
    ]
    assert "In a tier at the end 1 50.00 % of customers: from 40 % on a program is no privilege" in flat(out)
    assert "Silver: 10 % off, an order 10.00, a year 25.00 of gifts and 25.00 of support" in out


def test_data_instead_of_words_with_the_members(told, file):
    _, out, _ = told("--orders", file, "--json", "--members")

    data = json.loads(out)
    [ada] = data["members"]
    assert (ada["customer"], ada["tier"]) == ("ada@x", "Silver")
    assert [(each["day"], each["to_rank"], each["kind"]) for each in ada["moves"]] == [
        ("2025-01-10", 1, "spend")
    ]
    assert [each["customers"] for each in data["months"]] == [1, 1, 2]


def test_days_are_those_of_the_zone(told, file):
    _, out, _ = told("--orders", file, "--json", "--zone", "Asia/Tokyo", "--to", "2025-03-01")

    assert json.loads(out)["customers"] == 1


def test_two_programs_stand_side_by_side(told, file, tmp_path):
    low = Program(tiers=(Tier(name="Silver", entry=20_000),), period=Rolling(months=6))

    code, out, _ = told("--orders", file, "--against", program_file(tmp_path / "low.json", low), "--members")

    assert code == 0
    assert "In a tier at the end 1 2 +1" in flat(out)
    assert out.splitlines()[-1].split() == ["ben@x", "no", "tier", "Silver"]

    _, out, _ = told("--orders", file, "--against", tmp_path / "low.json", "--json")
    differences = json.loads(out)["differences"]
    assert (differences["members"], differences["elsewhere"]) == (1, 1)
    assert [each["members"] for each in differences["months"]] == [0, 0, 1]


def test_what_counts_is_the_programs_own(told, file, tmp_path):
    """Without hats nothing is left, and the soft landing is told among the assumptions."""
    tiers = (three_tiers("USD").tiers[0].model_copy(update={"landing": (Landing(months=1, percent=5),)}),)
    program = Program(tiers=tiers, counting=Counting(leave_out_products=("name:Hat",)))

    _, out, _ = told("--orders", file, "--program", program_file(tmp_path / "p.json", program))

    assert "0.00 % of customers: under the 10 to 20 % to aim for" in out
    assert "Silver: 10 % off (5 % in grace)" in out


def test_the_wrong_currency_of_a_program_is_refused(told, file, tmp_path):
    path = program_file(tmp_path / "p.json", three_tiers("EUR"), "EUR")

    code, _, err = told("--orders", file, "--program", path)

    assert (code, err) == (
        1,
        "laurel: the amounts of the program are in EUR, the orders in USD\n",
    )


def test_a_program_that_looks_at_tags_is_refused_for_an_export(told, file, tmp_path):
    program = Program(tiers=three_tiers("USD").tiers, counting=Counting(leave_out_tags=("wholesale",)))

    code, _, err = told("--orders", file, "--program", program_file(tmp_path / "p.json", program))

    assert code == 1
    assert "not read from an export" in err


def test_orders_with_a_tag_that_does_not_count_are_left_out_of_a_stores_history(told, db):
    counting = Counting(leave_out_tags=("wholesale",))
    program = Program(tiers=three_tiers("USD").tiers, counting=counting)
    shop = open_store(db, "ada-shop.myshopify.com", program=program)
    arrive(db, shop, facts(1, 250_000, customer=77, day=NOON, tags=("wholesale",)), email="ada@x")
    arrive(db, shop, facts(2, 250_000, customer=88, day=NOON), email="ben@x")

    _, out, _ = told("--to", "2026-06-02", "--json", "--members")

    assert [each["customer"] for each in json.loads(out)["members"]] == ["ben@x"]


def test_days_that_are_none_are_refused(told, file):
    code, _, err = told("--orders", file, "--from", "2025-03-01", "--to", "2025-02-01")

    assert code == 2
    assert "there is no day from 2025-03-01 to 2025-02-01" in err


def test_a_file_without_orders_is_refused(told, tmp_path):
    (tmp_path / "none.csv").write_text(export())

    assert told("--orders", tmp_path / "none.csv")[0] == 1


def test_a_stores_ledger_is_replayed_and_stays_as_it_is(told, db):
    shop = open_store(db, "ada-shop.myshopify.com", live_at=NOON - 300 * DAY)
    arrive(db, shop, facts(1, 600_000, customer=77, day=NOON - 100 * DAY), email="ada@x")
    arrive(
        db, shop, facts(2, 250_000, customer=88, day=NOON - 50 * DAY, refunds=[(9, 100_000)]), email="ben@x"
    )
    judge(db, shop)
    before = (entries_of(db, shop), customers_of(db, shop))

    code, out, _ = told("--shop", "ada-shop", "--to", "2026-06-01", "--json", "--members")

    data = json.loads(out)
    assert (code, data["first"], data["customers"]) == (0, "2026-02-21", 2)
    assert [(each["customer"], each["tier"]) for each in data["members"]] == [("ada@x", "Gold")]
    assert (entries_of(db, shop), customers_of(db, shop)) == before


@pytest.mark.long
def test_a_real_shop_has_the_same_shares_as_its_backtest_would_give_live(told):
    """Nobody falls within the first year, so a member is who ever reached a tier in it."""
    _, out, _ = told("--orders", shared("data/retail_orders_export.csv.gz"), "--to", "2010-11-30", "--json")

    data = json.loads(out)
    assert data["moved"]["demotions"] == 0
    assert sum(each["customers"] for each in data["reached"][:1]) == sum(
        each["customers"] for each in data["shares"][1:]
    )
