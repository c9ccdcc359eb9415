"""What a simulation skips changes nothing: neither a move nor the discount of a purchase."""

from dataclasses import astuple

from hypothesis import HealthCheck, given, settings

from app.rules.benefits.percent_off import PercentOff
from app.rules.periods import local_day
from app.rules.program import Landing
from app.rules.simulate import simulate
from app.rules.simulated_discount import Discount
from app.rules.simulated_plan import INSTANT, Plan, Shopper
from app.rules.standing import moves, standing
from tests.rules.folds import START, ZONE, measured
from tests.rules.random_members import END, histories, programs

FIRST, LAST = local_day(START, ZONE), local_day(END, ZONE)
STEPS = (Landing(months=0, percent=9), Landing(months=1, percent=5))


def planned(program):
    return Plan(program, "USD", ZONE, FIRST, LAST)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), histories())
def test_the_moves_are_those_of_the_fold(program, spends):
    plan = planned(program)
    told = measured(spends)

    found = simulate([Shopper("ada", spends[0].day, told, lambda _: spends)], plan)

    expected = moves(told, plan.known(), ZONE, plan.until)
    assert [astuple(move) for member in found.members for move in member.moves] == [
        (each.at, local_day(each.at, ZONE), each.from_rank, each.to_rank, each.kind) for each in expected
    ]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), histories())
def test_the_discount_is_that_of_the_step_the_fold_tells(program, spends):
    landing = STEPS[: max(0, min(2, program.demotion.grace_months))]
    program = program.model_copy(
        update={
            "tiers": tuple(
                tier.model_copy(update={"landing": landing, "benefits": (PercentOff(percent=15),)})
                for tier in program.tiers
            )
        }
    )
    plan, told = planned(program), measured(spends)
    contributions = told(program)
    discount = Discount(plan, plan.known(), contributions)

    for spend in spends:
        if spend.at <= START:
            continue
        held = standing(told, plan.known(), ZONE, spend.at - INSTANT)
        if held.rank:
            expected = landing[held.landing - 1].percent if held.landing else 15
            assert discount.percent(held.rank, spend) == expected
