"""A program replayed: what the months, the moves and the sums say (GAP-WHATIF, PIT-EASY, TIER-SHARE)."""

import json
from datetime import date

import pytest

from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.program import Demotion, Economics, Landing, Program, Tier, TierCost
from app.rules.qualifying_period import Rolling
from app.rules.reviews import Monthly
from app.rules.simulate import simulate
from app.rules.simulated_comparison import compare
from app.rules.simulated_lines import EVENING_HOUR, drawn
from app.rules.simulated_plan import Plan, Shopper
from app.rules.simulation import Flapping, Moved
from jobs import cutoffs
from tests.rules.folds import ZONE, bought, measured

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)

GOLD = Program(
    tiers=(
        Tier(
            name="Gold",
            entry=50_000,
            benefits=(PercentOff(percent=15), FreeShipping(up_to_minor=3_000)),
            cost=TierCost(gifts_minor=3_650, support_minor=7_300, packaging_minor=100),
        ),
    ),
    demotion=Demotion(grace_months=3),
    economics=Economics(shipping_minor=1_000),
)


def who(key, *spends):
    in_order = sorted(spends, key=lambda each: (each.day, each.at, each.order_id))
    return Shopper(key, in_order[0].day, measured(in_order), lambda _: in_order)


def replayed(*shoppers, program=GOLD, first=FIRST, last=LAST):
    return simulate(shoppers, Plan(program, "USD", ZONE, first, last))


def month(found, year, number):
    return next(each for each in found.months if (each.first.year, each.first.month) == (year, number))


ADA = who(
    "ada",
    bought(60_000, 2024, 1, 10, order_id=1),
    bought(10_000, 2024, 2, 10, order_id=2),
    bought(20_000, 2024, 2, 20, order_id=3),
)
BEN = who("ben", bought(10_000, 2024, 3, 5, order_id=4))


def test_members_and_customers_are_counted_at_the_end_of_each_month():
    found = replayed(ADA, BEN)

    assert [(each.members, each.customers) for each in found.months[:3]] == [(1, 1), (1, 1), (1, 2)]
    assert len(found.months) == 24
    assert (found.months[0].first, found.months[-1].last) == (FIRST, LAST)
    assert found.moved == Moved(promotions=1, demotions=1, reactivations=0)
    assert (found.in_a_tier, found.customers) == (0, 2)


def test_the_fall_comes_on_the_day_of_the_fold():
    """60,000 leaves on 10 January 2025; three months of grace end on 10 April."""
    [ada] = replayed(ADA, BEN).members

    assert [(move.day, move.to_rank, move.kind) for move in ada.moves] == [
        (date(2024, 1, 10), 1, "spend"),
        (date(2025, 4, 10), 0, "time"),
    ]
    assert ada.tier is None


def test_the_purchase_that_earns_a_tier_has_no_discount_yet():
    found = replayed(ADA)
    january, february = month(found, 2024, 1), month(found, 2024, 2)

    assert (january.tiers[0].spend_minor, january.tiers[1].spend_minor) == (60_000, 0)
    assert (february.tiers[1].spend_minor, february.tiers[1].orders) == (30_000, 2)
    assert february.tiers[1].discount_minor == 4_500
    assert (february.tiers[1].shipping_minor, february.tiers[1].packaging_minor) == (2_000, 200)


def test_gifts_and_support_cost_their_part_of_the_year():
    """From 10 to 31 January are 22 days at 10 and 20 cents, in February 29."""
    found = replayed(ADA)

    assert [month(found, 2024, 1).tiers[1].gifts_minor, month(found, 2024, 1).tiers[1].support_minor] == [
        220,
        440,
    ]
    assert [month(found, 2024, 2).tiers[1].gifts_minor, month(found, 2024, 2).tiers[1].support_minor] == [
        290,
        580,
    ]
    assert found.cost_minor == sum(each.cost_minor for each in found.months)


def test_what_each_order_costs_is_counted_for_the_orders_that_were_bought():
    """Ada has Gold for 456 days and orders twice in them, at 5.00 each."""
    care = PriorityOrders(within_hours=24, cost_minor=500)
    program = GOLD.model_copy(
        update={"tiers": (GOLD.tiers[0].model_copy(update={"benefits": (care,), "cost": TierCost()}),)}
    )
    found = replayed(ADA, program=program)

    assert found.totals[1].gifts_minor == pytest.approx(2 * 500, abs=len(found.months))
    assert found.assumed[0].gifts_minor == 800
    assert replayed(BEN, program=program).cost_minor == 0


def test_what_is_given_back_takes_its_own_discount_back():
    found = replayed(who("ada", bought(60_000, 2024, 1, 10), bought(20_000, 2024, 2, 10, order_id=2),
                         bought(-20_000, 2024, 3, 3, order_id=2)))  # fmt: skip

    march = month(found, 2024, 3).tiers[1]
    assert (march.spend_minor, march.discount_minor, march.orders) == (-20_000, -3_000, 0)
    assert found.member_spend_minor == 0


def test_in_grace_the_discount_is_that_of_the_step_that_is_reached():
    landing = (Landing(months=0, percent=12), Landing(months=1, percent=10))
    program = GOLD.model_copy(update={"tiers": (GOLD.tiers[0].model_copy(update={"landing": landing}),)})
    found = replayed(
        who("ada", bought(60_000, 2024, 1, 10), bought(100, 2025, 1, 9, order_id=2),
            bought(100, 2025, 1, 20, order_id=3), bought(100, 2025, 2, 20, order_id=4)),
        program=program,
    )  # fmt: skip

    assert month(found, 2025, 1).tiers[1].discount_minor == 15 + 12
    assert month(found, 2025, 2).tiers[1].discount_minor == 10
    assert found.assumed[0].landing_percents == (12, 10)


