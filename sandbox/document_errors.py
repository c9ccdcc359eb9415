"""The schema's complaints about a document, worded and shaped as the real API words and shapes them.

graphql-core finds the faults. Its messages tell the kind apart; kinds that no recording shows keep their
own words.
"""

import re
from collections.abc import Iterable
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLError, Node, print_ast

from sandbox.document_places import Places

_Error = dict[str, Any]

_UNDEFINED = re.compile(r"Cannot query field '(\w+)' on type '(\w+)'")
_MISSING = re.compile(r"Argument '(?:\w+\.)?(\w+)\((\w+):\)' of type '[^']+' is required")
_UNKNOWN_ARGUMENT = re.compile(r"Unknown argument '(\w+)' on field '(?:\w+\.)?(\w+)'")
_UNKNOWN_INPUT_FIELD = re.compile(r"Expected value of type '(\w+)' not to include unknown field '(\w+)'")
_BAD_VALUE = re.compile(r"Expected value of|Value '|Enum '|\w+ cannot represent")


def as_shopify_says(document: DocumentNode, errors: Iterable[GraphQLError]) -> list[_Error]:
    places = Places(document)
    missing: dict[int, _Error] = {}  # one error names all arguments a field lacks
    told: list[_Error] = []
    for error in errors:
        node = (error.nodes or [document])[0]
        match = _MISSING.match(error.message)
        if match and id(node) in missing:
            _add_missing(missing[id(node)], match[2])
            continue
        told.append(_shaped(error, node, places))
        if match:
            missing[id(node)] = told[-1]
    return told


def bad_ids(document: DocumentNode) -> list[_Error]:
    """Ids that are written in the document and are no gids."""
    places = Places(document)
    return [
        _error(
            f"Invalid global id '{text}'",
            places.parent(argument),
            places.path(argument),
            {"code": "argumentLiteralsIncompatible", "typeName": "CoercionError"},
        )
        for argument, text in places.written_ids
        if not text.startswith("gid://")
    ]


def _shaped(error: GraphQLError, node: Node, places: Places) -> _Error:
    path = places.path(node)
    if match := _UNDEFINED.match(error.message):
        field, owner = match.groups()
        extensions = {"code": "undefinedField", "typeName": owner, "fieldName": field}
        return _error(f"Field '{field}' doesn't exist on type '{owner}'", node, path, extensions)
    if match := _MISSING.match(error.message):
        return _missing(match[1], match[2], node, path)
    if match := _UNKNOWN_ARGUMENT.match(error.message):
        argument, field = match.groups()
        message = f"Field '{field}' doesn't accept argument '{argument}'"
        return _error(message, node, path, _not_accepted(field, "Field", argument))
    if match := _UNKNOWN_INPUT_FIELD.match(error.message):
        owner, argument = match.groups()
        message = f"InputObject '{owner}' doesn't accept argument '{argument}'"
        return _error(message, node, path, _not_accepted(owner, "InputObject", argument))
    if _BAD_VALUE.match(error.message):
        return _bad_value(error, node, places)
    return _error(error.message, node, path, {"code": "invalidDocument"})


def _not_accepted(name: str, kind: str, argument: str) -> _Error:
    return {"code": "argumentNotAccepted", "name": name, "typeName": kind, "argumentName": argument}


def _missing(field: str, argument: str, node: Node, path: list[Any]) -> _Error:
    message = f"Field '{field}' is missing required arguments: {argument}"
    extensions = {
        "code": "missingRequiredArguments",
        "className": "Field",
        "name": field,
        "arguments": argument,
    }
    return _error(message, node, path, extensions)


def _add_missing(error: _Error, argument: str) -> None:
    error["message"] += f", {argument}"
    error["extensions"]["arguments"] += f", {argument}"


def _bad_value(error: GraphQLError, node: Node, places: Places) -> _Error:
    """A literal of the wrong type. It stands at the field that takes it, not at the value itself."""
    holder = places.holder(node)
    if holder is None:
        return _error(error.message, node, places.path(node), {"code": "argumentLiteralsIncompatible"})
    owner = places.parent(holder)
    kind = "Field" if isinstance(owner, FieldNode) else "InputObject"
    name = owner.name.value if isinstance(owner, FieldNode) else places.input_type(owner)
    argument = holder.name.value
    message = (
        f"Argument '{argument}' on {kind} '{name}' has an invalid value ({print_ast(holder.value)})."
        f" Expected type '{places.expected(holder)}'."
    )
    extensions = {
        "code": "argumentLiteralsIncompatible",
        "typeName": kind,
        "argumentName": argument,
    }
    return _error(message, owner, places.path(holder), extensions)


def _error(message: str, node: Node, path: list[Any], extensions: _Error) -> _Error:
    token = node.loc.start_token if node.loc else None
    location = {"line": token.line if token else 1, "column": token.column if token else 1}
    return {"message": message, "locations": [location], "path": path, "extensions": extensions}
