"""Paging, the same for every connection: first, after, last, before, reverse, and the cursors."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sandbox.api_errors import BadRequest

PAGE_LIMIT = 250


@dataclass(frozen=True)
class Listing:
    """What a connection lists. With `sort`, records are put in that order and a cursor keeps its place
    even when records come, go or move between two pages; without it they are taken as they are."""

    records: Sequence[Any]
    sort: Callable[[Any], Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)  # further fields of the connection: totalCount
    limit: int = PAGE_LIMIT


def page(found: Listing | Sequence[Any], args: dict[str, Any]) -> dict[str, Any]:
    listing = found if isinstance(found, Listing) else Listing(found)
    check_window(args, listing.limit)
    rows = _ordered(listing, bool(args.get("reverse")))
    start, end = 0, len(rows)
    if args.get("after"):
        start = _place(rows, _read_cursor(args["after"]), bool(args.get("reverse")), past=True)
    if args.get("before"):
        end = _place(rows, _read_cursor(args["before"]), bool(args.get("reverse")), past=False)
    if args.get("first") is not None:
        end = min(end, start + args["first"])
    elif args.get("last") is not None:
        start = max(start, end - args["last"])
    chosen = rows[start:end]
    edges = [{"cursor": _cursor(key), "node": record} for key, record in chosen]
    return {
        "edges": edges,
        "nodes": [record for _, record in chosen],
        "pageInfo": {
            "hasNextPage": end < len(rows),
            "hasPreviousPage": start > 0,
            "startCursor": edges[0]["cursor"] if edges else None,
            "endCursor": edges[-1]["cursor"] if edges else None,
        },
        **listing.extra,
    }


def ordered(found: Listing | Sequence[Any], reverse: bool) -> list[Any]:
    """All records, in their order."""
    listing = found if isinstance(found, Listing) else Listing(found)
    return [record for _, record in _ordered(listing, reverse)]


def check_window(args: dict[str, Any], limit: int) -> None:
    first, last = args.get("first"), args.get("last")
    if first is None and last is None:
        raise BadRequest("you must provide one of first or last")
    if first is not None and last is not None:
        raise BadRequest("providing both first and last is not supported")
    name = "first" if first is not None else "last"
    if not 0 <= args[name] <= limit:
        raise BadRequest(f"{name} must be between 0 and {limit}")


_Key = tuple[Any, int]


def _ordered(listing: Listing, reverse: bool) -> list[tuple[_Key, Any]]:
    if listing.sort is None:
        rows: list[tuple[_Key, Any]] = [((at, _id(r) or at), r) for at, r in enumerate(listing.records)]
        return rows[::-1] if reverse else rows
    keyed = [((_plain(listing.sort(r)), _id(r)), r) for r in listing.records]
    return sorted(keyed, key=lambda row: _comparable(row[0]), reverse=reverse)


def _place(rows: list[tuple[_Key, Any]], cursor: _Key, reverse: bool, past: bool) -> int:
    """Where the page begins after that cursor, or ends before it."""
    goal = _comparable(cursor)
    for at, (key, _) in enumerate(rows):
        here = _comparable(key)
        if here == goal:
            return at + 1 if past else at
        if (here < goal) if reverse else (here > goal):
            return at
    return len(rows)


def _id(record: Any) -> int:
    number = record.get("id") if isinstance(record, dict) else getattr(record, "id", 0)
    return number if isinstance(number, int) else 0


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | str) or value is None else str(value)


def _comparable(key: _Key) -> tuple[bool, Any, int]:
    return (key[0] is not None, key[0], key[1])  # nothing sorts before something


def _cursor(key: _Key) -> str:
    return base64.b64encode(json.dumps({"last_id": key[1], "last_value": key[0]}).encode()).decode()


def _read_cursor(text: str) -> _Key:
    try:
        content = json.loads(base64.b64decode(text, validate=True))
        return (content["last_value"], content["last_id"])
    except (binascii.Error, ValueError, KeyError, TypeError) as error:
        raise BadRequest("Malformed cursor") from error