def test_who_had_earned_it_before_is_placed_and_not_timed():
    cid = who("cid", bought(30_000, 2024, 6, 1, order_id=7), bought(30_000, 2024, 7, 1, order_id=8))

    found = replayed(ADA, cid, first=date(2024, 3, 1))

    assert (found.reached[0].placed, found.reached[0].customers, found.reached[0].median_days) == (1, 1, 30)
    assert found.moved.promotions == 1
    assert month(found, 2024, 3).members == 1


def test_spend_before_the_first_day_counts_for_tiers_and_not_as_spend():
    assert sum(each.spend_minor for each in replayed(ADA, first=date(2024, 2, 15)).totals) == 20_000


@pytest.mark.parametrize(("day", "flaps"), [((2025, 4, 9), 1), ((2025, 4, 10), 0)])
def test_down_and_back_within_90_days_is_flapping(day, flaps):
    """Falls on 9 January 2025 where there is no grace and nothing to wait for but the notices."""
    program = GOLD.model_copy(update={"demotion": Demotion(grace_months=0), "period": Rolling(months=12)})
    found = replayed(
        who("ada", bought(60_000, 2024, 1, 9), bought(50_000, *day, order_id=2)), program=program
    )

    [ada] = found.members
    assert ada.moves[1].day == date(2025, 1, 9)
    assert found.flapping == Flapping(down_and_back=flaps, up_and_back=0)
    assert found.moved.reactivations == 1


def test_up_and_back_by_a_refund_is_flapping_too():
    found = replayed(who("ada", bought(60_000, 2024, 1, 9), bought(-60_000, 2024, 1, 20)))

    assert found.flapping == Flapping(down_and_back=0, up_and_back=1)


@pytest.mark.parametrize(
    ("members", "verdict"),
    [
        (0, "under"),
        (9, "under"),
        (10, "good"),
        (20, "good"),
        (21, "over"),
        (39, "over"),
        (40, "no privilege"),
    ],
)
def test_the_share_is_judged_as_tier_share_says(members, verdict):
    rich = [who(f"r{n}", bought(60_000, 2024, 5, 1, order_id=n)) for n in range(members)]
    poor = [who(f"p{n}", bought(100, 2024, 5, 1, order_id=n)) for n in range(100 - members)]

    found = replayed(*rich, *poor, last=date(2024, 6, 1))

    assert (found.in_a_tier_basis_points, found.verdict) == (members * 100, verdict)


def test_nobody_at_all_is_no_verdict():
    found = replayed()

    assert (found.customers, found.verdict, found.reached[0].median_days) == (0, None, None)


def test_who_comes_after_the_last_day_is_not_there_yet():
    assert replayed(ADA, BEN, last=date(2024, 3, 4)).customers == 1


TOP = Program(
    tiers=(Tier(name="Top", top_percent=10, keep_percent=20),), review=Monthly(day=1), demotion=Demotion()
)


def test_population_lines_are_drawn_at_each_review_and_ties_are_in():
    people = [who(f"c{n}", bought(1_000 * min(n, 19), 2024, 1, 15, order_id=n)) for n in range(1, 21)]

    found = replayed(*people, program=TOP, last=date(2024, 2, 10))

    assert [(each.day, each.entry, each.keep) for each in found.lines] == [(date(2024, 2, 1), 19_000, 17_000)]
    assert [each.customer for each in found.members] == ["c19", "c20"]


@pytest.mark.parametrize(("customers", "inside"), [(1, 1), (9, 1), (19, 1), (20, 2), (29, 2), (30, 3)])
def test_a_line_has_the_best_part_rounded_down_but_at_least_one(customers, inside):
    values = [*range(1, customers + 1), 0, 0, 0]

    [line] = drawn(values, TOP, FIRST)

    assert sum(value >= line.entry for value in values) == inside


def test_lines_are_drawn_at_the_hour_at_which_the_live_ones_are():
    assert EVENING_HOUR == cutoffs.HOUR


def test_orders_can_be_the_metric_while_discounts_are_of_money():
    program = GOLD.model_copy(
        update={"metric": "orders", "tiers": (GOLD.tiers[0].model_copy(update={"entry": 2}),)}
    )
    found = replayed(
        who("ada", *(bought(1_000, 2024, 1, day, order_id=day) for day in (1, 2, 3))), program=program
    )

    assert (found.totals[1].spend_minor, found.totals[1].discount_minor) == (1_000, 150)


def test_two_programs_side_by_side_say_who_ends_elsewhere():
    dearer = GOLD.model_copy(update={"tiers": (GOLD.tiers[0].model_copy(update={"entry": 100_000}),)})
    last = date(2024, 12, 31)
    plans = [Plan(program, "USD", ZONE, FIRST, last) for program in (GOLD, dearer)]

    found = compare([ADA, BEN], *plans)

    assert [(each.customer, each.one, each.other) for each in found.elsewhere] == [("ada", "Gold", None)]
    assert (found.members, found.promotions, found.cost_minor) == (-1, -1, -found.one.cost_minor)
    assert found.one == simulate([ADA, BEN], plans[0])


def test_it_is_plain_data():
    told = json.loads(json.dumps(replayed(ADA).to_json(members=True)))

    assert told["first"] == "2024-01-01"
    assert told["months"][1]["tiers"][1]["cost_minor"] > 0
    assert told["members"][0]["moves"][0]["day"] == "2024-01-10"
    assert "members" not in replayed(ADA).to_json()
