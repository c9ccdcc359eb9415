"""The average member of each tier, from an order export: whose year, and which orders."""

from datetime import date

import pytest

from app.rules.backtest import NoOrders
from app.rules.export_cells import BadRow
from app.rules.order_export import read_orders
from app.rules.program import Program, Tier
from app.rules.qualifying_period import CalendarYear
from app.rules.three_tiers import three_tiers
from app.rules.tier_averages import TierYear, cases, export_year, year_begins

HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,Refunded Amount,"
    "Lineitem quantity,Lineitem name,Lineitem price\n"
)


def orders(*rows):
    return read_orders([HEADER, *(bought(f"#{number}", *row) for number, row in enumerate(rows))])


def bought(name, email, day, amount, refunded="0.00", currency="USD"):
    about = f"{name},{email},paid,{currency},{amount},{amount},{day} 12:00:00 +0000,{refunded}"
    return f"{about},1,Hat,{amount}\n"


def test_members_years_are_added_up_by_the_tier_they_earn():
    found = export_year(
        orders(
            ("ada@x", "2026-05-01", "3000.00"),
            ("ada@x", "2026-06-01", "2000.00"),
            ("ben@x", "2026-05-01", "5000.00", "0.01"),
            ("eve@x", "2026-05-01", "10.00"),
            ("", "2026-05-01", "9000.00"),  # a guest
        )
    )

    assert (found.currency, found.as_of, found.first_order_on) == ("USD", date(2026, 6, 1), date(2026, 5, 1))
    assert found.years == {
        0: TierYear(1, 1_000, 1),
        1: TierYear(1, 499_999, 1),
        2: TierYear(1, 500_000, 2),
    }


def test_the_year_is_twelve_months_to_the_end_of_the_day():
    """ID-ROLL12: an order of the same day a year before is out."""
    rows = (("ada@x", "2025-06-01", "2000.00"), ("ada@x", "2025-06-02", "30.00"))

    assert year_begins(date(2026, 6, 1)) == date(2025, 6, 2)
    assert export_year(orders(*rows), date(2026, 5, 31)).years == {1: TierYear(1, 203_000, 2)}
    assert export_year(orders(*rows), date(2026, 6, 1)).years == {0: TierYear(1, 3_000, 1)}
    assert export_year(orders(*rows), date(2025, 6, 1)).years == {1: TierYear(1, 200_000, 1)}


def test_the_tier_follows_the_programs_period_and_the_spend_is_always_a_years():
    program = Program(tiers=(Tier(name="Friend", entry=100_00),), period=CalendarYear())
    read = orders(("ada@x", "2025-12-31", "100.00"), ("ada@x", "2026-01-01", "99.99"))

    assert export_year(read, program=program).years == {0: TierYear(1, 199_99, 2)}


def test_a_program_by_orders_counts_orders():
    program = Program(tiers=(Tier(name="Friend", entry=2),), metric="orders")
    read = orders(
        ("ada@x", "2026-01-01", "1.00"),
        ("ada@x", "2026-01-02", "1.00"),
        ("ben@x", "2026-01-01", "500.00"),
        ("ben@x", "2026-01-02", "500.00", "500.00"),  # nothing stays of it
    )
    year = export_year(read, program=program)

    assert year.years == {0: TierYear(1, 500_00, 1), 1: TierYear(1, 2_00, 2)}
    assert cases(program, year.years)[0].entry_minor is None


def test_a_day_is_the_stores():
    """GAP-TIME"""
    assert export_year(orders(("ada@x", "2026-06-01", "1.00")), zone="Pacific/Kiritimati").as_of.day == 2


def test_nothing_to_reckon_with_is_refused():
    with pytest.raises(NoOrders):
        export_year(orders())
    with pytest.raises(BadRow, match="EUR where the orders above are in USD"):
        export_year(orders(("a@x", "2026-06-01", "1.00"), ("a@x", "2026-06-01", "1.00", "0", "EUR")))


def test_the_average_is_half_up_to_the_cent_and_a_hundredth_of_an_order():
    silver, *_ = cases(three_tiers("USD"), {1: TierYear(8, 1_600_004, 20)})

    assert (silver.basis, silver.members) == ("members", 8)
    assert (silver.figures.spend_minor, silver.figures.orders_hundredths) == (200_001, 250)


def test_where_nobody_is_somebody_at_the_threshold_is_taken_with_the_usual_order():
    """ECO-GUARD: before go-live a tier may still be empty."""
    gold = cases(three_tiers("USD"), {0: TierYear(30, 1_000_000, 24)})[1]

    assert (gold.basis, gold.members, gold.entry_minor) == ("threshold", 0, 500_000)
    assert (gold.figures.spend_minor, gold.figures.orders_hundredths) == (500_000, 1_200)


@pytest.mark.parametrize("years", [{}, {0: TierYear(5, 0, 0)}, {2: TierYear(1, 0, 0)}])
def test_without_any_spend_nothing_is_made_up(years):
    gold = cases(three_tiers("USD"), years)[1]

    assert (gold.basis, gold.figures) == ("nothing", None)


def test_a_rank_that_the_program_no_longer_has_is_left_out():
    program = Program(tiers=(Tier(name="Friend", entry=100),))

    assert [each.members for each in cases(program, {3: TierYear(9, 900, 9)})] == [0]
