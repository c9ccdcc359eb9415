"""The program as everybody may read it (PROG-*, DEM-TRANSPARENT)."""

import pytest

from app.explain.plain import plain
from app.rules.program import Demotion, Landing, Program, Tier
from app.rules.public_program import public_program
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.reviews import FixedTerm, Monthly, Weekly
from app.rules.three_tiers import three_tiers


def kinds(program: Program) -> list[str]:
    return [rule.kind for rule in public_program(program, "USD").rules]


def test_the_default_program_is_told_whole() -> None:
    """PROG-ACHIEVABLE, PROG-PERIOD, DEM-TRANSPARENT: what counts, how long, when it ends, who is told."""
    told = public_program(three_tiers("USD"), "USD")

    assert [(tier.name, tier.asks) for tier in told.tiers] == [
        ("Silver", "2000.00 USD"),
        ("Gold", "5000.00 USD"),
        ("Platinum", "10000.00 USD"),
    ]
    words = " ".join(rule.words for rule in told.rules)
    assert "12 months" in words and "3 months" in words and "60 days and 30 days" in words


def test_what_a_tier_unlocks_is_what_the_one_below_lacks() -> None:
    """PROG-UNLOCK: Gold unlocks its own 15 %; what Silver has as well is brought, not unlocked."""
    base = three_tiers("USD")
    silver, gold = base.tiers[0], base.tiers[1]
    same = gold.model_copy(update={"benefits": (*silver.benefits[:1], *gold.benefits[1:])})

    told = public_program(base.model_copy(update={"tiers": (silver, same)}), "USD").tiers[1]

    assert told.brings[0].startswith("10 %") and told.brings[0] not in told.new
    assert set(told.new) == set(told.brings[1:])


def test_no_cost_and_no_margin_is_told() -> None:
    """Everybody may read it: what a tier costs the merchant stands nowhere in it."""
    program = three_tiers("USD")
    assert "40" not in str(plain(public_program(program, "USD").rules))
    assert not {"cost", "economics"} & set(str(plain(public_program(program, "USD"))).split("'"))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"period": Rolling(months=6)}, "rolling"),
        ({"period": CalendarYear(through_next_year=True)}, "through_next_year"),
        ({"period": MembershipYear()}, "membership_year"),
        ({"period": Lifetime()}, "lifetime"),
        ({"review": Weekly(weekday=3)}, "review_weekly"),
        ({"review": Monthly(day=5)}, "review_monthly"),
        ({"review": FixedTerm(months=10)}, "review_fixed_term"),
        ({"demotion": Demotion(grace_months=0)}, "no_grace"),
        ({"demotion": Demotion(one_at_a_time=True)}, "one_at_a_time"),
        ({"metric": "orders"}, "earn_orders"),
    ],
)
def test_every_choice_has_its_sentence(change: dict[str, object], expected: str) -> None:
    program = three_tiers("USD").model_copy(update=change)
    assert expected in kinds(program)


def test_who_falls_only_by_hand_is_told_of_no_grace() -> None:
    """Over a lifetime nothing leaves, so nobody falls by time."""
    program = three_tiers("USD").model_copy(update={"period": Lifetime()})
    assert not {"grace", "no_grace", "no_surprise"} & set(kinds(program))


def test_keeping_and_landing_are_told_where_they_differ() -> None:
    """DEM-SOFTLAND: the steps by which a discount ends are no surprise either."""
    base = three_tiers("USD")
    gold = base.tiers[1].model_copy(
        update={"keep": 400_000, "landing": (Landing(months=1, percent=12), Landing(months=2, percent=10))}
    )
    told = public_program(base.model_copy(update={"tiers": (base.tiers[0], gold)}), "USD")

    words = [rule.words for rule in told.rules if rule.kind in ("keep", "landing")]
    assert words == [
        "Gold is kept with 4000.00 USD.",
        "In that time the discount of Gold goes down in steps: 12 %, 10 %.",
    ]


def test_a_tier_for_the_best_names_its_part() -> None:
    program = Program(tiers=(Tier(name="Best", top_percent=5),), review=Monthly())
    told = public_program(program, "USD")
    assert told.tiers[0].asks is None and told.tiers[0].top_percent == 5
    assert "top_percent" in kinds(program)
