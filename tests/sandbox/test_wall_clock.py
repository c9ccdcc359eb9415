"""Wall clock times of a store: shown once, twice, or not at all."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.wall_clock import first_instant


def shown(instant, zone):
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


@pytest.mark.parametrize(
    ("zone", "wall", "instant"),
    [
        ("Europe/Berlin", "2026-12-01T09:00:00", "2026-12-01T08:00:00+00:00"),
        ("Europe/Berlin", "2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
        ("Europe/Berlin", "2026-03-29T02:30:00", "2026-03-29T01:00:00+00:00"),
        ("America/Havana", "2026-03-08T00:30:00", "2026-03-08T05:00:00+00:00"),
        ("Pacific/Apia", "2011-12-30T12:00:00", "2011-12-30T10:00:00+00:00"),
    ],
)
def test_the_first_second_at_which_the_clock_shows_it_or_more(zone, wall, instant):
    found = first_instant(datetime.fromisoformat(wall), zone)
    assert found == datetime.fromisoformat(instant)
    before = shown(found - timedelta(seconds=1), zone)
    assert before < datetime.fromisoformat(wall) <= shown(found, zone)
