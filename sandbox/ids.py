"""Ids: deterministic for a seed, as large as Shopify's, and the gids around them."""

import random
import re

_GID = re.compile(r"gid://shopify/([A-Za-z]+)/(\d+)(?:\?.*)?\Z")

# Real ids of one resource stand some multiples of 32,768 apart and have 13 digits.
_STEP = 32_768


class Ids:
    def __init__(self, seed: int = 7) -> None:
        self._seed = seed
        self._last: dict[str, int] = {}

    def take(self, kind: str) -> int:
        """The next id of that kind ("Customer", "Order", …)."""
        last = self._last.get(kind)
        if last is None:
            start = random.Random(f"{self._seed}/{kind}").randrange(5_000_000_000_000, 9_000_000_000_000)
            last = start - start % _STEP
        self._last[kind] = last + _STEP
        return self._last[kind]


def gid(kind: str, number: int) -> str:
    return f"gid://shopify/{kind}/{number}"


def parse_gid(text: str) -> tuple[str, int] | None:
    """(kind, number) of a well-formed gid, else None."""
    match = _GID.match(text)
    return (match[1], int(match[2])) if match else None
