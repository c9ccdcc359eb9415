"""`laurel suggest`, on an order export and on a store's own customers (TIER-NATURAL, TIER-SHARE)."""

import json
from datetime import timedelta

import pytest
from sqlmodel import col, select

from app.cli import main
from app.db import Database
from app.ledger.shop_spend import shop_spend
from app.models import Customer, Shop
from app.rules.program import Program, Tier
from app.rules.shop_spend import CustomerSpend
from tests.conftest import shared
from tests.ledger.stores import NOON, PROGRAM, arrive, facts, judge, open_store

DAY = "2026-01-10 12:00:00 +0000"
DOMAIN = "ada-shop.myshopify.com"
HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price\n"
)
SPENDS = [*range(100, 185), *range(5000, 5010), *range(20_000, 20_005)]
"""85 spend little, 10 much, 5 very much; in major units."""


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    """Runs the command: its exit code, what it printed, what it said on stderr."""
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)

    def run(*arguments):
        code = main([str(each) for each in arguments])
        return code, *capsys.readouterr()

    return run


def written(path, spends, *more):
    rows = [
        f"#{number},c{number}@x,paid,USD,{amount}.00,{amount}.00,{DAY},1,Hat,{amount}.00\n"
        for number, amount in enumerate(spends)
    ]
    path.write_text(HEADER + "".join(rows) + "".join(more))
    return path


@pytest.fixture
def export(tmp_path):
    return written(tmp_path / "orders.csv", SPENDS)


def test_gap_breaks_the_report_draws_the_spend_its_breaks_and_the_tiers(told, export):
    code, out, err = told("suggest", "--orders", export, "--as-of", "2026-06-01")

    blocks = out.split("\n\n")
    assert (code, err) == (0, "")
    assert blocks[0] == "From 2025-06-02 to 2026-06-01 100 of 100 customers bought, for 162,125.00 USD in all"
    assert [line for line in blocks[1].splitlines() if "█" in line] == [
        f"   100.00      26  {'█' * 32}",
        f"   125.89      33  {'█' * 40}",
        f"   158.49      26  {'█' * 32}",
        f" 3,981.07      10  {'█' * 13}  Silver",
        f"19,952.62       5  {'█' * 7}  Gold",
    ]
    assert blocks[2] == (
        "Per buyer   Average  Above it           Outliers above\n"
        "Spend      1,621.25        15  15.00 %          249.00  15  15.00 %\n"
        "Orders         1.00         0   0.00 %               1   0   0.00 %"
    )
    groups = (
        " From USD  Buyers    Share  Of spend\n"
        "20,000.00       5   5.00 %   61.69 %\n"
        " 5,000.00      10  10.00 %   30.87 %\n"
        "   100.00      85  85.00 %    7.44 %"
    )
    assert blocks[3:7] == [
        "Natural breaks in spend",
        groups,
        "Natural breaks in the logarithm of spend",
        groups,
    ]
    names = [line.split("  ")[0] for line in blocks[7].splitlines()]
    assert names == ["Suggested", "Platinum", "Gold", "Silver"]
    assert blocks[7].splitlines()[-1] == (
        "Silver      5,000.00      10  10.00 %   30.87 %  natural break            364.41"
        "        437.30 to 473.74"
    )
    assert blocks[8] == "In all tiers: 15 buyers, 15.00 %."


def test_the_program_is_written_as_a_backtest_reads_it(told, export, tmp_path):
    target = tmp_path / "program.json"

    code, out, _ = told("suggest", "--orders", export, "--write", target)
    tried = told("backtest", export, "--as-of", "2026-06-01", "--program", target, "--json")[1]

    assert (code, out.endswith(f"\nThe program is in {target}.\n")) == (0, True)
    assert [(count["tier"], count["customers"]) for count in json.loads(tried)["tiers"]] == [
        (None, 85),
        ("Silver", 10),
        ("Gold", 5),
        ("Platinum", 0),
    ]


def test_nothing_is_overwritten(told, export, tmp_path):
    target = tmp_path / "program.json"
    target.write_text("mine")

    code, out, err = told("suggest", "--orders", export, "--write", target)

    assert (code, out, target.read_text()) == (1, "", "mine")
    assert err == f"laurel: {target} is there already; nothing is overwritten\n"
    assert (
        "cannot be written" in told("suggest", "--orders", export, "--write", tmp_path / "no" / "p.json")[2]
    )


def test_json_is_nothing_but_data(told, export, tmp_path):
    code, out, err = told("suggest", "--orders", export, "--json", "--write", tmp_path / "program.json")

    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["program"] == json.loads((tmp_path / "program.json").read_text())
    assert [tier["reaching"] for tier in data["tiers"]] == [15, 5, 0]
    assert (data["as_of"], data["currency"], data["buyers"]) == ("2026-01-10", "USD", 100)
    assert sum(data["histogram"]["counts"]) == 100


