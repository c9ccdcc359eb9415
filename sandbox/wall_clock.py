"""Wall clock times of a store as instants."""

from bisect import bisect_left
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def first_instant(wall: datetime, timezone: str) -> datetime:
    """The first second at which the store's clock shows that time or has passed it (assumed).

    What is shown twice is meant the first time; what is skipped comes with the end of the gap.
    """
    zone = ZoneInfo(timezone)

    def shown(second: int) -> datetime:
        return datetime.fromtimestamp(second, zone).replace(tzinfo=None, fold=0)

    one, other = (int(wall.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1))
    if shown(one) == wall:
        return datetime.fromtimestamp(one, UTC)
    # Skipped: read with the offsets of before and after the gap, it lies on both sides of the gap's end.
    around = range(other, one + 1)
    return datetime.fromtimestamp(around[bisect_left(around, wall, key=shown)], UTC)
