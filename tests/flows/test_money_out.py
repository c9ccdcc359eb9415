"""A short seed of the ten thousand ambiguous payments of `make soak`."""

from pathlib import Path

import pytest

from tests.soak.money_out import Payments
from tests.stage import Line


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sixty_ambiguous_outcomes_pay_nothing_twice(line: Line, tmp_path: Path) -> None:
    """Issue 4, P5, I-20, I-21, I-22: also through a backup that was put back."""
    payments = Payments(line, people=30, seed=3)
    payments.round(30)
    payments.round(30, tmp_path / "backup")
    paid = payments.result()

    assert (paid.twice, paid.wrong_belief) == (0, 0)
    assert (sum(paid.states.values()), paid.ambiguous) == (60, 90)
    assert set(paid.states) <= {"delivered", "needs_review"}
    assert paid.seconds_to_settle <= 15 * 60
