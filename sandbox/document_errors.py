"""The schema's complaints about a document, worded and shaped as the real API words and shapes them.

graphql-core finds the faults. Its messages tell the kind apart; kinds that no recording shows keep their
own words.
"""

import re
from collections.abc import Iterable
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    print_ast,
)

_UNDEFINED = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
_MISSING = re.compile(r"[Ff]ield '(?:\w+\.)?(\w+)' argument '(\w+)' of type '[^']+' is required")
_MISSING_ARGUMENT = re.compile(r"Argument '(?:\w+\.)?(\w+)\((\w+):\)' of type '[^']+' is required")
_UNKNOWN_ARGUMENT = re.compile(r"Unknown argument '(\w+)' on field '(?:\w+\.)?(\w+)'")
_UNKNOWN_INPUT_FIELD = re.compile(r"Field '(\w+)' is not defined by type '(\w+)'")
_BAD_VALUE = re.compile(r"(Expected value of type|Value '|Enum '|\w+ cannot represent)")


def as_shopify_says(document: DocumentNode, errors: Iterable[GraphQLError]) -> list[dict[str, Any]]:
    parents = _parents(document)
    missing: dict[int, dict[str, Any]] = {}  # one error names all arguments a field lacks
    told = []
    for error in errors:
        node = (error.nodes or [document])[0]
        shaped = _missing_argument(error, node, parents, missing) or _shaped(error, node, parents)
        if shaped is not None:
            told.append(shaped)
    return told


def _shaped(error: GraphQLError, node: Node, parents: dict[int, Node]) -> dict[str, Any]:
    path = _path(node, parents)
    if match := _UNDEFINED.match(error.message):
        field, owner = match.groups()
        extensions = {"code": "undefinedField", "typeName": owner, "fieldName": field}
        return _error(f"Field '{field}' doesn't exist on type '{owner}'", node, path, extensions)
    if match := _UNKNOWN_ARGUMENT.match(error.message):
        argument, field = match.groups()
        message = f"Field '{field}' doesn't accept argument '{argument}'"
        return _error(message, node, path, _not_accepted(field, "Field", argument))
    if match := _UNKNOWN_INPUT_FIELD.match(error.message):
        argument, owner = match.groups()
        message = f"InputObject '{owner}' doesn't accept argument '{argument}'"
        return _error(message, node, path, _not_accepted(owner, "InputObject", argument))
    if _BAD_VALUE.match(error.message):
        return _bad_value(error, node, parents)
    return _error(error.message, node, path, {"code": "invalidDocument"})


def _not_accepted(name: str, kind: str, argument: str) -> dict[str, Any]:
    return {"code": "argumentNotAccepted", "name": name, "typeName": kind, "argumentName": argument}


def _missing_argument(
    error: GraphQLError, node: Node, parents: dict[int, Node], seen: dict[int, dict[str, Any]]
) -> dict[str, Any] | None:
    match = _MISSING.search(error.message) or _MISSING_ARGUMENT.match(error.message)
    if match is None:
        return None
    field, argument = match.groups()
    known = seen.get(id(node))
    if known is not None:
        known["message"] += f", {argument}"
        known["extensions"]["arguments"] += f", {argument}"
        return None
    message = f"Field '{field}' is missing required arguments: {argument}"
    extensions = {
        "code": "missingRequiredArguments",
        "className": "Field",
        "name": field,
        "arguments": argument,
    }
    seen[id(node)] = _error(message, node, _path(node, parents), extensions)
    return seen[id(node)]


def _bad_value(error: GraphQLError, node: Node, parents: dict[int, Node]) -> dict[str, Any]:
    """A literal of the wrong type; the location is the field's (or input object's), not the value's."""
    holder = parents.get(id(node))
    while holder is not None and not isinstance(holder, ArgumentNode | ObjectFieldNode):
        holder = parents.get(id(holder))
    if holder is None:
        return _error(error.message, node, _path(node, parents), {"code": "argumentLiteralsIncompatible"})
    owner = parents[id(holder)]
    is_field = isinstance(owner, FieldNode)
    kind, name = ("Field", owner.name.value) if is_field else ("InputObject", "input")  # type: ignore[attr-defined]
    expected = _expected_type(error.message)
    message = (
        f"Argument '{holder.name.value}' on {kind} '{name}' has an invalid value ({print_ast(node)})."
        f" Expected type '{expected}'."
    )
    extensions = {
        "code": "argumentLiteralsIncompatible",
        "typeName": kind,
        "argumentName": holder.name.value,
    }
    return _error(message, owner, _path(holder, parents), extensions)


def _expected_type(message: str) -> str:
    match = re.search(r"(?:of type|in) '([\w!\[\]]+)'", message) or re.match(
        r"(\w+) cannot represent", message
    )
    return match[1] if match else ""


def _error(message: str, node: Node, path: list[Any], extensions: dict[str, Any]) -> dict[str, Any]:
    return {"message": message, "locations": [_location(node)], "path": path, "extensions": extensions}


def _location(node: Node) -> dict[str, int]:
    token = node.loc.start_token if node.loc else None
    return {"line": token.line if token else 1, "column": token.column if token else 1}


def _parents(document: DocumentNode) -> dict[int, Node]:
    parents: dict[int, Node] = {}
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        for key in node.keys:
            value = getattr(node, key, None)
            for child in value if isinstance(value, list | tuple) else [value]:
                if isinstance(child, Node):
                    parents[id(child)] = node
                    waiting.append(child)
    return parents


def _path(node: Node, parents: dict[int, Node]) -> list[Any]:
    steps: list[Any] = []
    step: Node | None = node
    while step is not None:
        steps.extend(_step(step))
        step = parents.get(id(step))
    return steps[::-1]


def _step(node: Node) -> list[str]:
    if isinstance(node, OperationDefinitionNode):
        return [f"{node.operation.value} {node.name.value}" if node.name else node.operation.value]
    if isinstance(node, FragmentDefinitionNode):
        return [f"fragment {node.name.value}"]
    if isinstance(node, FieldNode):
        return [node.alias.value if node.alias else node.name.value]
    if isinstance(node, ArgumentNode | ObjectFieldNode):
        return [node.name.value]
    return []
