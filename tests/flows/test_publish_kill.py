"""SIGKILL while a changed program takes hold, a short seed of the 100,000 customers of `make soak`."""

from pathlib import Path

import pytest

from tests.soak.publishing import publish_and_kill


@pytest.mark.long
def test_a_changed_program_takes_hold_though_its_command_and_its_worker_are_killed(
    database_url: str, tmp_path: Path
) -> None:
    """Issue 3, "Incremental review": the command is killed in its middle, then a worker, then all is done."""
    seen = publish_and_kill(database_url, tmp_path, customers=600, kills=1)

    assert seen.shown
    assert all(0 < waiting < 600 for waiting in seen.waiting_at_kills)
    assert seen.moved > 10
    assert (seen.differing, seen.recorded_again, seen.wrongly_recorded) == (0, 0, 0)
