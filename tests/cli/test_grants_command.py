"""`laurel grants`: what waits for a person, and what a person says."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.cli import main
from app.db import Database
from app.grants import states
from app.models import AuditEvent, Grant
from tests.ledger.stores import NOON, arrive, facts, judge, open_store


@pytest.fixture
def shop(database_url, monkeypatch):
    """Ada is Silver in a live store."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    db = Database(database_url)
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - timedelta(days=300))
    arrive(db, live, facts(1, 250_000, customer=77, day=NOON - timedelta(days=100)), email="ada@x")
    judge(db, live)
    yield db, live
    db.close()


def run(capsys, *arguments):
    code = main(["grants", *arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def gave(capsys, *more):
    code, out, err = run(
        capsys, "give", "ada@x", "25.00", "--reason", "lost parcel", "--key", "t-1", "--json", *more
    )
    assert code == 0, err
    return json.loads(out)


def test_a_surprise_is_given_once_for_its_key(shop, capsys):
    """BEN-PER-SURPRISE"""
    first, again = gave(capsys), gave(capsys)
    assert (first["amount_minor"], first["state"], first["given_now"]) == (2500, "promised", True)
    assert (again["id"], again["given_now"]) == (first["id"], False)
    code, out, _ = run(capsys, "list")
    assert code == 0 and out.count("25.00 USD store credit") == 1


@pytest.mark.parametrize("amount", ["0", "-5", "1.234", "much"])
def test_an_amount_that_is_none_is_refused(shop, capsys, amount):
    code, _, err = run(capsys, "give", "--reason", "x", "--", "ada@x", amount)
    assert code == 1 and err.startswith("laurel: ")


def test_a_person_says_what_became_of_one_that_nobody_can_tell(shop, capsys):
    db, live = shop
    grant = gave(capsys)["id"]
    in_review(db, live, grant)
    assert str(grant) in run(capsys, "list", "--state", "needs_review")[1]

    code, out, err = run(capsys, "paid", str(grant), "--transaction", "gid://shopify/X/1")
    assert code == 0 and "is delivered" in out, err
    code, _, err = run(capsys, "not-paid", str(grant))
    assert code == 1 and "this benefit is delivered already" in err
    with db.read() as session:
        found = select(AuditEvent.action).where(AuditEvent.shop_id == live.id)
        assert {"surprise given", "grant told as paid"} <= set(session.exec(found).all())


def test_a_transaction_pays_for_one_grant_only(shop, capsys):
    db, live = shop
    first = gave(capsys)["id"]
    second = json.loads(run(capsys, "give", "ada@x", "5", "--reason", "y", "--json")[1])["id"]
    for grant in (first, second):
        in_review(db, live, grant)
    assert run(capsys, "paid", str(first), "--transaction", "gid://shopify/X/1")[0] == 0

    code, _, err = run(capsys, "paid", str(second), "--transaction", "gid://shopify/X/1")

    assert code == 1 and "cannot be claimed" in err


def test_the_number_of_a_transaction_is_enough_and_other_words_are_none(shop, capsys):
    """Reliability 1c.4: what is claimed is claimed by its gid, or it could pay for another grant too."""
    db, live = shop
    grant = gave(capsys)["id"]
    in_review(db, live, grant)
    code, _, err = run(capsys, "paid", str(grant), "--transaction", "in cash")
    assert code == 1 and "in cash cannot be claimed" in err

    assert run(capsys, "paid", str(grant), "--transaction", "4711")[0] == 0

    with db.read() as session:
        held = session.get_one(Grant, (live.id, grant))
        assert held.platform_id == "gid://shopify/StoreCreditAccountCreditTransaction/4711"


def test_money_is_stopped_and_let_go_on(shop, capsys):
    assert run(capsys, "resume-money")[0] == 1
    assert run(capsys, "stop-money")[0] == 0
    code, out, _ = run(capsys, "resume-money")
    assert code == 0 and "accounts" in out


def in_review(db, live, grant):
    with db.write() as session:
        row = session.get_one(Grant, (live.id, grant))
        states.review(row, "nobody can tell", NOON)
        session.add(row)
