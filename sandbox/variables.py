"""Variables against their declared types, with the problems worded as the real API words them."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    is_input_type,
    type_from_ast,
)

from sandbox.admin_schema import admin_schema

_Problem = tuple[list[str | int], str]


def variable_errors(operation: OperationDefinitionNode, given: dict[str, Any]) -> list[dict[str, Any]]:
    errors = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        if name not in given and definition.default_value is not None:
            continue
        expected = type_from_ast(admin_schema(), definition.type)
        assert is_input_type(expected)  # the document was validated
        problems = list(_problems(expected, given.get(name), []))
        if problems:
            errors.append(_error(definition, name, str(expected), given.get(name), problems))
    return errors


def _problems(expected: GraphQLInputType, value: Any, path: list[str | int]) -> Iterator[_Problem]:
    if isinstance(expected, GraphQLNonNull):
        if value is None:
            yield path, "Expected value to not be null"
        else:
            yield from _problems(expected.of_type, value, path)
    elif value is None:
        return
    elif isinstance(expected, GraphQLList):
        for at, entry in enumerate(value) if isinstance(value, list) else ((None, value),):
            yield from _problems(expected.of_type, entry, path if at is None else [*path, at])
    elif isinstance(expected, GraphQLInputObjectType):
        yield from _object_problems(expected, value, path)
    elif isinstance(expected, GraphQLEnumType):
        if value not in expected.values:
            yield path, f'Expected "{value}" to be one of: {", ".join(expected.values)}'
    elif isinstance(expected, GraphQLScalarType):
        yield from _scalar_problems(expected, value, path)


def _object_problems(
    expected: GraphQLInputObjectType, value: Any, path: list[str | int]
) -> Iterator[_Problem]:
    if not isinstance(value, dict):
        yield path, f"Expected {value!r} to be a key-value object"
        return
    if expected.is_one_of and len(value) != 1:
        yield path, f"'{expected.name}' requires exactly one argument, but {len(value)} were provided."
        return
    for name in value:
        if name not in expected.fields:
            yield [*path, name], f"Field is not defined on {expected.name}"
    for name, field in expected.fields.items():
        if name in value or field.default_value is Undefined:
            yield from _problems(field.type, value.get(name), [*path, name])


def _scalar_problems(expected: GraphQLScalarType, value: Any, path: list[str | int]) -> Iterator[_Problem]:
    if expected.name == "ID" and isinstance(value, str) and not value.startswith("gid://"):
        yield path, f"Invalid global id '{value}'"
    try:
        expected.parse_value(value)
    except GraphQLError:
        yield path, f"Could not coerce value {_ruby(value)} to {expected.name}"


def _ruby(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _error(
    definition: VariableDefinitionNode, name: str, expected: str, value: Any, problems: list[_Problem]
) -> dict[str, Any]:
    details = [f"{'.'.join(map(str, path))} ({text})" for path, text in problems if path]
    suffix = f" for {', '.join(details)}" if details else ""
    token = definition.loc.start_token if definition.loc else None
    return {
        "message": f"Variable ${name} of type {expected} was provided invalid value{suffix}",
        "locations": [{"line": token.line if token else 1, "column": token.column if token else 1}],
        "extensions": {
            "code": "INVALID_VARIABLE",
            "value": value,
            "problems": [_told(path, text) for path, text in problems],
        },
    }


def _told(path: list[str | int], text: str) -> dict[str, Any]:
    problem: dict[str, Any] = {"path": path, "explanation": text}
    # Problems of scalars say it twice (recorded).
    return (
        {**problem, "message": text}
        if text.startswith(("Invalid global id", "Could not coerce"))
        else problem
    )
