import csv
import gzip
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.backtest import CannotTry, Guests, Member, NoOrders, TierCount, TopShare, backtest
from app.rules.export_cells import BadRow
from app.rules.order_export import read_orders
from app.rules.program import Program, Tier
from app.rules.qualifying_period import Rolling
from app.rules.three_tiers import three_tiers

REAL = Path(__file__).parents[3] / "shared" / "data" / "retail_orders_export.csv.gz"

COLUMNS = [
    *("Name", "Email", "Financial Status", "Currency", "Subtotal", "Total", "Created at", "Refunded Amount"),
    *("Lineitem quantity", "Lineitem name", "Lineitem price"),
]


def export(*orders, currency="USD"):
    """An export of one-line orders, each (e-mail, amount, created at)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, (email, amount, created_at) in enumerate(orders, start=1):
        created_at = created_at if ":" in created_at else f"{created_at} 12:00:00 +0000"
        writer.writerow(
            (f"#{number}", email, "paid", currency, amount, amount, created_at, "0.00", 1, "Scarf", amount)
        )
    return text.getvalue().splitlines(keepends=True)


def tried(*orders, as_of=date(2011, 11, 30), currency="USD", **options):
    return backtest(read_orders(export(*orders, currency=currency)), as_of, **options)


def tiers(result):
    return {member.customer: member.tier for member in result.members}


@pytest.mark.parametrize(
    ("amount", "tier"),
    [
        ("1999.99", None),
        ("2000.00", "Silver"),
        ("4999.99", "Silver"),
        ("5000.00", "Gold"),
        ("9999.99", "Gold"),
        ("10000.00", "Platinum"),
    ],
)
def test_id_spend_and_tier_3table_a_threshold_is_reached_exactly_at_its_amount(amount, tier):
    assert tiers(tried(("ada@x", amount, "2011-06-01"), members=True)) == {"ada@x": tier}


@pytest.mark.parametrize(
    ("ordered", "as_of", "counts"),
    [
        ("2011-11-30", date(2011, 11, 30), True),
        ("2010-12-01", date(2011, 11, 30), True),
        ("2010-11-30", date(2011, 11, 30), False),
        ("2024-03-01", date(2025, 2, 28), True),
        ("2024-03-01", date(2025, 3, 1), False),
        ("2023-03-01", date(2024, 2, 29), True),
        ("2023-02-28", date(2024, 2, 29), False),
        ("2024-02-29", date(2025, 2, 28), True),
        ("2024-02-29", date(2025, 3, 1), False),
    ],
)
def test_id_roll12_an_order_counts_until_the_day_twelve_months_later(ordered, as_of, counts):
    result = tried(("ada@x", "2000.00", ordered), as_of=as_of)

    assert (result.customers, result.net_spend_minor) == (1, 200_000 if counts else 0)


def test_id_stale_5000_one_old_order_earns_nothing_and_a_quarterly_buyer_silver():
    quarterly = [("ben@x", "500.00", day) for day in ("2011-01-15", "2011-04-15", "2011-07-15", "2011-10-15")]

    result = tried(("ada@x", "5000.00", "2009-11-30"), *quarterly, members=True)

    assert result.members == (Member("ben@x", 200_000, "Silver"), Member("ada@x", 0, None))


@pytest.mark.parametrize(
    ("zone", "customers", "spend"),
    [
        ("UTC", 1, 100_00),  # 30 November 23:30 at the end of the day
        ("Europe/Helsinki", 0, 0),  # already 1 December
        ("America/New_York", 1, 100_00),
    ],
)
def test_the_day_of_an_order_is_the_day_in_the_zone(zone, customers, spend):
    result = tried(("ada@x", "100.00", "2011-11-30 23:30:00 +0000"), zone=zone)

    assert (result.customers, result.net_spend_minor) == (customers, spend)


@pytest.mark.parametrize(("zone", "spend"), [("UTC", 0), ("Europe/Helsinki", 100_00)])
def test_the_window_opens_in_the_zone_too(zone, spend):
    assert tried(("ada@x", "100.00", "2010-11-30 23:30:00 +0000"), zone=zone).net_spend_minor == spend


def test_a_customer_is_one_email_in_any_case_with_an_order_by_that_day():
    result = tried(
        ("Ada@X", "10.00", "2011-11-01"),
        ("ada@x ", "20.00", "2011-11-02"),
        ("old@x", "5.00", "2009-01-01"),
        ("later@x", "99.00", "2011-12-01"),
        members=True,
    )

    assert result.orders_read == 4
    assert result.members == (Member("ada@x", 30_00, None), Member("old@x", 0, None))


def test_guests_stand_apart_with_their_orders_and_what_they_spent_in_the_window():
    result = tried(
        ("", "10.00", "2011-11-01"),
        ("", "20.00", "2009-11-01"),
        ("", "40.00", "2011-12-01"),
        ("ada@x", "1.00", "2011-11-01"),
    )

    assert result.guests == Guests(orders=2, net_spend_minor=10_00)
    assert (result.customers, result.net_spend_minor) == (1, 1_00)


def test_tiers_are_counted_with_their_share_of_all_customers():
    amounts = ["1.00", "1.00", "1.00", "2500.00", "6000.00", "20000.00", "1.00"]
    result = tried(*((f"c{n}@x", amount, "2011-11-01") for n, amount in enumerate(amounts)))

    assert result.tiers == (
        TierCount(None, 4, 5714),  # 57.142857 %
        TierCount("Silver", 1, 1429),  # 14.285714 %
        TierCount("Gold", 1, 1429),
        TierCount("Platinum", 1, 1429),
    )


def test_stat_pareto_the_top_is_the_first_of_every_begun_customer():
    # 21 customers with 1 to 21: 231 together. 1 % -> 1 (21), 5 % -> 2 (41), 10 % -> 3 (60), 20 % -> 5 (95).
    result = tried(*((f"c{n}@x", f"{n}.00", "2011-11-01") for n in range(1, 22)))

    assert result.top == (
        TopShare(1, 1, 909),
        TopShare(5, 2, 1775),
        TopShare(10, 3, 2597),
        TopShare(20, 5, 4113),
    )


def test_exactly_twenty_customers_have_one_in_the_top_five_percent():
    result = tried(*((f"c{n}@x", "1.00", "2011-11-01") for n in range(20)))

    assert [share.customers for share in result.top] == [1, 1, 2, 4]


def test_equal_spenders_stand_in_the_order_of_their_emails():
    spent = [("cleo@x", "5.00"), ("ada@x", "5.00"), ("ben@x", "6.00")]
    result = tried(*((email, amount, "2011-11-01") for email, amount in spent), members=True)

    assert list(tiers(result)) == ["ben@x", "ada@x", "cleo@x"]


def test_a_day_before_every_order_has_no_customers_and_no_shares():
    result = tried(("ada@x", "5.00", "2011-11-01"), as_of=date(2011, 10, 31))

    assert (result.orders_read, result.customers, result.currency) == (1, 0, "USD")
    assert {count.share_basis_points for count in result.tiers} == {0}
    assert {share.revenue_basis_points for share in result.top} == {0}


def test_another_program_brings_its_own_tiers_and_window():
    program = Program(tiers=(Tier(name="Friend", entry=1000),), period=Rolling(months=1))
    result = tried(
        ("ada@x", "10.00", "2011-10-31"),
        ("ben@x", "10.00", "2011-10-30"),
        program=program,
        members=True,
    )

    assert tiers(result) == {"ada@x": "Friend", "ben@x": None}
    assert result.counted_from == date(2011, 10, 31)


def test_without_a_program_the_three_tiers_are_those_of_the_files_currency():
    result = tried(
        ("ada@x", "200000", "2011-11-01"), ("ben@x", "199999", "2011-11-01"), currency="JPY", members=True
    )

    assert tiers(result) == {"ada@x": "Silver", "ben@x": None}
    assert three_tiers("JPY").tiers[0].entry == 200_000


def test_a_second_currency_is_refused_at_its_first_order():
    lines = [
        *export(("ada@x", "1.00", "2011-11-01")),
        *export(("ben@x", "1.00", "2011-11-01"), currency="EUR")[1:],
    ]
    lines[2] = lines[2].replace("#1", "#2")

    with pytest.raises(BadRow) as caught:
        backtest(read_orders(lines), date(2011, 11, 30))

    assert (caught.value.line, caught.value.column, caught.value.value) == (3, "Currency", "EUR")


def test_a_file_without_orders_is_refused():
    with pytest.raises(NoOrders):
        tried()


def test_plain_data_lists_members_only_when_they_were_asked_for():
    order = ("ada@x", "2000.00", "2011-11-01")

    assert "members" not in tried(order).to_json()
    assert tried(order, members=True).to_json() == {
        "as_of": "2011-11-30",
        "zone": "UTC",
        "currency": "USD",
        "counted_from": "2010-12-01",
        "orders_read": 1,
        "customers": 1,
        "net_spend_minor": 200_000,
        "tiers": (
            {"tier": None, "customers": 0, "share_basis_points": 0},
            {"tier": "Silver", "customers": 1, "share_basis_points": 10_000},
            {"tier": "Gold", "customers": 0, "share_basis_points": 0},
            {"tier": "Platinum", "customers": 0, "share_basis_points": 0},
        ),
        "top": tuple({"percent": p, "customers": 1, "revenue_basis_points": 10_000} for p in (1, 5, 10, 20)),
        "guests": {"orders": 0, "net_spend_minor": 0},
        "members": ({"customer": "ada@x", "net_spend_minor": 200_000, "tier": "Silver"},),
    }


@given(
    st.permutations(range(len(COLUMNS))),
    st.permutations(
        [("ada@x", "3000.00", "2011-11-01"), ("ben@x", "1.50", "2010-12-01"), ("", "7.00", "2011-01-01")]
    ),
)
def test_neither_the_order_of_columns_nor_of_orders_changes_the_result(columns, orders):
    rows = csv.reader(export(*orders))
    lines = [",".join(row[at] for at in columns) for row in rows]

    result = backtest(read_orders(lines), date(2011, 11, 30), members=True)

    assert result.members == (Member("ada@x", 3000_00, "Silver"), Member("ben@x", 1_50, None))
    assert result.guests == Guests(1, 7_00)


@pytest.fixture(scope="module")
def real_orders():
    if not REAL.exists():
        pytest.skip("the export of a real shop is not beside this checkout")
    with gzip.open(REAL, "rt", encoding="utf-8-sig", newline="") as lines:
        return list(read_orders(lines))


# Customers; how many below, Silver, Gold, Platinum; net spend; top 1, 5, 10, 20 %; guests. Computed a second
# way, in decimals from whole tables with the days as texts, not by this code.
REAL_FIGURES = {
    "2011-12-09 UTC": (5852, [5013, 589, 158, 92], 800_715_246, [3314, 5350, 6589, 8019], (2922, 141066360)),
    "2010-11-30 UTC": (4239, [3370, 614, 156, 99], 813_515_193, [2834, 4777, 5925, 7298], (1551, 106564705)),
    "2010-11-30 Asia/Kathmandu": (
        4238,
        [3369, 614, 156, 99],
        813_284_518,
        [2833, 4777, 5925, 7298],
        (1551, 106564705),
    ),
    "2011-02-28 UTC": (4512, [3662, 596, 162, 92], 789_715_253, [2829, 4797, 5978, 7397], (1906, 121088164)),
    "2011-05-31 Pacific/Auckland": (
        4905,
        [4092, 565, 165, 83],
        775_580_529,
        [2917, 4919, 6147, 7565],
        (2251, 124732571),
    ),
    "2011-05-31 Pacific/Honolulu": (
        4908,
        [4095, 565, 165, 83],
        776_925_840,
        [2916, 4918, 6146, 7564],
        (2254, 125148256),
    ),
    "2009-12-01 Europe/London": (89, [86, 3, 0, 0], 4_273_974, [766, 2449, 3417, 5012], (21, 905719)),
}


@pytest.mark.parametrize("day", REAL_FIGURES)
def test_two_years_of_a_real_shop_come_to_the_figures_of_a_second_computation(real_orders, day):
    as_of, zone = day.split()

    result = backtest(real_orders, date.fromisoformat(as_of), zone)

    assert (result.orders_read, result.currency) == (39_516, "GBP")
    assert REAL_FIGURES[day] == (
        result.customers,
        [count.customers for count in result.tiers],
        result.net_spend_minor,
        [share.revenue_basis_points for share in result.top],
        (result.guests.orders, result.guests.net_spend_minor),
    )


@pytest.mark.parametrize(
    "more",
    [
        {"metric": "orders"},
        {"tiers": (Tier(name="Best", top_percent=10),), "review": {"kind": "monthly"}},
    ],
)
def test_a_program_that_measures_something_else_is_sent_to_the_simulation(more):
    program = Program(**({"tiers": (Tier(name="Friend", entry=1000),)} | more))
    with pytest.raises(CannotTry, match="laurel simulate"):
        tried(("ada@x", "10.00", "2011-10-31"), program=program)
