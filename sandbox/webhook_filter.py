"""Filters of webhook subscriptions: `test:false total_price:>=100 line_items.title:Mug`, joined by AND."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.refused import Refused

_TERM = re.compile(
    r"""(?P<negated>-|NOT\s+)?(?P<path>[a-z_]+(?:\.[a-z_]+)*):(?P<compare>>=|<=|>|<)?"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s()"']+)(?:\s+AND\s+|\s+|\Z)"""
)


def passes(text: str | None, body: dict[str, Any]) -> bool:
    """Whether a body is sent. Raises Refused for a filter that is not understood."""
    at, text = 0, (text or "").strip()
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None:
            raise Refused(f"The webhook filter {text!r} is not understood here")
        met = any(
            _meets(value, term["compare"], term["value"].strip("\"'"))
            for value in _values(body, term["path"])
        )
        if met == bool(term["negated"]):
            return False
        at = term.end()
    return True


def _values(body: Any, path: str) -> Iterator[Any]:
    """All values at a path; a list on the way stands for each of its entries."""
    name, _, rest = path.partition(".")
    found = body.get(name) if isinstance(body, dict) else None
    for value in found if isinstance(found, list) else [found]:
        if rest:
            yield from _values(value, rest)
        elif value is not None:
            yield value


def _meets(value: Any, compare: str | None, wanted: str) -> bool:
    if compare is None:
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        return wanted == "*" or shown.casefold() == wanted.casefold()
    try:
        have, limit = Decimal(str(value)), Decimal(wanted)
    except InvalidOperation:
        return False
    return {">": have > limit, ">=": have >= limit, "<": have < limit, "<=": have <= limit}[compare]
