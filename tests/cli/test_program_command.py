"""`laurel program`: the whole way of a change, from a file to a version that is live, and back."""

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.cli import main
from app.db import Database
from app.models import AuditEvent
from app.programs import published
from app.rules.program import Demotion, Program, Tier
from app.rules.program_file import write_program
from app.rules.three_tiers import three_tiers
from tests.ledger.stores import NOON, PROGRAM, arrive, customer_of, facts, judge, open_store

DOMAIN = "ada-shop.myshopify.com"
DEARER = Program(
    tiers=(
        Tier(name="Silver", entry=200_000),
        Tier(name="Gold", entry=700_000),
        Tier(name="Platinum", entry=1_000_000),
    ),
    demotion=Demotion(grace_months=0),
)


@pytest.fixture
def clock(monkeypatch):
    """The commands' time, which a test may move."""
    at = [NOON]
    for name in ("program", "program_changes", "program_rows"):
        monkeypatch.setattr(f"app.cli.{name}.now", lambda: at[0])
    return at


@pytest.fixture
def db(database_url, monkeypatch, tmp_path, clock):
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    """Ada has 6,000.00 and is Gold; Ben has 2,500.00 and is Silver. Berlin is two hours ahead in June."""
    live = open_store(db, DOMAIN, live_at=NOON - timedelta(days=300), zone="Europe/Berlin")
    arrive(db, live, facts(1, 600_000, customer=77, day=NOON - timedelta(days=100)), email="ada@x")
    arrive(db, live, facts(2, 250_000, customer=88, day=NOON - timedelta(days=50)), email="ben@x")
    judge(db, live)
    return live


@pytest.fixture
def told(capsys):
    """Runs the command: its exit code, what it printed, what it said on stderr."""

    def run(*arguments):
        code = main(["program", *(str(each) for each in arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def dearer(tmp_path):
    path = tmp_path / "dearer.json"
    path.write_text(write_program(DEARER, "USD"))
    return path


def test_show_tells_the_live_program(shop, told):
    code, out, err = told("show")

    assert (code, err) == (0, "")
    assert out.startswith(f"{DOMAIN}: version 1, live since 2025-08-05 14:00")
    assert ["Gold", "5,000.00", "5,000.00", "–"] in [line.split() for line in out.splitlines()]
    assert json.loads(told("show", "--json")[1])["program"] == PROGRAM.model_dump(mode="json")


def test_a_change_goes_from_a_file_to_everybody(db, shop, told, dearer):
    assert told("import", dearer)[0] == 0
    code, out, err = told("publish", "--yes", "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) | {"version": 2, "judged": 2} == json.loads(out)
    assert customer_of(db, shop, "ada@x").rank == 1
    with db.read() as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.shop_id == shop.id)).all()
    assert [(row.actor, row.action) for row in rows] == [
        ("operator", "draft saved"),
        ("operator", "program published"),
    ]


def test_compare_says_who_moves_by_name(shop, told, dearer):
    told("import", dearer)
    code, out, err = told("compare")

    assert (code, err) == (0, "")
    assert "2 customers: 0 up, 1 down, 0 of them without a tier; 0 would be back" in out
    assert "<ada@x>: Gold → Silver with 6,000.00 USD" in out
    kept = told("compare", dearer, "--grandfather-months", "3")[1]
    assert "0 down" in kept
    assert "Grandfathered: 1 keep their tier until 2026-09-01 at least" in kept
    assert json.loads(told("compare", "--json")[1])["down"]["told"][0]["after"] == "Silver"


def test_without_yes_the_change_is_shown_and_asked_for(db, shop, told, dearer, monkeypatch):
    told("import", dearer)
    monkeypatch.setattr("click.confirm", lambda text, **_: asked.append(text))
    asked = []
    code, out, _ = told("publish")

    assert (code, asked) == (0, ["Publish it, for 2 customers?"])
    assert "<ada@x>: Gold → Silver" in out
    assert out.endswith(f"Version 2 of {DOMAIN} is live. 2 customers were judged by it.\n")


@pytest.mark.parametrize("answer", ["", "n\n"], ids=["nobody is there", "no"])
def test_without_a_yes_nothing_is_changed(db, shop, told, dearer, monkeypatch, answer):
    told("import", dearer)
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    code, _, err = told("publish")

    assert (code, err.endswith("stopped\n")) == (1, True)
    with db.read() as session:
        assert len(published(session, shop.id)) == 1


def test_a_schedule_is_in_the_stores_time_and_can_be_cancelled(db, shop, told, dearer):
    told("import", dearer)
    code, out, _ = told("publish", "--at", "2026-12-01T00:00", "--grandfather-months", "3", "--yes")

    assert (code, out) == (0, f"Version 2 of {DOMAIN} begins 2026-12-01 00:00.\n")
    with db.read() as session:
        assert published(session, shop.id)[-1].from_at == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert "Version 2 begins 2026-12-01 00:00." in told("show")[1]
    assert told("publish", "--yes")[2].startswith(f"laurel: {DOMAIN} has no draft.")
    told("draft", "--template", "three-tier")
    assert "is scheduled for 2026-11-30 23:00 UTC; cancel that first" in told("publish", "--yes")[2]
    assert told("cancel")[:2] == (0, f"Version 2 of {DOMAIN} does not begin. It is a draft again.\n")
    assert told("cancel")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--at", "2026-06-01T13:59"), "is over"),
        (("--at", "2027-03-28T02:30"), "the clocks of Europe/Berlin skip 2027-03-28T02:30"),
        (("--at", "tomorrow"), "does not match"),
        (("--grandfather-months", "25"), "25 is not in the range"),
        (("--json",), "give --yes too"),
    ],
)
def test_wrong_use_is_refused_before_anything_happens(db, shop, told, dearer, arguments, said):
    told("import", dearer)
    yes = () if arguments == ("--json",) else ("--yes",)
    code, out, err = told("publish", *arguments, *yes)

    assert (code, out) == (2, "")
    assert said in err


