"""10,000 outcomes that nobody was told: none paid twice, at least 99 % settled alone (issue 4, P5)."""

from pathlib import Path

import pytest

from tests.soak.money_out import Payments
from tests.stage import Line

PARTS, ROUNDS, EACH, RESTORED_EVERY = 4, 11, 200, 5


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_ten_thousand_ambiguous_outcomes_pay_nothing_twice(line: Line, tmp_path: Path, part: int) -> None:
    """2,500 of them in each part, some of them through a backup that was put back."""
    payments = Payments(line, people=EACH, seed=part)
    for turn in range(ROUNDS):
        place = tmp_path / f"backup-{turn}" if turn % RESTORED_EVERY == 1 else None
        payments.round(EACH, place)
    paid = payments.result()

    print(f"\n{paid.ambiguous:,} ambiguous: {dict(paid.outcomes)}")
    print(f"{dict(paid.states)}; settled alone {paid.settled_share:.2%}; paid twice {paid.twice}")
    assert paid.ambiguous >= 10_000 / PARTS
    assert (paid.twice, paid.wrong_belief) == (0, 0)
    assert paid.settled_share >= 0.99
    assert set(paid.states) <= {"delivered", "needs_review"}
    assert paid.seconds_to_settle <= 15 * 60
