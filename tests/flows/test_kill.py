"""SIGKILL at random moments, a short seed of the sweep that `make soak` runs at length."""

from pathlib import Path

import pytest

from tests.soak.killing import sweep


@pytest.mark.parametrize("seed", [11])
def test_no_delivery_is_lost_or_doubled_by_kills(database_url: str, tmp_path: Path, seed: int) -> None:
    """Reliability P1, P2, P7: 400 deliveries, 30 % repeated, three kills."""
    swept = sweep(database_url, tmp_path, messages=400, customers=40, kills=3, seed=seed)

    assert swept.kills == 3
