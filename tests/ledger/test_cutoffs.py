"""Population lines: drawn from what customers hold, frozen between reviews, kept as a history."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from app.cutoffs import draw_lines, history, place_of_the_last, reviews_on
from app.evaluate import evaluate_due
from app.models import Customer, StandingChange
from app.programs import program_of
from app.rules.periods import starts_at
from app.rules.program import Program, Tier
from app.rules.qualifying_period import CalendarYear
from app.rules.reviews import Monthly, Weekly
from tests.ledger.stores import arrive, customer_of, facts, judge, open_store

REVIEW = date(2026, 6, 8)
"""A Monday."""
EVE = starts_at(REVIEW, "UTC") - timedelta(hours=2)
BEFORE = EVE - timedelta(days=20)
WEEKLY = Program(tiers=(Tier(name="Club", top_percent=20),), review=Weekly(weekday=1))


def club(db, spends, program=WEEKLY, domain="ada-shop.myshopify.com"):
    """A live store whose customers hold these amounts; evaluated before the eve of the review."""
    shop = open_store(db, domain, live_at=BEFORE - timedelta(days=30), program=program)
    for number, amount in enumerate(spends, start=1):
        buys(db, shop, number, amount, day=BEFORE)
    judge(db, shop, EVE)
    return shop


def buys(db, shop, number, amount, day, order=None):
    arrive(db, shop, facts(order or number, amount, day=day, customer=number), now=day, email=f"c{number}@x")


def draw(db, shop, now=EVE, day=REVIEW):
    with db.write() as session:
        version, program = program_of(session, shop.id, starts_at(day, shop.zone))
        return draw_lines(session, shop, version, program, now, day)


def lines(db, shop):
    with db.read() as session:
        return [(each.day, each.entry, each.keep, each.customers) for each in history(session, shop.id)]


def due_at(db, shop, at):
    """Whom an evaluation at this instant would take, by number."""
    with db.read() as session:
        found = select(Customer.platform_id).where(
            Customer.shop_id == shop.id, col(Customer.dirty) | (col(Customer.next_review_at) <= at)
        )
        return sorted(session.exec(found).all())


def members(db, shop):
    with db.read() as session:
        found = select(Customer.platform_id).where(Customer.shop_id == shop.id, Customer.rank > 0)
        return sorted(session.exec(found).all())


@pytest.mark.parametrize(
    ("percent", "customers", "place"),
    [(20, 10, 2), (20, 14, 2), (20, 15, 3), (1, 99, 1), (1, 1, 1), (99, 100, 99)],
)
def test_the_best_part_is_rounded_down_but_never_nobody(percent, customers, place):
    assert place_of_the_last(percent, customers) == place


def test_the_line_is_what_the_last_of_the_best_part_holds(db):
    """ID-FIXED, the top X %: exactly at the line is in, a cent below is out."""
    shop = club(db, [900, 800, 799, 699, 600, 500, 400, 300, 200, 100])

    assert draw(db, shop) == 1
    judge(db, shop, starts_at(REVIEW, "UTC"))

    assert lines(db, shop) == [(REVIEW, 800, 800, 10)]
    assert members(db, shop) == [1, 2]


def test_ties_share_a_fate(db):
    shop = club(db, [900, 800, 800, 800, 600, 500, 400, 300, 200, 100])

    draw(db, shop)
    judge(db, shop, starts_at(REVIEW, "UTC"))

    assert members(db, shop) == [1, 2, 3, 4]


def test_only_living_customers_with_a_value_are_counted(db):
    shop = club(db, [900, 800, 700, 600, 500, 400])
    gone = customer_of(db, shop, "c1@x")
    with db.write() as session:
        gone.gone = True
        session.add(gone)
    buys(db, shop, 50, 0, day=BEFORE)
    judge(db, shop, EVE)

    draw(db, shop)

    assert lines(db, shop) == [(REVIEW, 800, 800, 5)]


def test_what_keeps_has_a_line_of_its_own(db):
    program = Program(tiers=(Tier(name="Club", top_percent=10, keep_percent=30),), review=Weekly())
    shop = club(db, [900, 800, 700, 600, 500, 400, 300, 200, 100, 50], program)

    draw(db, shop)

    assert lines(db, shop) == [(REVIEW, 900, 700, 10)]


def test_without_any_customer_no_line_is_drawn(db):
    shop = club(db, [])
    assert (draw(db, shop), lines(db, shop)) == (0, [])


def test_a_second_run_of_the_day_changes_nothing(db):
    shop = club(db, [900, 800, 700, 600, 500])
    draw(db, shop)
    buys(db, shop, 6, 5_000, day=EVE)
    judge(db, shop, EVE)

    assert draw(db, shop) == 0
    assert lines(db, shop) == [(REVIEW, 900, 900, 5)]


@pytest.mark.parametrize("review", [Weekly(weekday=1), Monthly(day=8)])
def test_the_line_moves_with_the_customers_and_its_history_is_kept(db, review):
    """ID-DYNAMIC: weekly or monthly; between two reviews the line is frozen."""
    program = WEEKLY.model_copy(update={"review": review})
    shop = club(db, [900, 800, 700, 600, 500], program)
    draw(db, shop)
    later = REVIEW + timedelta(days=7) if isinstance(review, Weekly) else date(2026, 7, 8)
    assert reviews_on(program, later)
    assert not reviews_on(program, later - timedelta(days=1))
    buys(db, shop, 5, 2_000, day=starts_at(REVIEW + timedelta(days=2), "UTC"), order=55)
    judge(db, shop, starts_at(later - timedelta(days=1), "UTC"))
    assert members(db, shop) == [1]

    draw(db, shop, starts_at(later, "UTC") - timedelta(hours=1), later)
    judge(db, shop, starts_at(later, "UTC"))

    assert lines(db, shop) == [(REVIEW, 900, 900, 5), (later, 2_500, 2_500, 5)]
    assert members(db, shop) == [1, 5]


def test_whoever_holds_too_little_for_the_new_line_falls_no_sooner_than_60_days_later(db):
    program = Program(
        tiers=(Tier(name="Club", top_percent=20),), review=Weekly(), demotion={"grace_months": 0}
    )
    shop = club(db, [900, 800, 700, 600, 500], program)
    draw(db, shop)
    judge(db, shop, starts_at(REVIEW, "UTC"))
    later = REVIEW + timedelta(days=7)
    buys(db, shop, 5, 2_000, day=starts_at(REVIEW + timedelta(days=2), "UTC"), order=55)
    judge(db, shop, starts_at(later, "UTC") - timedelta(hours=3))

    draw(db, shop, starts_at(later, "UTC") - timedelta(hours=1), later)
    judge(db, shop, starts_at(later, "UTC"))

    ada = customer_of(db, shop, "c1@x")
    assert (ada.rank, ada.falls_on, ada.needed) == (1, later + timedelta(days=60), 1_600)


def test_nobody_rises_by_the_old_line_whom_the_new_one_keeps_out(db):
    """The line stands before the day of the review begins: no tier is given that is taken back."""
    shop = club(db, [900, 800, 700, 600, 500])
    draw(db, shop)
    judge(db, shop, starts_at(REVIEW, "UTC"))
    later, week = REVIEW + timedelta(days=7), starts_at(REVIEW + timedelta(days=2), "UTC")
    buys(db, shop, 2, 150, day=week, order=52)
    buys(db, shop, 3, 2_000, day=week, order=53)
    judge(db, shop, week)

    draw(db, shop, starts_at(later, "UTC") - timedelta(hours=2), later)
    judge(db, shop, starts_at(later, "UTC"))

    numbers = {customer_of(db, shop, f"c{n}@x").id: n for n in range(1, 6)}
    with db.read() as session:
        found = select(StandingChange).where(StandingChange.shop_id == shop.id)
        assert [numbers[each.customer_id] for each in session.exec(found).all()] == [1, 3]


def test_the_first_line_is_for_whom_it_lifts(db):
    shop = club(db, [900, 800, 700, 600, 500, 400, 300, 200, 100, 50])
    draw(db, shop)
    assert due_at(db, shop, starts_at(REVIEW, "UTC")) == [1, 2]


def test_a_new_line_is_for_those_between_the_old_and_the_new(db):
    """Design 4: cost follows what changed; 36 of 40 customers are left alone."""
    program = Program(tiers=(Tier(name="Club", top_percent=50),), review=Weekly())
    shop = club(db, [2_000 - 10 * n for n in range(40)], program)
    draw(db, shop)
    judge(db, shop, starts_at(REVIEW, "UTC"))
    later, week = REVIEW + timedelta(days=7), starts_at(REVIEW + timedelta(days=2), "UTC")
    for number in (39, 40):
        buys(db, shop, number, 5_000, day=week, order=100 + number)
    judge(db, shop, week)
    waiting_to_rise = due_at(db, shop, starts_at(later, "UTC"))

    draw(db, shop, starts_at(later, "UTC") - timedelta(hours=2), later)

    assert [entry for _, entry, _, _ in lines(db, shop)] == [1_810, 1_830]
    assert waiting_to_rise == [39, 40]
    assert due_at(db, shop, starts_at(later, "UTC")) == [19, 20, 39, 40]


def test_drawn_late_it_is_for_them_at_once(db):
    shop = club(db, [900, 800, 700, 600, 500])
    at = starts_at(REVIEW, "UTC") + timedelta(hours=9)
    draw(db, shop, at)
    assert due_at(db, shop, at) == [1]
    judge(db, shop, at)
    assert members(db, shop) == [1]


def test_whoever_keeps_by_the_year_before_is_looked_at_too(db):
    """What keeps them is more than the value of this year, which is all that is stored."""
    program = Program(
        tiers=(Tier(name="Club", top_percent=50),),
        review=Monthly(day=8),
        period=CalendarYear(through_next_year=True),
    )
    shop = club(db, [900, 800], program)
    draw(db, shop)
    judge(db, shop, starts_at(REVIEW, "UTC"))
    new_year = starts_at(date(2027, 1, 5), "UTC")
    buys(db, shop, 2, 1_000, day=new_year, order=52)
    judge(db, shop, new_year)
    later = date(2027, 1, 8)

    draw(db, shop, starts_at(later, "UTC") - timedelta(hours=2), later)

    assert due_at(db, shop, starts_at(later, "UTC")) == [1, 2]


def test_another_store_has_lines_of_its_own(db, cleo_shop):
    shop = club(db, [900, 800, 700, 600, 500], domain="ben-shop.myshopify.com")
    draw(db, shop)
    assert lines(db, cleo_shop) == []


def test_judging_whom_a_line_touches_gives_what_judging_everybody_gives(db):
    """Four reviews with purchases between them: nobody is left with what an older line said."""
    program = Program(
        tiers=(Tier(name="Club", top_percent=30, keep_percent=40), Tier(name="Board", top_percent=10)),
        review=Weekly(),
    )
    shop = club(db, [2_000 - 37 * n for n in range(30)], program)
    for week in range(4):
        day = REVIEW + timedelta(days=7 * week)
        draw(db, shop, starts_at(day, "UTC") - timedelta(hours=2), day)
        judge(db, shop, starts_at(day, "UTC"))
        for n in range(week, 30, 7):
            bought_at = starts_at(day, "UTC") + timedelta(hours=30)
            buys(db, shop, n + 1, 300 * (n % 5) + 1, bought_at, 1_000 * week + n + 100)
        judge(db, shop, starts_at(day, "UTC") + timedelta(days=2))
    at, stored = starts_at(day, "UTC") + timedelta(days=2), standings(db, shop)

    with db.write() as session:
        for row in session.exec(select(Customer).where(Customer.shop_id == shop.id)).all():
            row.dirty = True
            session.add(row)
    while evaluate_due(db, shop.id, at):
        pass

    assert standings(db, shop) == stored


def standings(db, shop):
    with db.read() as session:
        found = select(Customer).where(Customer.shop_id == shop.id).order_by(col(Customer.id))
        rows = session.exec(found).all()
        return [(row.platform_id, row.rank, row.since, row.metric_value) for row in rows]
