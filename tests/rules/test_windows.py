"""Windows to the second: some zones here, all of them in `make soak` (I-16, GAP-TIME, ID-ROLL12)."""

from random import Random

import pytest

from tests.rules.windows import ZONES, wrong_days

TRICKY = ["Africa/Cairo", "America/Havana", "Antarctica/Troll", "Australia/Lord_Howe", "Pacific/Apia"]
SOME = sorted({*TRICKY, "Africa/Casablanca", *Random(20).sample(ZONES, 40)})


@pytest.mark.parametrize("zone", SOME)
def test_an_order_counts_from_its_second_to_the_end_of_the_last_day_of_its_window(zone):
    assert wrong_days(zone, 12) == []
