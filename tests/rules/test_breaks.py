"""Natural breaks: the groups are the best there are, counted exactly, and admit it where there are none."""

import time
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules import fisher
from app.rules.breaks import FEWEST_AMOUNTS, MOST_GROUPS, natural_breaks
from app.rules.fisher import Line, classify
from app.rules.round_amounts import STEPS, roundest
from app.rules.spend_ranking import Ranking
from tests.rules.spends import real_spends

fixed = settings(derandomize=True, max_examples=60, deadline=None)

spends = st.lists(st.integers(0, 10**7) | st.sampled_from([0, 1999, 2000, 5000]), max_size=60)
scales = st.sampled_from(["spend", "log"])


def humps(*parts, seed=1):
    """Spends in log-normal humps, each (how many, median, sigma)."""
    random = Random(seed)
    return [
        round(median * random.lognormvariate(0, sigma)) + 1 for n, median, sigma in parts for _ in range(n)
    ]


def breaks(spends, scale="spend"):
    return natural_breaks(Ranking(spends), scale)


def froms(found):
    return [group.from_minor for group in found.groups]


# Fisher's groups


@fixed
@given(st.dictionaries(st.integers(0, 2000), st.integers(1, 9), min_size=7, max_size=10))
def test_tier_natural_the_groups_have_the_least_squares_of_all_cuts(counts):
    line = Line(sorted(counts), [counts[value] for value in sorted(counts)])

    found = classify(line, MOST_GROUPS)

    for starts in found:
        every = ([0, *cut] for cut in combinations(range(1, len(counts)), len(starts) - 1))
        assert line.fit(starts) == pytest.approx(min(map(line.fit, every)))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("shape", ["lognormal", "pareto", "uniform"])
def test_with_more_values_than_edges_the_groups_are_within_a_thousandth_of_the_best(seed, shape, monkeypatch):
    random = Random(seed)
    draw = {
        "lognormal": lambda: random.lognormvariate(10, 1.3),
        "pareto": lambda: 2000 * random.paretovariate(1.1),
        "uniform": lambda: random.uniform(1, 10**6),
    }[shape]
    values = sorted({round(draw()) for _ in range(2000)})
    line = Line(values, [1] * len(values))

    monkeypatch.setattr(fisher, "MOST_EDGES", 10**9)
    exact = classify(line, MOST_GROUPS)
    monkeypatch.setattr(fisher, "MOST_EDGES", 600)
    near = classify(line, MOST_GROUPS)

    for one, other in zip(exact, near, strict=True):
        assert line.fit(one) <= line.fit(other) <= 1.001 * line.fit(one)


# Groups of customers


def test_tier_natural_three_humps_are_three_groups_with_their_shares():
    """TIER-NATURAL, GAP-BREAKS: thresholds and how many customers each catches."""
    low, middle, high = range(1000, 1070), range(9950, 9970), range(20_000, 20_010)

    found = breaks([*low, *middle, *high])

    assert found.clear
    assert [(group.from_minor, group.least_minor, group.customers) for group in found.groups] == [
        (1000, 1000, 70),
        (8000, 9950, 20),
        (20_000, 20_000, 10),
    ]
    assert [group.customers_basis_points for group in found.groups] == [7000, 2000, 1000]
    assert [group.spend_minor for group in found.groups] == [sum(low), sum(middle), sum(high)]
    assert [group.spend_basis_points for group in found.groups] == [1535, 4223, 4241]


def test_breaks_of_the_logarithm_part_ordinary_customers_too():
    found = breaks(humps((900, 3_000, 0.2), (500, 40_000, 0.2), (200, 500_000, 0.2)), "log")

    assert found.clear
    assert [group.customers for group in found.groups] == [900, 500, 200]


def test_one_smooth_hump_has_no_clear_breaks():
    """The goodness of variance fit alone would praise six groups of it."""
    found = breaks(humps((3000, 30_000, 1.2)), "log")

    assert not found.clear
    assert found.scores[-1].goodness > 0.9


def test_the_number_of_groups_is_the_one_with_the_best_criterion():
    found = breaks(humps((3000, 30_000, 1.2)))

    best = max(found.scores[1:], key=lambda score: score.criterion)
    assert [score.groups for score in found.scores] == [1, 2, 3, 4, 5, 6]
    assert len(found.groups) == best.groups


