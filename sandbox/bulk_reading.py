"""Reading connections whole: without pages below the top, and at the top in portions."""

from typing import Any

from sandbox.connection import Listing, ordered

PORTION = 100  # root objects that are read while the world's lock is held


class BulkReading:
    """The records at the top are listed once, so that what changes meanwhile cannot move a portion."""

    def __init__(self) -> None:
        self._roots: dict[str, list[Any]] = {}
        self._start = 0

    @property
    def is_done(self) -> bool:
        return all(self._start >= len(records) for records in self._roots.values())

    def next_portion(self) -> None:
        self._start += PORTION

    def connection(
        self, found: Listing | list[Any], args: dict[str, Any], root: str | None
    ) -> dict[str, Any]:
        if root is None:
            return _edges(ordered(found, bool(args.get("reverse"))))
        if root not in self._roots:
            self._roots[root] = ordered(found, bool(args.get("reverse")))
        return _edges(self._roots[root][self._start : self._start + PORTION])


def _edges(records: list[Any]) -> dict[str, Any]:
    return {"edges": [{"node": record} for record in records]}
