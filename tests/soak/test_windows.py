"""Windows to the second in every zone there is, 2020 to 2040 (I-16, GAP-TIME)."""

import pytest

from tests.rules.windows import ZONES, wrong_days


@pytest.mark.soak
@pytest.mark.parametrize("months", [1, 6, 11, 12, 24])
def test_windows_are_exact_in_every_zone(months):
    assert {zone: days for zone in ZONES if (days := wrong_days(zone, months))} == {}