@pytest.mark.parametrize("scale", ["spend", "log"])
@pytest.mark.parametrize(("amounts", "groups"), [(FEWEST_AMOUNTS - 1, False), (FEWEST_AMOUNTS, True)])
def test_fewer_than_ten_different_amounts_are_no_distribution(scale, amounts, groups):
    found = breaks([1000 * amount for amount in range(1, amounts + 1)] * 5, scale)

    assert (found.amounts, bool(found.groups), bool(found.scores)) == (amounts, groups, groups)
    assert groups or not found.clear


@pytest.mark.parametrize("scale", ["spend", "log"])
def test_nobody_and_only_those_without_spend_have_no_groups(scale):
    assert breaks([], scale).groups == breaks([0] * 50, scale).groups == ()


@pytest.mark.parametrize("scale", ["spend", "log"])
def test_amounts_too_close_for_the_logarithm_stay_together(scale):
    """5,000 amounts within a five-hundred-millionth of each other are one on a log scale."""
    assert breaks(range(10**13, 10**13 + 5000), scale).amounts == (5000 if scale == "spend" else 1)


@fixed
@given(spends, scales)
def test_every_buyer_is_in_exactly_one_group_by_its_rounded_threshold(spends, scale):
    found = breaks(spends, scale)
    ends = [*froms(found)[1:], 10**9] if found.groups else []

    for group, end in zip(found.groups, ends, strict=True):
        inside = [spend for spend in spends if group.from_minor <= spend < end]
        assert (group.customers, group.spend_minor) == (len(inside), sum(inside))
        assert group.customers > 0
        assert group.from_minor <= group.least_minor in inside
    if found.groups:
        assert sum(group.customers for group in found.groups) == sum(spend > 0 for spend in spends)


@fixed
@given(spends, scales, st.randoms(use_true_random=False))
def test_the_same_spends_in_any_order_have_the_same_breaks(spends, scale, random):
    again = list(spends)
    random.shuffle(again)

    assert breaks(again, scale) == breaks(spends, scale)


def test_a_hundred_thousand_customers_take_less_than_two_seconds():
    ranking = Ranking(humps((100_000, 30_000, 1.3)))
    began = time.process_time()

    natural_breaks(ranking, "spend")
    natural_breaks(ranking, "log")

    assert time.process_time() - began < 2


@pytest.mark.parametrize(("scale", "clear"), [("spend", True), ("log", False)])
def test_a_real_shop_breaks_by_spend_and_is_one_hump_by_its_logarithm(scale, clear):
    found = breaks(real_spends(), scale)

    assert (found.amounts, found.clear) == (4153, clear)
    if clear:
        assert [(group.from_minor, group.least_minor, group.customers) for group in found.groups] == [
            (290, 290, 3734),
            (300_000, 325_865, 456),
            (1_300_000, 1_395_822, 40),
            (3_800_000, 3_883_193, 13),
            (8_000_000, 8_485_212, 4),
            (15_000_000, 18_770_669, 3),
        ]


# Round amounts


@pytest.mark.parametrize(
    ("lowest", "highest", "near", "amount"),
    [
        (178_869, 198_743, 198_743, 190_000),
        (178_869, 218_617, 198_743, 200_000),
        (200_000, 200_000, 200_000, 200_000),
        (200_001, 249_999, 200_001, 210_000),
        (195_001, 298_000, 240_000, 250_000),
        (198_743, 198_743, 198_743, 198_743),
        (1, 1, 1, 1),
        (9, 9, 9, 9),
        (1, 10, 7, 6),
        (99, 101, 99, 100),
        (110, 130, 125, 120),
        (13, 14, 14, 14),
    ],
)
def test_an_amount_is_one_that_a_person_would_choose(lowest, highest, near, amount):
    assert roundest(lowest, highest, near) == amount


@fixed
@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_round_amount_lies_within_its_limits(lowest, more, near):
    assert lowest <= roundest(lowest, lowest + more, near) <= lowest + more


@fixed
@given(st.integers(10, 10**9))
def test_an_amount_of_the_steps_stays_as_it_is_and_is_never_further_than_a_third(lowest):
    amount = roundest(lowest, lowest + lowest // 2, lowest)

    assert amount <= lowest + lowest // 2
    assert int(str(amount)[:2].ljust(2, "0")) in STEPS
    assert roundest(amount, amount * 2, amount) == amount
