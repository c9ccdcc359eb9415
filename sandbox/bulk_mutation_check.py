"""Whether a mutation may run in bulk. Messages and their order are recorded ones."""

from dataclasses import dataclass

from graphql import (
    GraphQLSyntaxError,
    Lexer,
    OperationDefinitionNode,
    OperationType,
    Source,
    TokenKind,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    validate,
    visit,
)
from graphql.language import DocumentNode, FieldNode

from sandbox.admin_schema import admin_schema
from sandbox.document import root_fields

_NOT_ALLOWED = ("bulkOperationRunMutation", "bulkOperationRunQuery", "bulkOperationCancel")
"""The first is recorded as refused; that all others of the schema are allowed is assumed."""


@dataclass(frozen=True)
class Refusal:
    message: str
    field: list[str] | None = None
    code: str | None = None


def refusal(text: str) -> Refusal | None:
    """What the store would say against the mutation; None when it may run."""
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        words = f"Failed to parse the mutation - {_said(text, error)}"
        return Refusal(words, code="INVALID_MUTATION")
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.MUTATION:
        words = "Invalid operation type. Only `mutation` operations are supported."
        return Refusal(words, code="INVALID_MUTATION")
    roots = root_fields(operations[0])
    if len(roots) != 1:
        return Refusal("You must specify a single top level mutation.", ["mutation"])
    if roots[0] in _NOT_ALLOWED:
        return Refusal("You must use an allowed mutation name.", ["mutation"])
    if _connections(document) > 1:
        return Refusal("Bulk mutations cannot contain more than 1 connection.", ["mutation"])
    invalid = validate(admin_schema(), document, max_errors=1)
    return Refusal(invalid[0].message, code="INVALID_MUTATION") if invalid else None


def _said(text: str, error: GraphQLSyntaxError) -> str:
    """The store's parser points at the last word where the text ends too soon."""
    at = (error.locations or [])[0]
    if "<EOF>" not in error.message:
        return f"{error.description} at [{at.line}, {at.column}]"
    lexer = Lexer(Source(text))
    last = lexer.token
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        last = token
    return f"syntax error, unexpected end of file at [{last.line}, {last.column}]"


def _connections(document: DocumentNode) -> int:
    told, found = TypeInfo(admin_schema()), []

    class Count(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            returned = told.get_type()
            if returned is not None and get_named_type(returned).name.endswith("Connection"):
                found.append(node)

    visit(document, TypeInfoVisitor(told, Count()))
    return len(found)
