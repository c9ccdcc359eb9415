"""Search queries of the API: `email:a@b.c tag:VIP updated_at:>='2026-01-01T00:00:00Z'`, ANDed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.api_errors import BadRequest, NotSupported

_TERM = re.compile(
    r"""\s*(?P<negated>-|NOT\s+)?(?:(?P<name>[a-z_]+)\s*:\s*(?P<compare>>=|<=|>|<|=)?\s*)?"""
    r"""(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s()]+)"""
)


@dataclass(frozen=True)
class Term:
    name: str
    compare: str  # ":" for equality
    value: str
    negated: bool


@dataclass(frozen=True)
class Filter:
    meets: Callable[[Any, Term], bool]
    check: Callable[[Term], object] = lambda _: None  # raises for a value that makes no sense


def search(text: str | None, filters: Mapping[str, Filter]) -> Callable[[Any], bool]:
    """A test for records. Only terms joined by AND are understood; anything else is refused by name."""
    terms = _terms(text or "")
    for term in terms:
        if term.name not in filters:
            raise NotSupported(f"search by {term.name or term.value!r}")
        filters[term.name].check(term)
    return lambda record: all(filters[t.name].meets(record, t) != t.negated for t in terms)


def equals(read: Callable[[Any], Any]) -> Filter:
    """The whole value, or its beginning when the term ends with a star (documented)."""

    def test(record: Any, term: Term) -> bool:
        value = read(record)
        if value is None:
            return False
        found, wanted = str(value).casefold(), term.value.casefold()
        return found.startswith(wanted[:-1]) if wanted.endswith("*") else found == wanted

    return Filter(test)


def holds(read: Callable[[Any], Any]) -> Filter:
    """For lists such as tags, without regard to case."""
    return Filter(lambda record, term: term.value.casefold() in (str(v).casefold() for v in read(record)))


def at_instant(read: Callable[[Any], datetime | None]) -> Filter:
    def test(record: Any, term: Term) -> bool:
        value, wanted = read(record), _instant(term)
        return value is not None and _compared(value, term.compare, wanted)

    return Filter(test, check=_instant)


def at_number(read: Callable[[Any], int]) -> Filter:
    def test(record: Any, term: Term) -> bool:
        number = term.value.rpartition("/")[2]  # ids may be given as gids
        if not number.isdigit():
            return False
        return _compared(read(record), term.compare, int(number))

    return Filter(test)


def _terms(text: str) -> list[Term]:
    if re.search(r"[()]|\bOR\b", re.sub(r"\"[^\"]*\"|'[^']*'", "", text)):
        raise NotSupported("search with OR or parentheses")
    terms = []
    for match in _TERM.finditer(text):
        value = match["value"]
        if value == "AND" and not match["name"]:
            continue
        if value[0] in "\"'" and value[-1] == value[0]:
            value = re.sub(r"\\(.)", r"\1", value[1:-1])
        compare = match["compare"] or ":"
        terms.append(
            Term(match["name"] or "", ":" if compare == "=" else compare, value, bool(match["negated"]))
        )
    return terms


def _instant(term: Term) -> datetime:
    try:
        moment = datetime.fromisoformat(term.value)
    except ValueError as error:
        raise BadRequest(f"Invalid timestamp for query filter `{term.name}`.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _compared(value: Any, compare: str, wanted: Any) -> bool:
    if compare == ">":
        return bool(value > wanted)
    if compare == ">=":
        return bool(value >= wanted)
    if compare == "<":
        return bool(value < wanted)
    if compare == "<=":
        return bool(value <= wanted)
    return bool(value == wanted)
