"""What a query costs, in points, computed as the real API does.

Objects cost 1, mutations 10, scalars 0. A connection costs 2 plus its nodes; what the nodes add grows far
slower than their number. The law of that growth was fitted to recorded costs (README, Cost).
"""

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLCompositeType,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
)

from sandbox.access import node_type
from sandbox.admin_schema import admin_schema

QUERY_LIMIT = 1000  # points, for one query
_MUTATION = 10
_CONNECTION = 2
_FREE = {"PageInfo", "MoneyV2", "MoneyBag", "UserError", "Count"}


class _Walk:
    def __init__(self, document: DocumentNode, variables: dict[str, Any]) -> None:
        self.fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self.variables = variables


def requested_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> int:
    walk = _Walk(document, _with_defaults(operation, variables))
    if operation.operation is OperationType.MUTATION:
        return _MUTATION * _count_fields(operation.selection_set)
    return _selections(walk, operation.selection_set, admin_schema().query_type, None)


def actual_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any], data: Any
) -> int:
    if operation.operation is OperationType.MUTATION:
        return _MUTATION * _count_fields(operation.selection_set)
    walk = _Walk(document, _with_defaults(operation, variables))
    return _selections(walk, operation.selection_set, admin_schema().query_type, data or {})


def connection_growth(count: int) -> int:
    """1, 2, 2, 3, 4, 5, 7, 9, 11 for 1, 2, 3, 5, 10, 20, 50, 100, 250 nodes."""
    return round((count**0.2 - 1) / 0.2 + 1) if count > 0 else 0


def _count_fields(selection: SelectionSetNode) -> int:
    return sum(1 for s in selection.selections if isinstance(s, FieldNode))


def _with_defaults(operation: OperationDefinitionNode, given: dict[str, Any]) -> dict[str, Any]:
    defaults = {
        d.variable.name.value: int(d.default_value.value)
        for d in operation.variable_definitions or ()
        if isinstance(d.default_value, IntValueNode)
    }
    return {**defaults, **given}


def _selections(walk: _Walk, selection: SelectionSetNode, parent: Any, data: Any) -> int:
    """Cost of what is selected on one object; `data` is its answer, or None when only estimated."""
    shared = 0
    dearest_variant = 0
    for node in selection.selections:
        if isinstance(node, FieldNode):
            shared += _field(walk, node, parent, data)
            continue
        inner, condition = _fragment(walk, node)
        kind = admin_schema().type_map[condition] if condition else parent
        cost = _selections(walk, inner, kind, data)
        if kind is parent:
            shared += cost
        else:
            dearest_variant = max(dearest_variant, cost)
    return shared + dearest_variant


def _fragment(
    walk: _Walk, node: InlineFragmentNode | FragmentSpreadNode | Any
) -> tuple[SelectionSetNode, str | None]:
    if isinstance(node, FragmentSpreadNode):
        definition = walk.fragments[node.name.value]
        return definition.selection_set, definition.type_condition.name.value
    return node.selection_set, node.type_condition.name.value if node.type_condition else None


def _field(walk: _Walk, node: FieldNode, parent: Any, data: Any) -> int:
    definition = getattr(parent, "fields", {}).get(node.name.value)
    if node.selection_set is None or definition is None:
        return 0
    kind = get_named_type(definition.type)
    if not is_composite_type(kind):
        return 0
    key = node.alias.value if node.alias else node.name.value
    value = None if data is None else data.get(key)
    if data is not None and value is None:
        return 0 if kind.name in _FREE else 1
    if isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection"):
        return _connection(walk, node, kind, value)
    return _objects(walk, node, kind, value)


def _objects(walk: _Walk, node: FieldNode, kind: GraphQLCompositeType, value: Any) -> int:
    assert node.selection_set is not None
    own = 0 if kind.name in _FREE else 1
    if isinstance(value, list):
        each = [own + _selections(walk, node.selection_set, kind, v) for v in value if v is not None]
        return max(each, default=own)
    return own + _selections(walk, node.selection_set, kind, value)


def _connection(walk: _Walk, node: FieldNode, kind: GraphQLObjectType, value: Any) -> int:
    assert node.selection_set is not None
    size = _window(walk, node)
    cost = _CONNECTION
    nodes_cost = 0
    for part, selection in _node_selections(walk, node.selection_set):
        node_kind = node_type(kind)
        if value is None:
            each = 1 + _selections(walk, selection, node_kind, None)
            nodes_cost = max(nodes_cost, connection_growth(size) * each)
            continue
        rows = [_row(part, entry) for entry in value.get(part[0]) or []]
        total = sum(1 + _selections(walk, selection, node_kind, row) for row in rows if row is not None)
        share = connection_growth(size) / size if size else 0
        nodes_cost = max(nodes_cost, -int(-total * share // 1))
    return cost + nodes_cost


def _row(part: tuple[str, str | None], entry: Any) -> Any:
    return entry.get(part[1]) if part[1] and entry else entry


def _node_selections(
    walk: _Walk, selection: SelectionSetNode
) -> Iterator[tuple[tuple[str, str | None], SelectionSetNode]]:
    """The places where a connection's nodes are selected: `nodes {…}` and `edges { node {…} }`."""
    for node in selection.selections:
        if isinstance(node, FieldNode) and node.selection_set is not None:
            key = node.alias.value if node.alias else node.name.value
            if node.name.value == "nodes":
                yield (key, None), node.selection_set
            elif node.name.value == "edges":
                for inner in node.selection_set.selections:
                    if isinstance(inner, FieldNode) and inner.name.value == "node" and inner.selection_set:
                        yield (key, inner.alias.value if inner.alias else "node"), inner.selection_set
        elif not isinstance(node, FieldNode):
            yield from _node_selections(walk, _fragment(walk, node)[0])


def _window(walk: _Walk, node: FieldNode) -> int:
    for argument in node.arguments or ():
        if argument.name.value in ("first", "last"):
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                size = walk.variables.get(argument.value.name.value)
                if size is not None:
                    return int(size)
    return 0
