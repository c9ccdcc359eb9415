"""From the answer of a bulk query to the lines of its file: one object a line, children pointing up."""

import json
from collections.abc import Iterator
from typing import Any

_Row = dict[str, Any]


def lines_of(data: dict[str, Any], grouped: bool) -> list[str]:
    """Grouped: children follow their parent. Otherwise they come after all objects of the rank above."""
    rows = list(_rows(data, None, 0))
    if not grouped:
        rows.sort(key=lambda row: row[0])
    return [json.dumps(content, ensure_ascii=False, separators=(",", ":")) for _, content in rows]


def _rows(source: Any, parent_id: str | None, rank: int) -> Iterator[tuple[int, _Row]]:
    """The rows of every connection somewhere in `source`."""
    for value in source.values() if isinstance(source, dict) else ():
        if _is_connection(value):
            for edge in value["edges"]:
                yield from _node_rows(edge["node"], parent_id, rank)
        elif isinstance(value, dict):
            yield from _rows(value, parent_id, rank)


def _node_rows(node: Any, parent_id: str | None, rank: int) -> Iterator[tuple[int, _Row]]:
    content = _without_connections(node)
    if parent_id is not None:
        content["__parentId"] = parent_id
    yield rank, content
    yield from _rows(node, node.get("id", parent_id), rank + 1)


def _without_connections(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_connections(v) for k, v in value.items() if not _is_connection(v)}
    return value


def _is_connection(value: Any) -> bool:
    # Bulk queries select their connections as edges { node } and in no other way.
    return isinstance(value, dict) and isinstance(value.get("edges"), list)
