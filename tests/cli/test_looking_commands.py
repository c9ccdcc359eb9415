"""The commands that look: explain, ledger, verify, doctor, and the copies and lists beside them."""

import json
import sqlite3
import subprocess
from contextlib import closing
from datetime import timedelta

import pytest
from sqlmodel import select

from app import outbox
from app.cli import laurel, main
from app.config import REQUIRED
from app.db import Database
from app.models import AuditEvent, Outbox, Shop, WebhookBody, WebhookEvent
from app.models.webhook_event import DEAD, NEW
from app.rules.order_facts import OrderFacts, Refund
from tests.ledger.stores import NOON, arrive, customer_of, facts, judge, open_store

DOMAIN = "ada-shop.myshopify.com"
GOOD_SETTINGS = {
    "SHOPIFY_API_KEY": "client",
    "SHOPIFY_API_SECRET": "sandbox-secret-0123456789",
    "APP_URL": "http://localhost:9700",
    "SANDBOX_URL": "http://localhost:1",
    "LAUREL_KEYS": "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
}


@pytest.fixture
def db(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # where no .env is
    for name in (*REQUIRED, "SANDBOX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    live = open_store(db, DOMAIN, live_at=NOON - timedelta(days=400))
    arrive(db, live, facts(1001, 250_000, customer=77, refunds=[(9, "10.00")]), email="ada@x")
    judge(db, live)
    return live


@pytest.fixture
def told(capsys):
    """Runs a command: its exit code, what it printed, what it said on stderr."""

    def run(*arguments):
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_explain_tells_ada_her_tier_her_orders_and_what_happens_next(shop, told):
    code, out, _ = told("explain", "ada@x")

    assert code == 0
    for words in (
        "<ada@x> (customer 77) of ada-shop.myshopify.com",
        "spend 2,490.00 USD",
        "#1001 of 2026-06-01: 2,490.00 USD, leaves on 2027-06-01",
        "Refund 2026-06-02: goods -10.00; counted -10.00 USD",
        "2,510.00 USD more to Gold.",
        "by the day before keeps it",
    ):
        assert words in out


@pytest.mark.parametrize("name", ["77", "gid://shopify/Customer/77", "ADA@X"])
def test_a_customer_is_found_by_id_gid_and_email(shop, told, name):
    code, out, _ = told("explain", name, "--json")

    assert (code, json.loads(out)["who"]["platform_id"]) == (0, 77)


def test_explain_answers_about_a_day_of_the_past(shop, told):
    then = told("explain", "77", "--as-of", "2026-05-31", "--json")[1]
    now = told("explain", "77", "--as-of", "2026-06-01", "--known-now", "--json")[1]

    assert (json.loads(then)["metric_value"], json.loads(now)["metric_value"]) == (0, 249_000)


def test_a_customer_of_another_store_is_not_found(db, shop, told):
    cleos = open_store(db, "cleo-shop.myshopify.com")
    arrive(db, cleos, facts(1, 5_000, customer=99), email="cleo@x")

    code, out, err = told("explain", "cleo@x", "--shop", "ada-shop")

    assert (code, out) == (1, "")
    assert "has no customer cleo@x" in err
    assert told("explain", "ada@x")[2].startswith("laurel: Say which store with --shop.")


@pytest.mark.parametrize("name", ["#1001", "1001", "gid://shopify/Order/1001", "ada@x"])
def test_ledger_shows_the_rows_of_an_order_or_a_customer(shop, told, name):
    code, out, _ = told("ledger", name)

    assert code == 0
    assert "refund:9" in out
    assert "In all: goods 2,490.00 USD" in out


def test_ledger_shows_a_refund_that_waits_for_its_order(db, shop, told):
    waiting = Refund(9, NOON, "webhook", paid_back=(("USD", "12.00"),))
    arrive(db, shop, OrderFacts(1002, None, {9: waiting}))

    code, out, _ = told("ledger", "1002")

    assert code == 0
    assert "is not known yet" in out
    assert "refund 9 of 2026-06-01 12:00: 12.00 USD" in out


def test_ledger_as_data_holds_every_row(shop, told):
    data = json.loads(told("ledger", "#1001", "--json")[1])

    assert [each["goods"] for each in data["entries"]] == [250_000, -1_000]
    assert data["order"]["snapshot"]["name"] == "#1001"


def test_ledger_says_when_there_is_nobody_of_that_name(shop, told):
    code, _, err = told("ledger", "#9999")

    assert code == 1
    assert "has no customer and no order #9999" in err


def test_verify_ends_with_1_when_something_differs(db, shop, told):
    assert told("verify")[:2] == (
        0,
        f"{DOMAIN}: 1 orders, 2 ledger entries, 1 standings: all as it should be.\n",
    )

    with db.write() as session:
        ada = customer_of(db, shop, "ada@x")
        ada.rank = 3
        session.add(ada)
    code, out, _ = told("verify")

    assert code == 1
    assert "standing: customer 77: Platinum is stored, the ledger says Silver" in out


def test_verify_as_data(shop, told):
    [verdict] = json.loads(told("verify", "--shop", DOMAIN, "--json")[1])

    assert (verdict["shop"], verdict["found"], verdict["orders"]) == (DOMAIN, 0, 1)


def dead_delivery(db, shop, number):
    with db.write() as session:
        event = WebhookEvent(
            shop_id=shop.id, webhook_id=f"w{number}", topic="orders/create", received_at=NOON
        )
        event.state, event.reason = DEAD, "no total"
        session.add(event)
        session.flush()
        session.add(WebhookBody(shop_id=shop.id, event_id=event.id, body=b"{}"))
        return event.id


def state_of(db, shop):
    with db.read() as session:
        rows = session.exec(select(WebhookEvent).where(WebhookEvent.shop_id == shop.id))
        return {row.webhook_id: row.state for row in rows}


def test_dead_deliveries_are_listed_with_the_reason(db, shop, told):
    dead_delivery(db, shop, 1)

    assert "orders/create  dead   no total" in told("webhooks", "list", "--dead")[1]
    assert json.loads(told("webhooks", "list", "--json")[1])[0]["reason"] == "no total"


def test_dead_deliveries_can_be_taken_in_again_and_that_is_on_record(db, shop, told):
    one, _ = dead_delivery(db, shop, 1), dead_delivery(db, shop, 2)

    assert told("webhooks", "replay", "--id", one)[0] == 0
    assert state_of(db, shop) == {"w1": NEW, "w2": DEAD}
    assert json.loads(told("webhooks", "replay", "--dead", "--json")[1])["replayed"] == 1
    with db.read() as session:
        acts = session.exec(select(AuditEvent).where(AuditEvent.shop_id == shop.id)).all()
    assert [(act.actor, act.action) for act in acts] == [("operator", "deliveries replayed")] * 2


def test_replay_asks_which(shop, told):
    assert told("webhooks", "replay")[0] == 2
    assert told("webhooks", "replay", "--dead", "--id", "1")[0] == 2


def test_a_backup_is_a_whole_database_that_overwrites_nothing(db, shop, told, tmp_path):
    file = tmp_path / "copy" / "laurel.db"

    code, out, err = told("backup", "--to", file)

    if not db.on_sqlite:
        assert code == 0
        assert "pg_dump --format=custom" in out
        return
    assert (code, err) == (0, "")
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT domain FROM shop").fetchall() == [(DOMAIN,)]
    assert file.stat().st_mode & 0o077 == 0
    assert [each.name for each in file.parent.iterdir()] == ["laurel.db"]
    assert told("backup", "--to", file)[0] == 1


def test_a_backup_of_postgres_names_no_password(told, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://laurel:topsecret@db.example/laurel")

    code, out, _ = told("backup")

    assert code == 0
    assert "pg_dump" in out
    assert "topsecret" not in out


def good(monkeypatch):
    for name, text in GOOD_SETTINGS.items():
        monkeypatch.setenv(name, text)


def test_doctor_ends_with_3_and_names_every_missing_setting(shop, told):
    code, out, _ = told("doctor")

    assert code == 3
    for name, where in REQUIRED.items():
        assert f"{name} is not set. {where}" in out
    assert "ok     database" in out


def test_doctor_finds_nothing_where_nothing_is_wrong(db, told, monkeypatch):
    good(monkeypatch)
    open_store(db, DOMAIN)

    code, out, _ = told("doctor")

    assert (code, "WRONG" in out) == (0, False)
    assert f"ok     stores: {DOMAIN} is ready" in out


def test_doctor_says_what_to_do_about_each_trouble(db, shop, told, monkeypatch):
    good(monkeypatch)
    dead_delivery(db, shop, 1)
    with db.write() as session:
        session.add(WebhookEvent(shop_id=shop.id, webhook_id="old", topic="orders/create", received_at=NOON))
        outbox.want(session, shop.id, outbox.READ_BACK, ["1"], NOON)
        outbox.want(session, shop.id, outbox.CUSTOMER, ["2"], NOON)
        session.flush()
        session.get_one(Outbox, (shop.id, outbox.READ_BACK, "1")).dead = True
        sick = session.get_one(Shop, shop.id)
        sick.state, sick.access_token = "needs_reopen", "k0:AAAA"
        session.add(sick)

    code, out, _ = told("doctor", "--json")

    found = {each["check"]: each for each in json.loads(out) if not each["well"]}
    assert code == 1
    assert set(found) == {"keys", "inbox", "outbox", "stores"}
    assert found["stores"]["remedy"] == "open the app in the store"
    assert all(each["remedy"] for each in found.values())


def test_doctor_does_not_make_a_database_by_looking(told, monkeypatch, tmp_path):
    good(monkeypatch)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    code, out, _ = told("doctor")

    assert (code, "laurel db upgrade" in out) == (1, True)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(told, shell):
    code, out, _ = told("completion", shell)

    assert code == 0
    assert "_LAUREL_COMPLETE" in out
    if shell == "bash":
        assert subprocess.run(["bash", "-n"], input=out, text=True, check=False).returncode == 0


def test_a_database_that_does_not_answer_is_said_in_a_sentence(told, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/none")

    code, _, err = told("verify")

    assert code == 1
    assert "does not answer" in err
    assert "secret" not in err


def test_the_commands_are_named_in_the_help():
    names = set(laurel.list_commands(None))

    assert {"explain", "ledger", "verify", "import-orders", "backup", "doctor", "webhooks"} < names
