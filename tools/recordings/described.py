"""What a recording says of the things it is about, to make them before it is replayed."""

import json
from pathlib import Path
from typing import Any

_SAID = ("email", "firstName", "lastName", "displayName", "title")
# Tags change in most recordings; what they were at first is told only where things are made or looked up.
_FIRST = ("upstreamCalls", "setup", "seedProduct")


def described(path: Path) -> dict[str, dict[str, Any]]:
    """By gid, what is said of a thing where it is first shown, the recorder's own look-ups before all."""
    content = json.loads(path.read_text())
    found: dict[str, dict[str, Any]] = {}
    if isinstance(content, dict):
        _collect(content.get("upstreamCalls"), found, at_first=True)
    _collect(content, found, at_first=False)
    return found


def _collect(value: Any, found: dict[str, dict[str, Any]], at_first: bool) -> None:
    if isinstance(value, list):
        for entry in value:
            _collect(entry, found, at_first)
    if not isinstance(value, dict):
        return
    if isinstance(value.get("id"), str) and value["id"].startswith("gid://"):
        known = found.setdefault(value["id"], {})
        for name in (*_SAID, *(("tags",) if at_first else ())):
            if value.get(name) is not None:
                known.setdefault(name, value[name])
    for key, inner in value.items():
        _collect(inner, found, at_first or key in _FIRST)
