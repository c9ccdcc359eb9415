"""Writes the document of a recorded step that kept only its variables and its answer."""

from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type

from sandbox.admin_schema import admin_schema


def written_for(answer: dict[str, Any], variables: dict[str, Any]) -> str | None:
    """A document of one root field, with the variables as its arguments."""
    data = answer.get("data") or {}
    if len(data) != 1:
        return None
    ((root, value),) = data.items()
    schema = admin_schema()
    for operation, owner in (("mutation", schema.mutation_type), ("query", schema.query_type)):
        found = owner.fields.get(root) if owner else None
        if found is not None and variables.keys() <= found.args.keys():
            selected = _selection(value, get_named_type(found.type))
            return f"{_head(operation, found, variables)} {{ {_call(root, variables)} {selected} }}"
    return None


def _head(operation: str, field: GraphQLField, variables: dict[str, Any]) -> str:
    declared = ", ".join(f"${name}: {field.args[name].type}" for name in variables)
    return f"{operation}({declared})" if declared else operation


def _call(root: str, variables: dict[str, Any]) -> str:
    given = ", ".join(f"{name}: ${name}" for name in variables)
    return f"{root}({given})" if given else root


def _selection(value: Any, kind: Any) -> str:
    if isinstance(value, list):
        return _selection(value[0], kind) if value else _selection({}, kind)
    if value is None or not isinstance(kind, GraphQLObjectType):
        concrete = _concrete(value)
        if concrete is not None:
            typename = "__typename" if "__typename" in value else ""
            return f"{{ {typename} ... on {concrete.name} {_selection(value, concrete)} }}"
        return "" if not hasattr(kind, "fields") else "{ __typename }"
    parts = []
    for name, inner in value.items():
        if name == "__typename":
            parts.append(name)
        elif name in kind.fields:
            field = kind.fields[name]
            window = "(first: 250)" if "first" in field.args else ""
            parts.append(f"{name}{window} {_selection(inner, get_named_type(field.type))}")
    return f"{{ {' '.join(parts) or '__typename'} }}"


def _concrete(value: Any) -> GraphQLObjectType | None:
    """What an object behind an interface is: it says so, or its id does."""
    if not isinstance(value, dict):
        return None
    name = (
        value.get("__typename") or str(value.get("id", "")).removeprefix("gid://shopify/").partition("/")[0]
    )
    found = admin_schema().type_map.get(name)
    return found if isinstance(found, GraphQLObjectType) else None
