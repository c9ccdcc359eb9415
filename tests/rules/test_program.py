"""The program: TIER-3TABLE to the figure, thresholds inclusive (ID-SPEND, I-15), nonsense refused."""

import pytest
from pydantic import ValidationError

from app.rules.benefits import BENEFITS
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.program import Counting, Program, Tier
from app.rules.qualifying_period import Rolling
from app.rules.three_tiers import three_tiers
from tests.rules.one_of_each import ONE_OF_EACH


def tier(name="Silver", entry=1, **more):
    return Tier(name=name, entry=entry, **more)


@pytest.mark.parametrize(
    ("currency", "unit"), [("USD", 100), ("JPY", 100), ("KRW", 100), ("KWD", 1000), ("EUR", 100)]
)
def test_the_default_is_the_three_tier_table(currency, unit):
    """TIER-3TABLE, TIER-T-SPEND, TIER-T-DISC, TIER-T-SHIP, TIER-T-EARLY, TIER-T-BDAY"""
    told = [(each.name, each.tag, each.entry, *each.benefits) for each in three_tiers(currency).tiers]
    assert told == [
        (
            "Silver",
            "VIP-Silver",
            2000 * unit,
            PercentOff(percent=10),
            FreeShipping(up_to_minor=15 * unit),
            EarlyAccess(hours=24),
            Birthday(amount_minor=25 * unit),
        ),
        (
            "Gold",
            "VIP-Gold",
            5000 * unit,
            PercentOff(percent=15),
            FreeShipping(up_to_minor=30 * unit),
            EarlyAccess(hours=48),
            Birthday(amount_minor=50 * unit),
        ),
        (
            "Platinum",
            "VIP-Platinum",
            10000 * unit,
            PercentOff(percent=20),
            FreeShipping(up_to_minor=60 * unit),
            EarlyAccess(hours=72),
            Birthday(amount_minor=100 * unit),
        ),
    ]


def test_the_default_looks_back_twelve_months_and_waits_three():
    """ID-ROLL12, DEM-GRACE"""
    program = three_tiers("USD")
    assert (program.period.months, program.demotion.grace_months, program.counting) == (12, 3, Counting())


def test_by_default_only_goods_of_paid_orders_count_and_refunds_on_the_orders_day():
    counting = Counting()
    assert not any(
        (
            counting.tax,
            counting.shipping,
            counting.unpaid,
            counting.test_orders,
            counting.refunds_on_their_own_day,
            counting.leave_out_products,
        )
    )


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_exactly_at_the_threshold_is_in_and_one_minor_unit_below_is_out(currency, rank):
    """ID-SPEND, I-15"""
    program = three_tiers(currency)
    entry = program.tiers[rank - 1].entry
    assert (program.earned_rank(entry - 1), program.earned_rank(entry)) == (rank - 1, rank)


@pytest.mark.parametrize(
    ("metric_value", "name"),
    [
        (-1, None),
        (0, None),
        (199999, None),
        (200000, "Silver"),
        (499999, "Silver"),
        (500000, "Gold"),
        (999999, "Gold"),
        (1000000, "Platinum"),
        (10**15, "Platinum"),
    ],
)
def test_dollars_become_tiers(metric_value, name):
    """ID-SPEND: $1,999.99 is none, $2,000.00 is Silver."""
    program = three_tiers("USD")
    assert program.name(program.earned_rank(metric_value)) == name


def test_rank_nought_is_no_tier():
    program = three_tiers("USD")
    assert (program.tier(0), program.name(0), program.tier(1).name) == (None, None, "Silver")


@pytest.mark.parametrize("currency", ["USD", "JPY", "KWD"])
def test_a_program_written_as_json_and_read_again_is_the_same(currency):
    program = three_tiers(currency).model_copy(
        update={"counting": Counting(tax=True, leave_out_products=("7", "8")), "period": Rolling(months=6)}
    )
    assert Program.model_validate_json(program.model_dump_json()) == program


def test_every_kind_of_benefit_stands_in_the_table_and_is_told_to_the_shopper():
    for benefit in ONE_OF_EACH:
        assert BENEFITS[benefit.kind] is type(benefit)
        assert benefit.effect() and benefit.told("USD")


@pytest.mark.parametrize(
    ("currency", "words"), [("USD", "15.00 USD"), ("JPY", "1500 JPY"), ("KWD", "1.500 KWD")]
)
def test_free_shipping_says_its_price_in_the_shops_money(currency, words):
    assert FreeShipping(up_to_minor=1500).told(currency).endswith(words)


@pytest.mark.parametrize("name", ["Silver", "Diamond Elite", "Ä", "VIP+", "金", "a" * 30])
def test_tiers_are_named_freely(name):
    """TIER-NAMES"""
    assert tier(name).tag == f"VIP-{name.replace(' ', '-')}"


@pytest.mark.parametrize(
    "name", ["", " Silver", "Silver ", "A,B", "it's", 'a"b', "a\\b", "a" * 31, "\n", "\0", "a\x1bb"]
)
def test_names_that_no_tag_can_carry_are_refused(name):
    with pytest.raises(ValidationError):
        tier(name)


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (tier("A", 5), tier("B", 5)),
        (tier("A", 5), tier("B", 4)),
        (tier("A", 5), tier("a", 6)),
        (tier("Big Spender", 5), tier("Big-Spender", 6)),
        tuple(tier(f"T{n}", n + 1) for n in range(13)),
    ],
)
def test_tiers_that_do_not_climb_or_share_a_tag_are_refused(tiers):
    with pytest.raises(ValidationError):
        Program(tiers=tiers)


def test_twelve_tiers_and_one_tier_are_programs():
    """TIER-SINGLE, TIER-MULTI"""
    assert Program(tiers=tuple(tier(f"T{n}", n + 1) for n in range(12))).earned_rank(12) == 12
    assert Program(tiers=(tier(),)).earned_rank(1) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"period": {"kind": "rolling", "months": 0}},
        {"period": {"kind": "rolling", "months": 61}},
        {"demotion": {"grace_months": 7}},
        {"demotion": {"grace_months": -1}},
        {"metric": "likes"},
        {"tires": ()},
    ],
)
def test_settings_out_of_bounds_or_misspelt_are_refused(more):
    with pytest.raises(ValidationError):
        Program(tiers=(tier(),), **more)


@pytest.mark.parametrize("entry", [0, -1, 1.5, "a"])
def test_a_threshold_is_a_whole_positive_amount(entry):
    with pytest.raises(ValidationError):
        tier(entry=entry)


@pytest.mark.parametrize(
    "benefit",
    [
        {"kind": "percent_off", "percent": 0},
        {"kind": "percent_off", "percent": 101},
        {"kind": "free_shipping", "up_to_minor": 0},
        {"kind": "early_access", "hours": 0},
        {"kind": "early_access", "hours": 337},
        {"kind": "points"},
        {"percent": 10},
    ],
)
def test_benefits_that_mean_nothing_are_refused(benefit):
    with pytest.raises(ValidationError):
        tier(benefits=(benefit,))


def test_a_program_is_never_edited():
    with pytest.raises(ValidationError):
        three_tiers("USD").metric = "orders"
