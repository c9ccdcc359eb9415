"""The evening before a review: the lines are drawn once, from what everybody holds by then (ID-DYNAMIC)."""

import json
from datetime import date, timedelta

import pytest
from sqlmodel import select

from app.cutoffs import history
from app.main import build_context
from app.models import JobRun
from app.rules.periods import starts_at
from app.rules.program import Program, Tier
from app.rules.reviews import Monthly, Weekly
from jobs.schedule import run_due
from tests.ledger.stores import PROGRAM, arrive, customer_of, facts, judge, open_store
from tests.stage import config_for

ZONE = "Pacific/Auckland"
REVIEW = date(2026, 6, 8)
"""A Monday."""
BEGINS = starts_at(REVIEW, ZONE)
EVENING = BEGINS - timedelta(hours=2)
SECOND = timedelta(seconds=1)


@pytest.fixture
def context(database_url):
    made = build_context(config_for(database_url, "http://localhost:1", "http://localhost:2"))
    yield made
    made.db.close()


def store(context, review=None, **more):
    """Live, in Auckland; its customers hold 900, 800 … 500, and the last order was not judged yet."""
    club = Program(tiers=(Tier(name="Club", top_percent=20),), review=review or Weekly(weekday=1))
    about = {"live_at": BEGINS - timedelta(days=90), "program": club} | more
    shop = open_store(context.db, "ada-shop.myshopify.com", zone=ZONE, **about)
    for number in range(1, 6):
        buys(context, shop, number, 1_000 - 100 * number, BEGINS - timedelta(days=20))
    return shop


def buys(context, shop, number, amount, at, order=None):
    made = facts(order or number, amount, day=at, customer=number)
    arrive(context.db, shop, made, now=at, email=f"c{number}@x")


def lines(context, shop):
    with context.db.read() as session:
        return [(each.day, each.entry, each.recorded_at) for each in history(session, shop.id)]


def verdicts(context, shop):
    with context.db.read() as session:
        found = select(JobRun).where(JobRun.shop_id == shop.id, JobRun.job == "cutoffs")
        return {run.period: json.loads(run.verdict) for run in session.exec(found).all()}


@pytest.mark.parametrize("review", [Weekly(weekday=1), Monthly(day=8)])
def test_lines_are_drawn_in_the_evening_before_the_review_and_not_sooner(context, review):
    shop = store(context, review)

    run_due(context, EVENING - SECOND)
    assert lines(context, shop) == []
    run_due(context, EVENING)

    assert lines(context, shop) == [(REVIEW, 900, EVENING)]
    assert verdicts(context, shop)["2026-06-07"] == {"lines": 1}


def test_whoever_was_not_judged_yet_is_judged_first(context):
    shop = store(context)
    buys(context, shop, 5, 5_000, EVENING - timedelta(minutes=5), order=55)

    run_due(context, EVENING)

    assert lines(context, shop) == [(REVIEW, 5_500, EVENING)]


def test_everybody_is_judged_by_the_line_from_the_first_instant_of_the_review(context):
    shop = store(context)
    run_due(context, EVENING)

    judge(context.db, shop, BEGINS - SECOND)
    assert customer_of(context.db, shop, "c1@x").rank == 0
    judge(context.db, shop, BEGINS)

    ada = customer_of(context.db, shop, "c1@x")
    assert (ada.rank, ada.since) == (1, BEGINS)


def test_a_day_has_one_run(context):
    shop = store(context)
    run_due(context, EVENING)
    buys(context, shop, 5, 5_000, EVENING, order=55)

    run_due(context, EVENING + timedelta(minutes=30))
    run_due(context, BEGINS + timedelta(hours=3))

    assert lines(context, shop) == [(REVIEW, 900, EVENING)]


def test_a_missed_evening_is_caught_up_on_the_day_of_the_review(context):
    shop = store(context)
    late = BEGINS + timedelta(hours=9)

    run_due(context, late)
    judge(context.db, shop, late)

    assert lines(context, shop) == [(REVIEW, 900, late)]
    assert customer_of(context.db, shop, "c1@x").rank == 1


@pytest.mark.parametrize(
    "other",
    [{"review": Weekly(weekday=2)}, {"program": PROGRAM}, {"live_at": None}],
    ids=["another day", "fixed thresholds", "not live"],
)
def test_where_there_is_nothing_to_draw_nothing_is_drawn(context, other):
    shop = store(context, **other)
    run_due(context, EVENING)
    assert lines(context, shop) == []
    assert verdicts(context, shop)["2026-06-07"] == {"lines": 0}
