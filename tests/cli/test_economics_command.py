"""`laurel economics`, on an order export and on a store's own ledger (GAP-ECON, GAP-WHATIF, ECO-GUARD)."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from app.cli import main
from app.db import Database
from app.ledger.tier_years import tier_years
from app.models import Customer
from app.rules.program_file import write_program
from app.rules.three_tiers import three_tiers
from app.rules.tier_averages import TierYear
from tests.ledger.stores import NOON, arrive, facts, open_store

DOMAIN = "ada-shop.myshopify.com"
HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price\n"
)
TWELVE = [(f"2025-{month:02}-10", "416.00") for month in range(1, 12)] + [("2025-12-10", "424.00")]
"""Ada's year: 5,000.00 in twelve orders, the guide's Gold."""


@pytest.fixture
def told(capsys, monkeypatch, tmp_path):
    """Runs the command: its exit code, what it printed, what it said on stderr."""
    monkeypatch.chdir(tmp_path)  # where no .env is
    monkeypatch.delenv("SANDBOX_URL", raising=False)

    def run(*arguments):
        code = main(["economics", *(str(each) for each in arguments)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "orders.csv"
    rows = [
        f"#{number},ada@x,paid,USD,{amount},{amount},{day} 12:00:00 +0000,1,Hat,{amount}\n"
        for number, (day, amount) in enumerate(TWELVE)
    ]
    path.write_text(HEADER + "".join(rows))
    return path


def gold_of(out):
    return next(each for each in json.loads(out)["tiers"] if each["tier"] == "Gold")


def test_the_guides_gold_stands_beside_the_honest_one(told, export):
    """ECO-EX-*, ECO-BREAKEVEN, ECO-BE-PCT"""
    code, out, err = told("--orders", export)

    assert (code, err) == (0, "")
    assert out[out.index("Gold (1 member") : out.index("\n\nPlatinum (")] == (
        "Gold (1 member): pays only with retention\n"
        "  Discount 15 %        750.00  15 points of list revenue, 37.5 % of the margin\n"
        "  Shipping             120.00  10.00 for each of 12 orders\n"
        "  Gifts and credits     50.00\n"
        "  Packaging              0.00  0.00 for each of 12 orders\n"
        "  Support               25.00\n"
        "  VIP cost             945.00\n"
        "  Margin before it   2,000.00  40 % of 5,000.00 list revenue\n"
        "  Net after it       1,055.00  21.1 % of list revenue, 24.8 % of the 4,250.00 paid\n"
        "\n"
        "                                                     Guide formula  Fully loaded\n"
        "  What stays of extra sales                                 40.0 %        22.6 %\n"
        "  Extra sales that pay for it                                2,363         4,181\n"
        "    more than today                                           47 %          84 %\n"
        "  +25 % spend alone brings                                  500.00        282.50\n"
        "    less the cost                                          -445.00       -662.50\n"
        "  VIP cost with +25 % spend                                 945.00      1,162.50\n"
        "  +25 % spend and 85 % instead of 50 % buying again\n"
        "    extra sales                                           2,812.50             –\n"
        "    bring                                                 1,125.00      1,136.88\n"
        "    against                                                 945.00      1,000.00\n"
        "    gain                                                    180.00        136.88\n"
        "    return on cost                                          19.0 %        13.9 %\n"
        "  Retention at which it pays                                     –        74.8 %\n"
        "\n"
        "  With lift and retention it pays from a spend of 1,588.79 USD a year;\n"
        "  20 to 30 % more is 1,906.55 to 2,065.43 USD.\n"
        "  Gold asks for 5,000.00 USD."
    )


def test_the_assumptions_and_the_base_are_named(told, export):
    out = told("--orders", export)[1]

    assert out.startswith(
        "orders.csv\n"
        "Spend from 2024-12-11 to 2025-12-10: paid goods without tax, taken as list revenue.\n"
        "The history begins on 2025-01-10: this is the spend of 335 days, not of a year.\n"
        "Assumed\n"
        "  the margin is 40 % of list revenue\n"
        "  shipping costs 10.00 USD an order, where it is free\n"
        "  a member's spend rises by 25 %, in orders as large as before\n"
        "  85 % of members buy again, and 50 % would without a tier\n"
        "  referrals are not counted\n"
    )


def test_options_take_the_place_of_the_assumptions(told, export):
    options = (
        "--margin",
        50,
        "--shipping",
        "8.50",
        "--lift",
        30,
        "--retention",
        80,
        "--retention-others",
        40,
    )
    out = told("--orders", export, *options, "--json")[1]

    assert gold_of(out)["economics"]["roi"] | {"guide_basis_points": 0, "loaded_basis_points": 0} == {
        "guide_basis_points": 0,
        "loaded_basis_points": 0,
        "base": "list revenue",
        "margin_percent": 50,
        "shipping_minor": 850,
        "spend_lift_percent": 30,
        "repurchase_percent": 80,
        "repurchase_others_percent": 40,
        "not_counted": ["referrals"],
    }


def test_a_tier_that_loses_money_is_warned_of(told, export):
    """ECO-GUARD: at a retention of 74.7 % Gold would lose, at 74.8 % it pays."""
    assert "WARNING: Gold loses" not in told("--orders", export, "--retention", 75)[1]
    out = told("--orders", export, "--retention", 74)[1]

    assert (
        "\nWARNING: Gold loses money: with lift and retention a member brings 989.75, "
        "without the tier 1,000.00 USD.\n" in out
    )
    assert "  5,000.00      12    945.00  1,055.00   21.1 %   24.8 %  LOSES MONEY\n" in out


def test_a_tier_that_costs_more_than_its_margin_says_so(told, export):
    code, out, _ = told("--orders", export, "--margin", 18)

    assert code == 0
    assert "WARNING: Gold loses money: a member costs 945.00 of a margin of 900.00 USD.\n" in out
    assert "At these figures no spend is high enough for the tier to pay." in out


def test_a_tier_that_is_too_easy_is_warned_of(told, export, tmp_path):
    """PIT-EASY, TIER-ECON-THRESH: both sides of break-even × 1.2"""
    program = three_tiers("USD").model_dump(mode="json")
    program["tiers"] = [program["tiers"][1]]
    file = tmp_path / "program.json"

    def warned(entry):
        program["tiers"][0]["entry"] = entry
        file.write_text(json.dumps(program))
        return [
            line for line in told("--orders", export, "--program", file)[1].splitlines() if "WARN" in line
        ]

    assert warned(1_906_55) == []
    assert warned(1_906_54) == [
        "WARNING: Gold asks for 1,906.54 USD and pays from 1,588.79 USD: ask for 1,906.55 USD, or give less."
    ]


def test_what_if_stands_beside_what_is(told, export):
    """GAP-WHATIF"""
    out = told("--orders", export, "--what-if", "gold.discount=12", "--what-if", "Gold.gift=20")[1]

    assert out.count("what if") == 1
    assert "Gold, what if discount 12 %, gift 20.00: net +180.00 USD, expected gain +184.88 USD\n" in out
    assert "  Net after it                           1,055.00                  1,235.00\n" in out


def test_what_if_of_every_tier_as_data(told, export):
    tiers = json.loads(told("--orders", export, "--what-if", "retention=50", "--json")[1])["tiers"]

    assert [each["what_if"]["changes"] for each in tiers] == [{"retention": 50}] * 3
    assert tiers[1]["what_if"]["then"]["verdict"] == "loses"
    assert tiers[1]["economics"]["verdict"] == "pays_only_with_retention"


def test_an_empty_tier_is_judged_at_its_threshold(told, export):
    """ECO-GUARD: said before anybody is in it."""
    out = told("--orders", export)[1]

    assert "Platinum (nobody is in it: somebody at its threshold, with the usual order): " in out
    platinum = json.loads(told("--orders", export, "--json")[1])["tiers"][2]
    assert (platinum["members"], platinum["basis"]) == (0, "threshold")
    assert platinum["economics"]["figures"]["orders_hundredths"] == 2_400


def test_as_data_everything_is_a_whole_number(told, export):
    data = json.loads(told("--orders", export, "--json")[1], parse_float=lambda text: pytest.fail(text))

    assert (data["currency"], data["first"], data["last"]) == ("USD", "2024-12-11", "2025-12-10")
    assert data["all_members"] == {"cost_minor": 945_00, "gain_minor": 136_88}
    assert gold_of(json.dumps(data))["economics"]["threshold"]["low_minor"] == 1_906_55


def test_an_earlier_day_can_be_looked_at(told, export):
    out = told("--orders", export, "--as-of", "2025-06-30", "--json")[1]

    [silver, gold, _] = json.loads(out)["tiers"]
    assert (silver["members"], silver["economics"]["figures"]["spend_minor"]) == (1, 6 * 416_00)
    assert gold["members"] == 0


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--what-if", "colour=1"], "is not such as discount=12"),
        (["--what-if", "discount"], "is not such as discount=12"),
        (["--what-if", "Bronze.discount=1"], "there is no tier 'Bronze'"),
        (["--what-if", "discount=12.5"], "is not a whole percent"),
        (["--what-if", "discount=101"], "discount_percent must be from 0 to 100"),
        (["--what-if", "gift=-1"], "is below zero"),
        (["--what-if", "gift=1.005"], "more than 2 digits"),
        (["--shipping", "ten"], "is not a plain decimal amount"),
        (["--margin", "0"], "--margin"),
        (["--as-of", "1066-10-14"], "give a day from"),
        (["--shop", "ada-shop"], "either --shop or --orders"),
    ],
)
def test_wrong_use_ends_with_2(told, export, options, words):
    code, out, err = told("--orders", export, *options)

    assert (code, out) == (2, "")
    assert words in err


def test_what_belongs_to_a_file_is_refused_for_a_store(told):
    code, _, err = told("--as-of", "2025-06-30")

    assert code == 2
    assert "--as-of and --program go with --orders" in err


def test_a_file_that_cannot_be_used_is_refused_by_its_place(told, export):
    export.write_text(export.read_text().replace("416.00,416.00", "ten,416.00", 1))

    assert told("--orders", export)[::2] == (
        1,
        "laurel: line 2, column Subtotal: 'ten' is not a plain amount of USD such as 12.50\n",
    )
    export.write_text(HEADER)
    assert told("--orders", export)[::2] == (1, "laurel: the file has no orders\n")


def test_a_program_in_another_currency_is_refused(told, export, tmp_path):
    file = tmp_path / "program.json"
    file.write_text(write_program(three_tiers("EUR"), "EUR"))

    assert told("--orders", export, "--program", file)[::2] == (
        1,
        "laurel: the amounts of the program are in EUR, the orders in USD\n",
    )


def test_a_program_whose_costs_are_absurd_is_refused(told, export, tmp_path):
    program = three_tiers("USD").model_dump(mode="json")
    program["tiers"][1]["cost"]["gifts_minor"] = 10**18
    file = tmp_path / "program.json"
    file.write_text(json.dumps(program))

    code, _, err = told("--orders", export, "--program", file)

    assert code == 1
    assert err.startswith("laurel: gifts_minor must be from 0 to ")


@pytest.fixture
def db(database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("app.cli.economics.now", lambda: NOON)
    database = Database(database_url)
    yield database
    database.close()


def years_of(db, shop):
    with db.read() as session:
        return tier_years(session, shop.id, shop.currency, date(2025, 6, 2), NOON.date())


def rank(db, shop, **ranks):
    """Puts customers, by the name before their @, into a rank; whoever is not named has none."""
    with db.write() as session:
        found = select(Customer).where(Customer.shop_id == shop.id)
        for customer in session.exec(found):
            customer.rank = ranks.get(customer.email.split("@")[0], 0)
            session.add(customer)


def monthly(db, shop, email, customer, *, orders=12, goods=416_67):
    """Orders of the last months, the first of them on the last day."""
    known = [
        facts(customer * 100 + each, goods, day=NOON - timedelta(days=30 * each), customer=customer)
        for each in range(orders)
    ]
    arrive(db, shop, *known, email=email)


@pytest.fixture
def shop(db):
    store = open_store(db, DOMAIN, program=three_tiers("USD"))
    monthly(db, store, "ada@x", 77)
    monthly(db, store, "ben@x", 78, orders=1, goods=10_00)
    rank(db, store, ada=2)
    return store


def test_a_store_is_reckoned_on_its_own_ledger(db, shop, told):
    """GAP-ECON"""
    code, out, err = told()

    assert (code, err) == (0, "")
    assert out.startswith(
        f"{DOMAIN}, program version 1 (not live)\n"
        "Spend from 2025-06-02 to 2026-06-01: paid goods without tax, taken as list revenue.\n"
    )
    assert "Gold            1   5,000.04      12    945.01  1,055.01   21.1 %   24.8 %  pays only" in out
    assert gold_of(told("--shop", "ada-shop", "--json")[1])["members"] == 1


def test_a_live_store_is_told_that_the_discount_is_in_its_spend(db, told):
    store = open_store(db, DOMAIN, live_at=NOON - timedelta(days=30), program=three_tiers("USD"))
    monthly(db, store, "ada@x", 77)
    rank(db, store, ada=2)
    out = told()[1]

    assert "program version 1 (live)\n" in out
    assert "Members have the discount already: list revenue and costs are a little more" in out


def test_only_what_stays_paid_in_the_year_and_currency_is_added_up(db, told):
    store = open_store(db, DOMAIN)
    old, first = datetime(2025, 6, 1, 12, tzinfo=NOON.tzinfo), datetime(2025, 6, 2, 12, tzinfo=NOON.tzinfo)
    arrive(
        db,
        store,
        facts(1, 100_00, customer=77, refunds=[(9, "10.00")]),
        facts(2, 50_00, customer=77, refunds=[(8, "50.00")]),  # nothing stays of it
        facts(3, 70_00, customer=77, payment="unpaid"),
        facts(4, 7_00, customer=77, day=old),
        facts(5, 5_00, customer=77, day=first),
        email="ada@x",
    )
    monthly(db, store, "ben@x", 78, orders=2, goods=1_00)
    rank(db, store, ada=1, ben=1)

    assert years_of(db, store) == {1: TierYear(2, 97_00, 4)}


def test_another_store_and_those_who_are_gone_are_not_counted(db, shop):
    cleos = open_store(db, "cleo-shop.myshopify.com")
    monthly(db, cleos, "cleo@x", 77, goods=9_000_00)
    rank(db, cleos, cleo=2)
    with db.write() as session:
        gone = customer(session, shop, "ben@x")
        gone.gone = True
        session.add(gone)

    assert years_of(db, shop) == {2: TierYear(1, 5_000_04, 12)}
    assert years_of(db, cleos) == {2: TierYear(1, 108_000_00, 12)}


def customer(session: Session, shop, email):
    return session.exec(
        select(Customer).where(Customer.shop_id == shop.id, col(Customer.email) == email)
    ).one()


def test_a_store_without_orders_has_nothing_to_reckon_with(db, told):
    open_store(db, DOMAIN)

    code, out, _ = told()

    assert code == 0
    assert out.count("nothing was bought") == 3
    assert "All members together: VIP cost 0.00 USD" in out


def test_a_store_whose_currency_is_not_known_is_refused(db, told):
    open_store(db, DOMAIN, currency="")

    code, _, err = told()

    assert code == 1
    assert "open the app in the store once" in err
