import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import main
from app.db import Database
from tests.ledger.stores import customers_of, export, more_of, open_store, orders_of, row

EXPORT = export(
    row("#1", Subtotal="2500.00"),
    more_of("#1", "1", "Socks", "0.00"),
    row("#2", Email="", Subtotal="10.00"),
    row("#3", Email="ben@x", Subtotal="5.00"),
)


@pytest.fixture
def db(database_url, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SANDBOX_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    return open_store(db, "ada-shop.myshopify.com")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(EXPORT)
    return path


def run(capsys, *arguments):
    code = main([str(each) for each in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_an_import_says_what_it_took_in(shop, file, capsys):
    code, out, err = run(capsys, "import-orders", file)

    assert (code, err) == (0, "")
    assert out.startswith(
        "Orders            3\nPeople            2\nGuest orders      1\n"
        "Entries written   3\nOrders unchanged  0\n\nTier now  Customers\n"
    )


@pytest.mark.parametrize("name", ["orders.csv", "orders.csv.gz"])
def test_plain_and_gzip_with_a_byte_order_mark_are_one_file(shop, tmp_path, capsys, name):
    data = b"\xef\xbb\xbf" + EXPORT.encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    run(capsys, "import-orders", path, "--json")
    (tmp_path / "again.csv").write_text(EXPORT)

    code, out, _ = run(capsys, "import-orders", tmp_path / "again.csv")

    assert code == 0
    assert out.startswith("This file was imported already")
    assert out.endswith("nothing to do.\n")


def test_a_dry_run_writes_nothing(db, shop, file, capsys):
    code, out, _ = run(capsys, "import-orders", file, "--dry-run")

    assert (code, "Nothing was written" in out) == (0, True)
    assert (orders_of(db, shop), customers_of(db, shop)) == ([], [])


def test_a_file_that_cannot_be_used_is_a_failure_with_its_place(db, shop, tmp_path, capsys):
    path = tmp_path / "orders.csv"
    path.write_text(export(row("#1"), row("#2", Currency="EUR")))

    code, out, err = run(capsys, "import-orders", path)

    assert (code, out) == (1, "")
    assert err == ("laurel: line 3, column Currency: the order is in EUR and the store's currency is USD\n")
    assert orders_of(db, shop) == []


def test_wrong_use_is_2_and_a_database_that_is_not_ready_is_3(shop, file, capsys, monkeypatch, tmp_path):
    assert run(capsys, "import-orders")[0] == 2
    assert run(capsys, "import-orders", tmp_path / "none.csv")[0] == 2

    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    code, _, err = run(capsys, "import-orders", file)

    assert (code, "laurel db upgrade" in err) == (3, True)


def test_the_figures_come_as_data(shop, file, capsys):
    data = json.loads(run(capsys, "import-orders", file, "--json")[1])

    assert (data["orders"], data["entries"], data["people"]) == (3, 3, 2)
    assert sum(data["members"].values()) == 2


def test_gift_cards_can_have_another_name(shop, tmp_path, capsys):
    path = tmp_path / "orders.csv"
    path.write_text(export(row("#1", Subtotal="100.00", Lineitem_name="Voucher 100")))
    run(capsys, "import-orders", path, "--gift-card", "voucher*")

    told = json.loads(run(capsys, "ledger", "#1", "--json")[1])

    assert [(each["goods"], each["gift_card"]) for each in told["entries"]] == [(0, 10_000)]


def test_a_person_who_watches_sees_how_far_it_is(shop, file):
    watched, terminal = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "import-orders", str(file)],
        stdout=subprocess.PIPE,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    os.close(terminal)

    assert done.returncode == 0
    assert b"Posting" in os.read(watched, 10_000)
    os.close(watched)
