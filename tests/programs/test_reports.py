"""Comparisons and simulations that workers make: the numbers of the commands, while they are wanted."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select, update

from app import report_work, reports
from app.cli import main
from app.errors import NotFound
from app.ledger.erase import erase_shop, redact
from app.models import Report, Shop
from app.models.report import CANCELLED, COMPARISON, DONE, FAILED, RUNNING, SIMULATION
from app.programs import add_draft
from app.report_work import NotWanted
from app.rules.program_file import write_program
from jobs.reports import make_one
from tests.ledger.stores import NOON
from tests.programs.test_publishing import DEARER

AT_ONCE = {"start": None, "grandfather_months": 0}
WORDLESS = ("kind", "id", "severity", "figures")
LIVE_AND_DRAFT = {"one": "live", "other": "draft", "first": None, "last": None}


@pytest.fixture
def draft(db, shop):
    with db.write() as session:
        return add_draft(session, shop.id, DEARER, "ada", NOON).version


@pytest.fixture
def printed(capsys, monkeypatch, tmp_path, database_url):
    """What a command prints with --json, at noon."""
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    for command in ("simulate", "program_changes"):
        monkeypatch.setattr(f"app.cli.{command}.now", lambda: NOON)

    def run(*arguments):
        assert main([*map(str, arguments), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def ask(db, shop, kind, params):
    with db.write() as session:
        return reports.ask(session, shop.id, kind, params, "staff 1", NOON).id


def make(db, owner="worker"):
    return make_one(db, lambda: NOON, owner)


def row(db, shop, report_id):
    with db.read() as session:
        return reports.get(session, shop.id, report_id)


def test_a_comparison_is_what_the_command_prints(db, shop, draft, printed):
    asked = ask(db, shop, COMPARISON, AT_ONCE)

    assert make(db)

    made = row(db, shop, asked)
    told = json.loads(made.result)
    findings = told.pop("findings")
    assert (made.state, told.pop("draft_version")) == (DONE, draft)
    assert told == printed("program", "compare", "--most", 50)
    assert findings == [
        {key: each[key] for key in ("kind", "id", "severity", "figures")} | {"rank": each_rank}
        for each, each_rank in zip(linted(printed), [each["rank"] for each in findings], strict=True)
    ]


def linted(printed):
    return printed("program", "lint")


def test_a_simulation_is_what_the_command_prints(db, shop, draft, printed, tmp_path):
    """GAP-WHATIF: the same inputs give the same result, on the page and at the command line."""
    (tmp_path / "draft.json").write_text(write_program(DEARER, "USD"))
    asked = ask(db, shop, SIMULATION, LIVE_AND_DRAFT)

    make(db)

    told = json.loads(row(db, shop, asked).result)
    assert told["told"] == printed("simulate", "--against", tmp_path / "draft.json")
    assert [each["tiers"][0]["entry"] for each in told["programs"]] == [200_000, DEARER.tiers[0].entry]
    again = ask(db, shop, SIMULATION, LIVE_AND_DRAFT)
    make(db)
    assert again != asked and json.loads(row(db, shop, again).result) == told


def test_the_suggestion_and_rules_that_are_no_version_are_variants_too(db, shop):
    rules = DEARER.model_dump(mode="json")
    asked = ask(db, shop, SIMULATION, {"one": "suggestion", "other": rules, "first": "2026-01-01"})

    make(db)

    made = row(db, shop, asked)
    assert made.state == DONE, made.problem
    assert json.loads(made.result)["programs"][1] == rules
    assert json.loads(made.result)["told"]["one"]["first"] == "2026-01-01"


def test_who_asks_twice_waits_for_one_report(db, shop, draft):
    assert ask(db, shop, COMPARISON, AT_ONCE) == ask(db, shop, COMPARISON, AT_ONCE)


def test_without_a_draft_there_is_nothing_to_compare(db, shop):
    with pytest.raises(NotFound):
        ask(db, shop, COMPARISON, AT_ONCE)
    with pytest.raises(NotFound):
        ask(db, shop, SIMULATION, LIVE_AND_DRAFT | {"one": 99})


def test_a_report_that_was_cancelled_is_not_made(db, shop, draft):
    asked = ask(db, shop, COMPARISON, AT_ONCE)
    with db.write() as session:
        reports.cancel(session, shop.id, asked, NOON)

    assert not make(db)
    assert row(db, shop, asked).state == CANCELLED


def test_cancelling_while_it_is_made_is_heard(db, shop, draft):
    asked = ask(db, shop, COMPARISON, AT_ONCE)
    mine = report_work.claim(db, "worker", NOON)
    report_work.progress(db, mine, 1, 2)
    with db.write() as session:
        reports.cancel(session, shop.id, asked, NOON)

    with pytest.raises(NotWanted):
        report_work.progress(db, mine, 2, 2)
    with pytest.raises(NotWanted):
        report_work.finish(db, mine, "{}", NOON)
    assert (row(db, shop, asked).state, row(db, shop, asked).result) == (CANCELLED, "")


@pytest.mark.parametrize(("kind", "params"), [(COMPARISON, AT_ONCE), (SIMULATION, LIVE_AND_DRAFT)])
def test_cancelling_ends_the_work_itself(db, shop, draft, monkeypatch, kind, params):
    """The worker asks between two pages of customers whether it is still wanted."""
    asked = ask(db, shop, kind, params)
    real, told = report_work.progress, []

    def cancelled_meanwhile(*arguments):
        told.append(arguments)
        with db.write() as session:
            reports.cancel(session, shop.id, asked, NOON)
        real(*arguments)

    monkeypatch.setattr(report_work, "progress", cancelled_meanwhile)
    assert make(db)

    assert len(told) == 1
    assert (row(db, shop, asked).state, row(db, shop, asked).result) == (CANCELLED, "")


def test_the_report_of_a_worker_that_was_killed_is_taken_over(db, shop, draft):
    """Not before the lease is over; and the slow one is not heard any more."""
    asked = ask(db, shop, COMPARISON, AT_ONCE)
    slow = report_work.claim(db, "killed", NOON)
    assert not make(db, "other")

    run_out(db, shop)
    assert make(db, "other")

    with pytest.raises(NotWanted):
        report_work.finish(db, slow, "{}", NOON)
    assert row(db, shop, asked).state == DONE


def test_a_living_worker_keeps_its_lease(db, shop, draft):
    ask(db, shop, COMPARISON, AT_ONCE)
    report_work.claim(db, "worker", NOON)
    run_out(db, shop)

    report_work.keep(db, "worker")

    assert not make(db, "other")


def test_what_is_never_finished_is_given_up(db, shop, draft):
    asked = ask(db, shop, COMPARISON, AT_ONCE)
    for _ in range(report_work.MOST_ATTEMPTS):
        assert report_work.claim(db, "killed", NOON).state == RUNNING
        run_out(db, shop)

    assert not make(db)
    assert row(db, shop, asked).state == FAILED


def run_out(db, shop):
    with db.write() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.exec(update(Report).where(col(Report.shop_id) == shop.id).values(until=past))


def test_an_empty_store_is_told_in_words(db, cleo_shop, shop):
    with db.write() as session:
        empty = Shop(domain="new-shop.myshopify.com", currency="USD", state="ready")
        session.add(empty)
        session.flush()
        add_draft(session, empty.id, DEARER, "laurel", NOON)
    asked = ask(db, empty, SIMULATION, LIVE_AND_DRAFT | {"one": "draft"})

    make(db)

    assert "no orders to replay" in row(db, empty, asked).problem


def test_reports_without_a_name_go_after_thirty_days(db, shop, draft):
    ask(db, shop, COMPARISON, AT_ONCE)
    with db.write() as session:
        kept = reports.ask(session, shop.id, SIMULATION, LIVE_AND_DRAFT, "staff 1", NOON, "Dearer Silver")
    later = NOON + timedelta(days=31)

    with db.write() as session:
        assert reports.prune(session, shop.id, later) == 1

    assert row(db, shop, kept.id) is not None


def test_a_person_who_is_forgotten_stands_in_no_report(db, shop, draft, cleo_shop):
    """F95: comparisons name people. A store that left takes everything along."""
    asked = ask(db, shop, COMPARISON, AT_ONCE)
    simulated = ask(db, shop, SIMULATION, LIVE_AND_DRAFT)
    make(db), make(db)
    assert "ada@x" in row(db, shop, asked).result

    with db.write() as session:
        redact(session, session.get_one(Shop, shop.id), 77, "ada@x", NOON)
    assert row(db, shop, asked) is None and "ada@x" not in row(db, shop, simulated).result

    with db.write() as session:
        erase_shop(session, session.get_one(Shop, shop.id), NOON)
    with db.read() as session:
        assert session.exec(select(Report).where(Report.shop_id == shop.id)).all() == []
