"""The long kill sweep of both engines (reliability P1, P2, F50)."""

from pathlib import Path

import pytest

from tests.soak.killing import sweep


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1])
def test_ten_thousand_deliveries_through_fifty_kills(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    swept = sweep(database_url, tmp_path, messages=10_000, customers=400, kills=55, seed=seed)

    with capsys.disabled():
        print(f"\n{database_url.split(':')[0]}: {swept}")
    assert swept.kills >= 50