def test_rollback_is_a_new_version_with_the_rules_before(db, shop, told, dearer, clock):
    told("import", dearer)
    told("publish", "--yes")
    clock[0] = NOON + timedelta(days=1)
    code, out, _ = told("rollback", "--yes")

    assert (code, out) == (0, f"Version 3 of {DOMAIN} is live. 2 customers were judged by it.\n")
    assert customer_of(db, shop, "ada@x").rank == 2
    lines = told("history")[1].splitlines()
    assert lines[0].startswith(
        "Version 3, live since 2026-06-02 14:00 (made 2026-06-02 14:00 by operator): back to"
    )
    assert "  Gold, begins at: 7,000.00 USD → 5,000.00 USD" in lines
    assert [each["state"] for each in json.loads(told("history", "--json")[1])] == ["live", "past", "past"]


def test_a_program_that_is_exported_is_imported_as_it_was(shop, told, tmp_path):
    path = tmp_path / "program.json"
    assert told("export", path)[:2] == (0, f"Version 1 of {DOMAIN} is in {path}.\n")
    assert told("export", path)[0] == 1
    assert told("import", path, "--note", "spring")[0] == 0

    draft = json.loads(told("show", "--draft", "--json")[1])
    assert (draft["program"], draft["note"]) == (PROGRAM.model_dump(mode="json"), "spring")


def test_a_wrong_file_is_refused_with_all_that_is_wrong_and_makes_no_draft(shop, told, tmp_path):
    path = tmp_path / "wrong.json"
    right = json.loads(write_program(PROGRAM, "USD"))
    right["tiers"][0]["entry"], right["tiers"][1]["name"] = "a lot", ""
    path.write_text(json.dumps(right))
    code, out, err = told("import", path)

    assert (code, out) == (1, "")
    assert "tiers[0]" in err and "tiers[1]" in err
    assert told("show", "--draft")[0] == 1


def test_a_template_is_a_draft_in_the_stores_currency(shop, told):
    assert told("draft", "--template", "three-tier", "--json")[0] == 0
    draft = json.loads(told("show", "--draft", "--json")[1])
    assert draft["program"] == three_tiers("USD").model_dump(mode="json")
    assert told("draft")[0] == 2


def test_lint_fails_on_errors_alone(shop, told, tmp_path):
    code, out, _ = told("lint", "--json")
    found = json.loads(out)
    assert code == any(each["severity"] == "error" for each in found)

    thin = three_tiers("USD").economics.model_copy(update={"margin_percent": 12})
    bad = three_tiers("USD").model_copy(update={"economics": thin})
    path = tmp_path / "bad.json"
    path.write_text(write_program(bad, "USD"))
    code, out, _ = told("lint", path)
    assert code == 1
    assert any(line.startswith("error: ") for line in out.splitlines())


def test_what_is_not_there_is_said(db, shop, told):
    assert told("show", "--version", "9")[:2] == (1, "")
    assert told("compare")[2].startswith(f"laurel: {DOMAIN} has no draft.")
    assert told("rollback", "--yes")[2] == f"laurel: {DOMAIN} has no version before the live one.\n"
    reading = open_store(db, "ben-shop.myshopify.com", state="backfilling")
    assert "is not read yet" in told("lint", "--shop", reading.domain)[2]


def test_a_store_that_is_not_live_begins_in_the_app(db, told):
    open_store(db, DOMAIN)
    assert told("publish", "--yes")[2].startswith(f"laurel: {DOMAIN} is not live yet")
