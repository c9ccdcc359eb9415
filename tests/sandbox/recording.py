"""Reading recorded conversations with a real store, and replaying them step by step.

A recording's documents are replayed as they are. Where a file keeps only variables and answer, a document
is written that asks for exactly what the answer shows.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphql import GraphQLObjectType, get_named_type

from sandbox.admin_schema import admin_schema

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "recordings"

_GID = re.compile(r"gid://shopify/([A-Za-z]+)/([0-9a-f-]+)")
# What differs from one store and one moment to the next.
_VOLATILE = {
    "createdAt",
    "updatedAt",
    "creationDate",
    "lastEditDate",
    "completedAt",
    "compareDigest",
    "cursor",
    "startCursor",
    "endCursor",
}


@dataclass(frozen=True)
class Step:
    name: str
    document: str
    variables: dict[str, Any]
    answer: dict[str, Any]

    @property
    def roots(self) -> set[str]:
        return set(re.findall(r"^\s*(?:\w+\s*:\s*)?(\w+)", self.document))


def steps_of(path: Path) -> list[Step]:
    return list(_steps(json.loads(path.read_text()), path.stem))


def _steps(source: Any, name: str) -> Iterator[Step]:
    if isinstance(source, list):
        for at, entry in enumerate(source):
            yield from _steps(entry, f"{name}/{at}")
    if not isinstance(source, dict):
        return
    answer = _answer(source)
    if answer is None:
        for key, value in source.items():
            if key != "upstreamCalls":  # what the recorder asked for itself
                yield from _steps(value, f"{name}/{key}")
        return
    asked = source["request"] if isinstance(source.get("request"), dict) else {}
    variables = source.get("variables") or asked.get("variables") or {}
    document = _document(source) or _document(asked) or written_for(answer, variables)
    if document is not None:
        yield Step(name, document, variables, answer)


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


def written_for(answer: dict[str, Any], variables: dict[str, Any]) -> str | None:
    """A document of one root field, with the variables as its arguments."""
    data = answer.get("data") or {}
    if len(data) != 1:
        return None
    ((root, value),) = data.items()
    schema = admin_schema()
    for operation, owner in (("mutation", schema.mutation_type), ("query", schema.query_type)):
        assert owner is not None
        found = owner.fields.get(root)
        if found is None or not variables.keys() <= found.args.keys():
            continue
        declared = ", ".join(f"${name}: {found.args[name].type}" for name in variables)
        given = ", ".join(f"{name}: ${name}" for name in variables)
        selected = _selection(value, get_named_type(found.type))
        head = f"{operation}({declared})" if declared else operation
        return f"{head} {{ {root}{f'({given})' if given else ''} {selected} }}"
    return None


def _selection(value: Any, kind: Any) -> str:
    if isinstance(value, list):
        return _selection(value[0], kind) if value else _selection({}, kind)
    if value is None or not isinstance(kind, GraphQLObjectType):
        typename = value.get("__typename") if isinstance(value, dict) else None
        if typename:
            concrete = admin_schema().type_map[typename]
            return f"{{ __typename ... on {typename} {_selection(value, concrete)} }}"
        return "" if not hasattr(kind, "fields") else "{ __typename }"
    parts = []
    for name, inner in value.items():
        if name == "__typename":
            parts.append(name)
        elif name in kind.fields:
            parts.append(f"{name} {_selection(inner, get_named_type(kind.fields[name].type))}")
    return f"{{ {' '.join(parts) or '__typename'} }}"


@dataclass
class Translation:
    """Recorded ids and the sandbox's ids for the same things, learned from answers that match."""

    ids: dict[str, str] = field(default_factory=dict)

    def of(self, value: Any) -> Any:
        """The value with every known id, and every known cursor, put in the sandbox's words."""
        if isinstance(value, dict):
            return {key: self.of(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.of(inner) for inner in value]
        if isinstance(value, str):
            return self.ids.get(value) or _GID.sub(lambda m: self.ids.get(m[0], m[0]), value)
        return value

    def learn(self, recorded: Any, answered: Any) -> None:
        if isinstance(recorded, dict) and isinstance(answered, dict):
            for key in recorded.keys() & answered.keys():
                if key.lower().endswith("cursor") and recorded[key] and answered[key]:
                    self.ids[recorded[key]] = answered[key]
                self.learn(recorded[key], answered[key])
        elif isinstance(recorded, list) and isinstance(answered, list):
            for left, right in zip(recorded, answered, strict=False):
                self.learn(left, right)
        elif isinstance(recorded, str) and isinstance(answered, str):
            left, right = _GID.fullmatch(recorded), _GID.fullmatch(answered)
            if left and right and left[1] == right[1]:
                self.ids[recorded] = answered


def unknown_ids(variables: Any, known: Translation) -> set[str]:
    return {m[0] for m in _GID.finditer(json.dumps(variables)) if m[0] not in known.ids}


def normal(value: Any) -> Any:
    """Without costs, moments and cursors, and with lists of allowed values cut short."""
    if isinstance(value, dict):
        return {
            key: "…" if key in _VOLATILE and inner is not None else normal(inner)
            for key, inner in value.items()
            if key != "cost"
        }
    if isinstance(value, list):
        return [normal(entry) for entry in value]
    if isinstance(value, str):
        return re.sub(r"(to be one of: ).*", r"\1…", value)
    return value
