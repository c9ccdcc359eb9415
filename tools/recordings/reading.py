"""Reads recorded conversations with a real store: what was asked, and what the answer was.

Where a file keeps only variables and answer, a document is written that asks for exactly what the answer
shows. Some files keep what was asked at their top, under the name of the step or for all of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tools.recordings.writing import written_for

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "recordings"  # beside the checkout


@dataclass(frozen=True)
class Step:
    name: str
    document: str
    variables: dict[str, Any]
    answer: dict[str, Any]
    is_written: bool = False  # the document is not the recorder's, but made for the answer


@dataclass(frozen=True)
class _Top:
    """What a file keeps at its top: requests by the name of their step, and variables, of all or by step."""

    requests: dict[str, Any]
    variables: dict[str, Any]
    spare: tuple[Any, ...]  # requests that no step is named after


def steps_of(path: Path) -> list[Step]:
    content = json.loads(path.read_text())
    kept = content if isinstance(content, dict) else {}
    requests = kept.get("requests") or {}
    spare = tuple(
        asked for name, asked in requests.items() if not any(step.startswith(name) for step in kept)
    )
    top = _Top(requests, kept.get("variables") or {}, spare)
    return list(_steps(content, path.stem, top))


def captured_at(path: Path) -> datetime | None:
    content = json.loads(path.read_text())
    moment = content.get("capturedAt") if isinstance(content, dict) else None
    return datetime.fromisoformat(moment) if moment else None


def _steps(source: Any, name: str, top: _Top) -> Iterator[Step]:
    if isinstance(source, list):
        for at, entry in enumerate(source):
            yield from _steps(entry, f"{name}/{at}", top)
    if not isinstance(source, dict):
        return
    answer = _answer(source)
    if answer is None:
        for key, value in source.items():
            if key != "upstreamCalls":  # what the recorder asked for itself
                yield from _steps(value, f"{name}/{key}", top)
        return
    step = _step(source, name, answer, top)
    if step is not None:
        yield step


def _step(source: dict[str, Any], name: str, answer: dict[str, Any], top: _Top) -> Step | None:
    asked = source["request"] if isinstance(source.get("request"), dict) else {}
    asked = asked or _asked_at_top(name.rpartition("/")[2], top)
    variables = source.get("variables") or asked.get("variables") or {}
    document = _document(source) or _document(asked)
    if document is None and not variables:
        variables = top.variables if written_for(answer, top.variables) else {}
    written = written_for(answer, variables) if document is None else None
    chosen = document or written
    return Step(name, chosen, variables, answer, is_written=bool(written)) if chosen else None


def _asked_at_top(step: str, top: _Top) -> dict[str, Any]:
    """Its own request, or the one its name begins with: codeReadAfterUpdate was asked as codeRead."""
    names = sorted((name for name in top.requests if step.startswith(name)), key=len)
    asked = top.requests[names[-1]] if names else {}
    own = top.variables.get(step)
    if not names and isinstance(own, dict) and len(top.spare) == 1:
        asked = top.spare[0]
    if not isinstance(asked, dict):
        return {}
    return {**asked, "variables": own} if isinstance(own, dict) else asked


def _document(source: dict[str, Any]) -> str | None:
    for key in ("query", "document"):
        if isinstance(source.get(key), str) and "{" in source[key]:
            return str(source[key])
    return None


def _answer(source: dict[str, Any]) -> dict[str, Any] | None:
    for key in ("response", "payload", "body"):
        inner = source.get(key)
        if isinstance(inner, dict):
            if "data" in inner or "errors" in inner:
                return inner
            return _answer(inner)
    return None
