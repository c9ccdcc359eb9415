"""What a merchant hears about a program before using it."""

import pytest

from app.rules.lint import Finding, shares
from app.rules.program import three_tiers

PROGRAM = three_tiers("USD")


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({0: 85, 1: 10, 2: 3, 3: 2}, ()),
        ({0: 75, 1: 20, 2: 3, 3: 2}, ()),
        ({0: 74, 1: 21, 2: 3, 3: 2}, (Finding("tier_over", 1, 210),)),
        ({0: 601, 1: 199, 2: 100, 3: 100}, ()),
        ({0: 60, 1: 20, 2: 10, 3: 10}, (Finding("all_over", 0, 400),)),
        ({0: 90, 1: 5, 2: 5}, (Finding("tier_empty", 3, 0),)),
        ({0: 91, 1: 5, 2: 2, 3: 2}, (Finding("all_under", 0, 90),)),
        ({0: 100}, ()),
        ({}, ()),
    ],
)
def test_tier_share(counts: dict[int, int], found: tuple[Finding, ...]) -> None:
    """TIER-SHARE, PIT-EASY: over 20 % in a tier, 40 % in all, below 10 % in all, nobody in a tier."""
    assert shares(PROGRAM, counts) == found


def test_a_few_customers_have_no_shares() -> None:
    assert shares(PROGRAM, {0: 1, 1: 2, 2: 3, 3: 3}) == ()
