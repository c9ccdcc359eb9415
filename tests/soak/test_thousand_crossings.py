"""The thousand tries of two orders that cross a threshold together (reliability F47)."""

from pathlib import Path

import pytest

from tests.soak.together import crossing_together


@pytest.mark.soak
def test_a_thousand_pairs_of_orders_always_give_the_higher_tier(database_url: str, tmp_path: Path) -> None:
    assert crossing_together(database_url, tmp_path, tries=1_000).tags == {"VIP-Gold": 1_000}
