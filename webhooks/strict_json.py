"""JSON from outside, read strictly: UTF-8, one value per key, real numbers, bounded depth.

The standard parser takes NaN and doubled keys and dies of deep nesting; other readers of the same bytes
may see other values there (reliability T24).
"""

import json
import re
from array import array
from decimal import Decimal, DecimalException
from itertools import accumulate
from typing import Any

MAX_DEPTH = 64


class BadJson(ValueError):
    """Bytes that are not acceptable JSON; the text says why."""


def read_object(raw: bytes) -> dict[str, Any]:
    """The object in `raw`; raises BadJson. Numbers with a point become Decimal, never float."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadJson(f"not UTF-8 at byte {error.start}") from error
    _check_depth(raw)
    try:
        value = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_distinct
        )
    except BadJson:
        raise
    except (ValueError, RecursionError, DecimalException) as error:
        raise BadJson(f"not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadJson("a JSON object is expected")
    return value


def _check_depth(raw: bytes) -> None:
    """Refuses nesting over MAX_DEPTH before the parser recurses into it.

    Texts may hold brackets too, so only when the bytes as they are do not balance are the texts taken out
    first (ten times slower). What brackets in texts could hide still meets the parser's own limit.
    """
    if _too_deep(raw) and _too_deep(_TEXTS.sub(b"", raw)):
        raise BadJson(f"nested deeper than {MAX_DEPTH}, or a bracket is missing")


def _too_deep(raw: bytes) -> bool:
    """One pass over the brackets alone; sixteen megabytes of them take less than a second."""
    steps = array("b", raw.translate(_STEPS, _ELSE))
    return max(accumulate(steps), default=0) > MAX_DEPTH or sum(steps) != 0


# Possessive, and taking a text without its end as well: otherwise every quote in it would be tried in vain.
_TEXTS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_STEPS = bytes.maketrans(b"{[]}", bytes((1, 1, 255, 255)))
"""One down, one up; as signed bytes."""
_ELSE = bytes(set(range(256)) - set(b"{}[]"))


def _no_constant(name: str) -> None:
    raise BadJson(f"{name} is not a JSON number")


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise BadJson("a key stands twice in one object")
    return found
