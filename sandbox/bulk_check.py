"""Whether a query may run in bulk. Messages and their order are recorded ones."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLList,
    GraphQLObjectType,
    GraphQLSyntaxError,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    parse,
    validate,
)

from sandbox.access import node_type
from sandbox.admin_schema import admin_schema

_CONNECTIONS_LIMIT = 5
_DEPTH_LIMIT = 2


@dataclass(frozen=True)
class _Connection:
    name: str
    depth: int  # 0 for those at the top
    in_list: bool
    by_nodes: bool  # selects `nodes` where bulk wants `edges { node`
    has_id: bool
    has_nested: bool


def bulk_errors(text: str) -> list[str]:
    """What the store would say against the query; nothing when it may run."""
    try:
        document = parse(text)
    except GraphQLSyntaxError as error:
        at = (error.locations or [])[0]
        return [f"Failed to parse the query - {error.description} at [{at.line}, {at.column}]"]
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1 or operations[0].operation is not OperationType.QUERY:
        return ["Invalid operation type. Only `query` operations are supported."]
    invalid = validate(admin_schema(), document, max_errors=1)
    if invalid:
        return [invalid[0].message]
    return list(_shape_errors(document, operations[0]))


def _shape_errors(document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[str]:
    top = [s.name.value for s in operation.selection_set.selections if isinstance(s, FieldNode)]
    for name in ("node", "nodes"):
        if name in top:
            yield f"Bulk queries cannot contain a top level `{name}` field."
    found = _found(document, operation)
    if not found:
        yield "Bulk queries must contain at least one connection."
    if len(found) > _CONNECTIONS_LIMIT:
        yield f"Bulk queries cannot contain more than {_CONNECTIONS_LIMIT} connections."
    if any(c.depth > _DEPTH_LIMIT for c in found):
        yield f"Bulk queries cannot contain connections with a nesting depth greater than {_DEPTH_LIMIT}."
    if any(c.in_list for c in found):
        yield "Queries that contain a connection field within a list field are not currently supported."
    by_nodes = [c.name for c in found if c.by_nodes]
    if by_nodes:
        names = ", ".join(f"'{name}'" for name in by_nodes)
        yield (
            "All connection fields in a bulk query must select their contents using 'edges' > 'node',"
            f" e.g: '{by_nodes[0]} {{ edges {{ node {{'. Selecting via 'nodes' is not supported."
            f" Invalid connection fields: {names}."
        )
    nameless = [c.name for c in found if c.has_nested and not c.has_id]
    if nameless:
        yield (
            "The parent 'node' field for a nested connection must select the 'id' field without an alias"
            f" and must be of 'ID' return type. Connection fields without 'id': {', '.join(nameless)}."
        )


def _found(document: DocumentNode, operation: OperationDefinitionNode) -> list[_Connection]:
    query_type = admin_schema().query_type
    assert query_type is not None
    walk = _Walk({d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)})
    return list(walk.connections(operation.selection_set, query_type, 0, False))


class _Walk:
    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments

    def connections(
        self, selection: SelectionSetNode, parent: GraphQLCompositeType, depth: int, in_list: bool
    ) -> Iterator[_Connection]:
        for field, owner in self.fields(selection, parent):
            definition = getattr(owner, "fields", {}).get(field.name.value)
            if definition is None or field.selection_set is None:
                continue
            kind = get_named_type(definition.type)
            if isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection"):
                yield from self._connection(field, kind, depth, in_list)
            elif is_composite_type(kind):
                listed = in_list or isinstance(get_nullable_type(definition.type), GraphQLList)
                yield from self.connections(field.selection_set, kind, depth, listed)

    def fields(
        self, selection: SelectionSetNode, parent: GraphQLCompositeType
    ) -> Iterator[tuple[FieldNode, GraphQLCompositeType]]:
        """The fields with the type they are selected on, through all fragments."""
        for node in selection.selections:
            if isinstance(node, FieldNode):
                yield node, parent
                continue
            part = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(part, FragmentDefinitionNode | InlineFragmentNode)
            condition = part.type_condition
            kind = admin_schema().type_map[condition.name.value] if condition else parent
            assert is_composite_type(kind)
            yield from self.fields(part.selection_set, kind)

    def _connection(
        self, field: FieldNode, kind: GraphQLObjectType, depth: int, in_list: bool
    ) -> Iterator[_Connection]:
        assert field.selection_set is not None
        listed = node_type(kind)
        assert is_composite_type(listed)
        parts = list(self.fields(field.selection_set, kind))
        nodes = [
            inner.selection_set
            for part, _ in parts
            if part.name.value == "edges" and part.selection_set
            for inner, _ in self.fields(part.selection_set, kind)
            if inner.name.value == "node" and inner.selection_set
        ]
        nested = [c for s in nodes for c in self.connections(s, listed, depth + 1, False)]
        yield _Connection(
            name=field.name.value,
            depth=depth,
            in_list=in_list,
            by_nodes=any(part.name.value == "nodes" for part, _ in parts),
            has_id=any(
                f.name.value == "id" and f.alias is None for s in nodes for f, _ in self.fields(s, listed)
            ),
            has_nested=bool(nested),
        )
        yield from nested
