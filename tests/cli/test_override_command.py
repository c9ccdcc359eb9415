"""`laurel override`: by hand from the command line, one by one and by file."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.cli import main
from app.db import Database
from app.models import Override
from tests.ledger.stores import NOON, arrive, facts, judge, open_store


@pytest.fixture
def db(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("app.cli.override.now", lambda: NOON)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - timedelta(days=1), zone="America/New_York")
    arrive(db, live, facts(1, 200_000, customer=77), email="ada@x")
    arrive(db, live, facts(2, 100, customer=78), email="ben@x")
    judge(db, live)
    return live


@pytest.fixture
def told(capsys):
    def run(*arguments):
        code = main(["override", *(str(each) for each in arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tiers.csv"
    path.write_text("customer,tier,until\nada@x,Gold,2026-12-31\nben@x,Silver,2026-12-31\n")
    return path


def overrides_of(db, shop):
    with db.read() as session:
        return session.exec(select(Override).where(Override.shop_id == shop.id)).all()


def test_a_tier_is_given_listed_and_ended(db, shop, told):
    """ID-UNHAPPY."""
    code, out, _ = told(
        "add", "ben@x", "gold", "--reason", "angry", "--until", "2026-12-31", "--goodwill", "--author", "Joe"
    )
    [row] = overrides_of(db, shop)
    assert (code, row.author, row.goodwill) == (0, "Joe", True)
    assert out.startswith(f"Override {row.id}: ben@x at least Gold (goodwill) through 2026-12-31.")

    listed = told("list")[1]
    assert "ben@x" in listed
    assert "through" not in listed
    assert "2026-12-31" in listed
    assert "angry" in listed

    assert told("end", row.id)[0] == 0
    assert told("list")[1] == "No overrides are in force.\n"
    assert "ended" in told("list", "--all", "--customer", "78")[1]


def test_a_ceiling_of_no_tier(db, shop, told):
    assert told("add", "ada@x", "none", "--ceiling", "--reason", "resells", "--json")[0] == 0
    assert [(each.kind, each.tier) for each in overrides_of(db, shop)] == [("ceiling", None)]


def test_what_cannot_be_is_said_in_a_sentence(shop, told):
    code, out, err = told("add", "ben@x", "Golden", "--reason", "why")
    assert (code, out) == (1, "")
    assert err == "laurel: there is no tier 'Golden'; there are Silver, Gold, Platinum\n"
    assert told("add", "ben@x", "Gold", "--reason", "why", "--until", "2026-05-31")[2].startswith(
        "laurel: 2026-05-31 is over"
    )
    assert told("add", "ben@x", "Gold")[0] == 2
    assert told("end", "5")[0] == 1


def test_a_file_is_tried_and_then_taken_in_once(db, shop, told, file):
    """GAP-MIGRATE."""
    code, out, _ = told("import", file, "--reason", "from another app", "--dry-run")
    assert (code, "Nothing was written." in out) == (0, True)
    assert overrides_of(db, shop) == []

    code, out, _ = told("import", file, "--reason", "from another app")
    assert (code, out) == (0, "Rows          2\nGiven         2\nThere before  0\n")
    data = json.loads(told("import", file, "--reason", "from another app", "--json")[1])
    assert (data["given"], data["before"], data["rows"]) == (0, 2, 2)
    assert {each.reason for each in overrides_of(db, shop)} == {"from another app"}


def test_a_file_with_bad_rows_is_refused_with_all_of_them(db, shop, told, file):
    file.write_text("customer,tier,reason\nada@x,Golden,why\nben@x,Gold,why\nnobody@x,Gold,why\n")
    code, out, err = told("import", file)
    assert (code, out) == (1, "")
    assert "line 2: there is no tier 'Golden'" in err
    assert "line 4: the store has no customer nobody@x" in err
    assert overrides_of(db, shop) == []


def test_the_list_as_data(shop, told):
    told("add", "ben@x", "Gold", "--reason", "angry")
    [row] = json.loads(told("list", "--json")[1])
    assert (row["platform_id"], row["tier"], row["state"], row["reason"]) == (78, "Gold", "active", "angry")
