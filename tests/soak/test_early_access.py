"""Must-show 6: the first second of each tier and the public, for every quarter hour of moved clocks."""

import pytest

from app.rules.three_tiers import three_tiers
from tests.flows.test_early_checkout import first_seconds
from tests.rules.releases import HOUR, ZONES, clock_days, is_exact
from tests.stage import Line


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_the_first_second_is_exact_whenever_the_public_time_is(zone: str) -> None:
    for day in clock_days(zone):
        is_exact(zone, day, [day + n * HOUR / 4 for n in range(96)], three_tiers("USD"))


@pytest.mark.soak
@pytest.mark.parametrize("zone", ZONES)
def test_the_checkout_lets_each_tier_in_at_its_first_second(line: Line, zone: str) -> None:
    """Through the sandbox's checkout with the compiled Function, on a day on which the clocks are moved."""
    day = clock_days(zone)[-1]
    public_on = (day + 1.5 * HOUR).isoformat(timespec="minutes")
    hours = {"Platinum": 24, "Gold": 3, "Silver": 1}
    first_seconds(line, zone, f"{day - 48 * HOUR:%Y-%m-%dT%H:%M}", public_on, hours)
