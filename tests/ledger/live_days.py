"""A store that lives through a history day by day: what happened is posted, then who is due is judged."""

import gzip
import json
import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, func, select

from app.evaluate import evaluate_due, go_live
from app.ledger import Arrival, post
from app.ledger.claims import claim_all
from app.ledger.people import Contact
from app.models import Customer, Shop, StandingChange
from app.programs import program_of
from app.rules.exported_facts import facts_of
from app.rules.exported_order import ExportedLine, ExportedOrder
from app.rules.order_export import read_orders
from app.rules.order_facts import with_person
from app.rules.periods import local_day, starts_at
from app.rules.program import Demotion, Landing, Program, Tier
from app.rules.qualifying_period import CalendarYear
from app.rules.reviews import FixedTerm, Monthly
from app.rules.simulate import simulate
from app.rules.simulated_history import of_export
from app.rules.simulated_lines import EVENING_HOUR, review_days
from app.rules.simulated_plan import Plan
from app.rules.three_tiers import three_tiers
from tests.conftest import shared
from tests.ledger.stores import open_store

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ONES_AT_A_TIME = 500
MOST_ORDERS = 40
"""Of a customer in a sample: each judgement folds the whole history."""

BASE = three_tiers("GBP")
SIX = {
    "three tiers": BASE,
    "calendar year": BASE.model_copy(update={"period": CalendarYear(through_next_year=True)}),
    "orders": Program(
        metric="orders",
        tiers=(Tier(name="Silver", entry=4), Tier(name="Gold", entry=8), Tier(name="Platinum", entry=16)),
    ),
    "top 10 % of the month": Program(
        tiers=(
            Tier(name="Best", top_percent=30, keep_percent=40),
            Tier(name="Top", top_percent=10, keep_percent=15),
        ),
        review=Monthly(day=1),
    ),
    "a term of 10 months": BASE.model_copy(
        update={
            "review": FixedTerm(months=10),
            "tiers": tuple(tier.model_copy(update={"keep": tier.entry * 6 // 10}) for tier in BASE.tiers),
        }
    ),
    "soft landing, one at a time": BASE.model_copy(
        update={
            "demotion": Demotion(grace_months=2, one_at_a_time=True),
            "tiers": tuple(
                tier.model_copy(
                    update={"landing": (Landing(months=0, percent=8), Landing(months=1, percent=5))}
                )
                for tier in BASE.tiers
            ),
        }
    ),
}


@cache
def real_orders():
    """Those of customers, by local day of London: two years of a shop, read once."""
    with gzip.open(shared("data/retail_orders_export.csv.gz"), "rt", encoding="utf-8", newline="") as text:
        return tuple(order for order in read_orders(text) if order.email)


@cache
def some_orders(customers, seed):
    """Of a seeded sample: most of them people who spent enough to move, and some of the others."""
    spent, orders = defaultdict(int), defaultdict(int)
    for order in real_orders():
        spent[order.email] += order.subtotal_minor - order.refunded_minor
        orders[order.email] += 1
    dice = random.Random(seed)
    rich = sorted(email for email, sum_ in spent.items() if sum_ >= 150_000 and orders[email] <= MOST_ORDERS)
    others = sorted(email for email, sum_ in spent.items() if sum_ < 150_000)
    chosen = {*dice.sample(rich, customers * 4 // 5), *dice.sample(others, customers // 5)}
    return tuple(order for order in real_orders() if order.email in chosen)


def made_orders(customers, seed):
    """Two years of people who buy now and then, a few of them a lot, and sometimes give something back."""
    dice, orders = random.Random(seed), []
    for number in range(customers):
        habit = dice.choice([5, 10, 25])
        for _ in range(dice.randint(1, habit)):
            at = starts_at(date(2010, 1, 1), "UTC") + timedelta(minutes=dice.randrange(700 * 24 * 60))
            paid = dice.choice([9_900, 30_000, 60_000, 120_000, 200_000])
            back = dice.choice([0, 0, 0, paid // 2, paid])
            orders.append((at, f"c{number}@x", paid, back))
    return tuple(_made(1_000 + place, *order) for place, order in enumerate(sorted(orders)))


def _made(order_id, at, email, paid, back):
    return ExportedOrder(
        line=order_id,
        name=f"#{order_id}",
        order_id=order_id,
        email=email,
        created_at=at,
        paid_at=at,
        cancelled_at=None,
        financial_status="partially_refunded" if back else "paid",
        currency="GBP",
        subtotal_minor=paid,
        shipping_minor=0,
        tax_minor=0,
        total_minor=paid,
        refunded_minor=back,
        lines=(ExportedLine("Hat", "HAT", 1, paid, 0),),
    )


class Stage:
    """A store with a program that goes live when the local day `first` begins."""

    def __init__(self, db, domain, program, zone, first, currency="GBP"):
        self.db, self.program, self.zone, self.first = db, program, zone, first
        self.shop = open_store(db, domain, currency, program=program, zone=zone)

    def live_through(self, arrivals, last, each_day=lambda day, now: None):
        """`arrivals`: (instant of arrival, e-mail, facts). Ends with the local day `last`."""
        days = defaultdict(list)
        for at, email, facts in sorted(arrivals, key=lambda each: (each[0], each[2].order_id)):
            days[local_day(at, self.zone)].append((at, email, facts))
        start = starts_at(self.first, self.zone)
        before = [each for day in sorted(days) if day < self.first for each in days[day]]
        for place in range(0, len(before), ONES_AT_A_TIME):
            self.post(before[place : place + ONES_AT_A_TIME], start - SECOND)
        self.judge(start - SECOND)
        self.db.transact(lambda session: go_live(session, session.get_one(Shop, self.shop.id), "test", start))
        self.judge(start)
        if self.looks_at_lines(self.first):
            self.draw(self.first, start)
        self.judge(start)
        day = self.first
        while day <= last:
            end = starts_at(day + DAY, self.zone) - SECOND
            evening = datetime.combine(day, time(EVENING_HOUR), ZoneInfo(self.zone))
            late = days[day]
            if self.looks_at_lines(day + DAY):
                self.post([each for each in late if each[0] <= evening], evening)
                self.judge(evening)
                self.draw(day + DAY, evening)
                late = [each for each in late if each[0] > evening]
            if late or self.is_due(end):
                self.post(late, end)
                self.judge(end)
            each_day(day, end)
            day += DAY

    def post(self, arrived, now):
        def unit(session):
            shop = session.get_one(Shop, self.shop.id)
            contacts = {email: Contact(None, email) for _, email, _ in arrived}
            rows = claim_all(session, shop, contacts.values(), now).rows
            known = [Arrival(with_person(facts, rows[contacts[email]]), "csv") for _, email, facts in arrived]
            post(session, shop, known, now)

        if arrived:
            self.db.transact(unit)

    def is_due(self, now):
        with self.db.read() as session:
            found = select(func.min(Customer.next_review_at)).where(Customer.shop_id == self.shop.id)
            soonest = session.exec(found).one()
        return soonest is not None and soonest <= now

    def judge(self, now):
        while evaluate_due(self.db, self.shop.id, now):
            pass

    def looks_at_lines(self, day):
        return self.program.by_population and any(review_days(self.program, day, day))

    def draw(self, day, now):
        draw_lines = pytest.importorskip("app.cutoffs").draw_lines

        def unit(session):
            shop = session.get_one(Shop, self.shop.id)
            version, program = program_of(session, shop.id, starts_at(day, self.zone))
            draw_lines(session, shop, version, program, now, day)

        self.db.transact(unit)

    def recorded(self):
        """(customer, local day, from, to, kind) of every change on record, as it was recorded."""
        with self.db.read() as session:
            found = (
                select(
                    Customer.email,
                    StandingChange.at,
                    StandingChange.from_rank,
                    StandingChange.to_rank,
                    StandingChange.reason,
                )
                .join(StandingChange, StandingChange.customer_id == Customer.id)
                .where(Customer.shop_id == self.shop.id, StandingChange.shop_id == self.shop.id)
                .order_by(col(Customer.email), col(StandingChange.id))
            )
            rows = session.exec(found).all()
        return [
            (email, local_day(at, self.zone), old, new, kind_of(reason))
            for email, at, old, new, reason in rows
        ]


def kind_of(reason):
    return json.loads(reason)["kind"]


def arriving(orders):
    """Each order when it was made, with all that the export knows of it."""
    return [(order.created_at, order.email, facts_of(order.order_id, order)) for order in orders]


def refunded_later(orders, seed):
    """As `arriving`, but what was given back becomes known only days or months after the order."""
    dice, found = random.Random(seed), []
    for order in orders:
        facts = facts_of(order.order_id, order)
        if not order.refunded_minor:
            found.append((order.created_at, order.email, facts))
            continue
        later = order.created_at + timedelta(days=dice.randint(1, 150), minutes=dice.randint(0, 1439))
        paid = replace(facts.snapshot, refunded=0, payment="paid")
        found.append((order.created_at, order.email, replace(facts, snapshot=paid)))
        back = replace(facts.snapshot, updated_at=later)
        found.append((later, order.email, replace(facts, snapshot=back)))
    return found


def simulated_moves(orders, program, zone):
    """The moves of a simulation, as `Stage.recorded` tells those of a store."""
    history = of_export(orders, zone, [program.counting])
    found = simulate(history.shoppers, Plan(program, "GBP", zone, FIRST, LAST))
    return [
        (member.customer, move.day, move.from_rank, move.to_rank, move.kind)
        for member in found.members
        for move in member.moves
    ]


FIRST, LAST = date(2010, 9, 1), date(2011, 12, 9)
