"""`laurel hooks`: the secret is shown once and kept encrypted; a hostile address is refused at once."""

import base64
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import select

from app.cli import laurel
from app.cli.new_key import fresh_key
from app.db import Database
from app.models import Hook, Shop
from tests.conftest import instant
from tests.platform.test_outgoing import answering

INSTANT = instant("2026-11-26T12:00:00+00:00")
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def db(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Database:
    """A store, and the settings of a process beside a sandbox that nobody asks."""
    settings = {
        "SHOPIFY_API_KEY": "id",
        "SHOPIFY_API_SECRET": "sandbox-secret-of-the-tests-0123456789",
        "APP_URL": "http://localhost:1",
        "LAUREL_KEYS": f"k1:{base64.b64encode(fresh_key()).decode()}",
        "DATABASE_URL": database_url,
        "SANDBOX_URL": "http://127.0.0.1:1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("app.cli.hooks.now", lambda: INSTANT)
    database = Database(database_url)
    with database.write() as session:
        session.add(Shop(domain="ada-shop.myshopify.com", currency="USD"))
    return database


def run(*arguments: str) -> Result:
    return CliRunner().invoke(laurel, ["hooks", *arguments])


def test_a_secret_is_shown_once_and_kept_encrypted(db: Database) -> None:
    added = json.loads(run("add", "https://example.com/vip", "--json").output)

    assert added["secret"].startswith("whsec_")
    with db.read() as session:
        shop = session.exec(select(Shop)).one()
        (row,) = session.exec(select(Hook).where(Hook.shop_id == shop.id)).all()
    assert added["secret"] not in row.secret and "secret" not in repr(row)
    (shown,) = json.loads(run("list", "--json").output)
    assert (shown["url"], "secret" in shown) == ("https://example.com/vip", False)


@pytest.mark.parametrize("url", ["ftp://example.com", "https://name:word@example.com", "not an address"])
def test_an_address_that_could_not_be_told_is_refused(db: Database, url: str) -> None:
    assert run("add", url).exit_code != 0
    assert json.loads(run("list", "--json").output) == []


def test_one_address_is_told_once(db: Database) -> None:
    assert run("add", "https://example.com/vip").exit_code == 0
    assert "told already" in str(run("add", "https://example.com/vip").exception)


def test_a_test_message_says_what_was_answered(db: Database) -> None:
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n") as url:
        added = json.loads(run("add", url, "--json").output)
        assert "answered 204" in run("test", str(added["id"])).output
    with answering(b"HTTP/1.1 500 Oh\r\n\r\n") as url:
        added = json.loads(run("add", url, "--json").output)
        assert "answered 500" in str(run("test", str(added["id"])).exception)


def test_an_ended_hook_is_not_listed(db: Database) -> None:
    added = json.loads(run("add", "https://example.com/vip", "--json").output)
    assert run("end", str(added["id"])).exit_code == 0
    assert "Nobody is told" in run("list").output
    assert "no hook" in str(run("test", str(added["id"])).exception)
