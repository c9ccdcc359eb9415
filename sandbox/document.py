"""A request's document: parsed, checked against the schema, and remembered, since apps repeat themselves."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLSyntaxError, OperationDefinitionNode, parse, validate

from sandbox.admin_schema import admin_schema
from sandbox.document_errors import as_shopify_says, bad_ids


@dataclass(frozen=True)
class Checked:
    document: DocumentNode | None
    errors: tuple[dict[str, Any], ...] = ()


@lru_cache(maxsize=500)
def checked(text: str) -> Checked:
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        return Checked(None, (_syntax_error(error),))
    errors = validate(admin_schema(), document, max_errors=20)
    told = as_shopify_says(document, errors) if errors else bad_ids(document)
    return Checked(document, tuple(told))


def chosen_operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name:
        return next((o for o in operations if o.name and o.name.value == name), None)
    return operations[0] if len(operations) == 1 else None


def root_fields(operation: OperationDefinitionNode) -> tuple[str, ...]:
    """Names of the fields at the top, without their aliases."""
    selections = operation.selection_set.selections
    return tuple(s.name.value for s in selections if isinstance(s, FieldNode))


def _syntax_error(error: GraphQLSyntaxError) -> dict[str, Any]:
    return {
        "message": error.message,
        "locations": [{"line": at.line, "column": at.column} for at in error.locations or []],
        "extensions": {"code": "PARSE_ERROR"},
    }
