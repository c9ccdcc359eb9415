"""A changed program over 100,000 customers, killed again and again while it takes hold (issue 3)."""

from pathlib import Path

import pytest

from tests.soak.publishing import publish_and_kill


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_publication_over_a_hundred_thousand_customers_survives_kills(
    database_url: str, tmp_path: Path
) -> None:
    """It shows how far it is, six processes are killed in its middle, and the end is as if none had been."""
    seen = publish_and_kill(database_url, tmp_path, customers=100_000, kills=5)

    print(f"{seen.moved:,} moved in {seen.seconds:.0f} s; waiting at the kills: {seen.waiting_at_kills}")
    assert seen.shown == sorted(seen.shown)
    assert len(set(seen.shown)) > 1
    assert all(0 < waiting < 100_000 for waiting in seen.waiting_at_kills)
    assert seen.moved > 10_000
    assert (seen.differing, seen.recorded_again, seen.wrongly_recorded) == (0, 0, 0)