@pytest.mark.parametrize(
    ("spends", "words"),
    [
        ([10, 20], "Too few buyers for shares of them (2); these are the default amounts."),
        ([50] * 20, "Every buyer spent 50.00 USD, so no amount tells them apart"),
        ([50] * 50 + [1] * 50, "So many spent exactly 50.00 USD that no amount is exclusive"),
        ([60] * 5 + [50] * 50 + [1] * 45, "No amount catches 10 to 20 %: too many spent exactly 50.00 USD."),
        ([50] * 20, "No natural breaks: there are fewer than 10 different amounts (1)."),
        (SPENDS, "Orders are known for 1 days only; with time more will reach the tiers."),
        (SPENDS, "Nobody reaches Platinum yet."),
    ],
)
def test_what_was_not_possible_is_said(told, tmp_path, spends, words):
    code, out, _ = told("suggest", "--orders", written(tmp_path / "orders.csv", spends))

    assert code == 0
    assert words in out


@pytest.mark.parametrize(
    "options",
    [
        ["--as-of", "2026-06-01"],
        ["--orders", "orders.csv", "--shop", "x"],
        ["--orders", "nowhere.csv"],
        ["--orders", "orders.csv", "--as-of", "0001-01-01"],
        ["--orders", "orders.csv", "--zone", "Mars/Olympus"],
    ],
)
def test_wrong_use_ends_with_2(told, export, options):
    assert told("suggest", *options)[0] == 2


def test_a_bad_file_is_refused_with_line_and_column(told, tmp_path):
    other = "#x,y@x,paid,EUR,1.00,1.00,2026-01-10 12:00:00 +0000,1,Hat,1.00\n"
    file = written(tmp_path / "orders.csv", [10, 20], other)

    code, _, err = told("suggest", "--orders", file)

    assert code == 1
    assert err.startswith("laurel: line 4, column Currency: EUR where the orders above are in USD;")
    assert told("suggest", "--orders", written(file, []))[::2] == (1, "laurel: the file has no orders\n")


# From the database


@pytest.fixture
def db(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def shop(db):
    """Ada bought twice, and once too long ago; Ben's one order was paid back, and he has not paid another."""
    shop = open_store(db, DOMAIN)
    arrive(db, shop, facts(1, 10_000, customer=77), facts(2, 5_000, customer=77))
    arrive(db, shop, facts(3, 90_000, customer=77, day=NOON - timedelta(days=400)))
    arrive(db, shop, facts(4, 2_000, customer=78, refunds=[(9, "20.00")]))
    arrive(db, shop, facts(5, 2_000, customer=78, payment="pending"))
    judge(db, shop)
    return shop


def test_a_store_is_looked_at_as_last_evaluated(db, shop):
    with db.read() as session:
        found = shop_spend(session, shop, NOON)

    assert sorted((each.spend_minor, each.orders) for each in found.customers) == [(0, 0), (15_000, 2)]
    assert (found.currency, found.program) == ("USD", PROGRAM)
    assert found.first_order_on == (NOON - timedelta(days=400)).date()
    assert CustomerSpend(15_000, 2) in found.customers


def test_customers_of_another_store_and_those_who_are_gone_are_not_looked_at(db, shop):
    """Cleo belongs to another shop."""
    cleos = open_store(db, "cleo-shop.myshopify.com")
    arrive(db, cleos, facts(1, 700_000, customer=77))
    judge(db, cleos)
    with db.write() as session:
        ada = session.exec(
            select(Customer).where(Customer.shop_id == shop.id, col(Customer.platform_id) == 77)
        ).one()
        ada.gone = True
        session.add(ada)

    with db.read() as session:
        assert [each.spend_minor for each in shop_spend(session, shop, NOON).customers] == [0]
        assert [each.spend_minor for each in shop_spend(session, cleos, NOON).customers] == [700_000]


def test_the_command_takes_the_store_of_the_database(db, shop, told):
    with db.write() as session:
        for number, spend in enumerate(SPENDS, start=1000):
            session.add(
                Customer(shop_id=shop.id, platform_id=number, created_at=NOON, metric_value=100 * spend)
            )

    code, out, _ = told("suggest", "--shop", "ada-shop", "--json")

    data = json.loads(out)
    assert code == 0
    assert (data["customers"], data["buyers"]) == (102, 101)
    assert [tier["entry_minor"] for tier in data["tiers"]] == [500_000, 2_000_000, 3_000_000]


def test_a_store_whose_history_is_not_read_yet_is_told_so(db, shop, told):
    with db.write() as session:
        session.get_one(Shop, shop.id).state = "backfilling"

    assert "is not read yet" in told("suggest")[2]


def test_a_program_that_counts_orders_needs_an_export(db, told):
    open_store(db, DOMAIN, program=Program(metric="orders", tiers=(Tier(name="Regular", entry=5),)))

    code, _, err = told("suggest")

    assert code == 1
    assert "counts orders and not spend. Export the orders and use --orders." in err


@pytest.mark.long
def test_two_years_of_a_real_shop_get_a_program(told, tmp_path):
    file, target = shared("data/retail_orders_export.csv.gz"), tmp_path / "program.json"

    code, out, _ = told("suggest", "--orders", file, "--write", target)

    assert code == 0
    assert "\nSilver      3,000.00     326  7.67 %" in out
    assert "In all tiers: 516 buyers, 12.14 %." in out
    assert [tier.entry for tier in Program.model_validate_json(target.read_text()).tiers] == [
        300_000,
        600_000,
        1_500_000,
    ]
