"""How long to wait after what did not go out."""

import random
from datetime import timedelta

LONGEST_WAIT = timedelta(hours=1)


def backoff(attempts: int, at_least: float | None) -> timedelta:
    """2 s, 4 s, 8 s … up to an hour, with up to a quarter of chance so that many do not return at once."""
    wait = min(timedelta(seconds=2 ** min(attempts + 1, 12)), LONGEST_WAIT)
    wait = max(wait, timedelta(seconds=at_least or 0))
    return wait * (1 + random.random() / 4)
