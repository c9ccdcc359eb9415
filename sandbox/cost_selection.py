"""The cost of what is selected on an object: its objects, and its connections by their size.

A connection costs 2 plus its nodes; what the nodes add grows far slower than their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    IntValueNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from sandbox.access import node_type
from sandbox.admin_schema import admin_schema

_CONNECTION = 2
_COUNT_AT_TOP = 10
_FREE = {"PageInfo", "MoneyV2", "MoneyBag", "MailingAddress", "ShopAddress"}


@dataclass(frozen=True)
class Walk:
    fragments: dict[str, FragmentDefinitionNode]
    variables: dict[str, Any]


def connection_growth(count: int) -> int:
    """1, 2, 2, 3, 4, 5, 7, 9, 11 for 1, 2, 3, 5, 10, 20, 50, 100, 250 nodes."""
    return round((count**0.2 - 1) / 0.2 + 1) if count > 0 else 0


def selection_cost(walk: Walk, selection: SelectionSetNode, parent: Any, data: Any) -> int:
    """Cost of what is selected on one object; `data` is its answer, or None when only estimated."""
    shared = 0
    conditional: list[tuple[Any, int]] = []
    for node in selection.selections:
        if isinstance(node, FieldNode):
            shared += field_cost(walk, node, parent, data)
            continue
        inner, condition = _fragment(walk, node)
        kind = admin_schema().type_map[condition] if condition else parent
        cost = selection_cost(walk, inner, kind, data)
        if kind is parent:
            shared += cost
        else:
            conditional.append((kind, cost))
    return shared + _dearest(conditional)


def _dearest(conditional: list[tuple[Any, int]]) -> int:
    """Of an interface or union, the object type that the most expensive fragments apply to."""
    possible = {t for kind, _ in conditional for t in _object_types(kind)}
    sums = (sum(cost for kind, cost in conditional if t in _object_types(kind)) for t in possible)
    return max(sums, default=0)


def _object_types(kind: Any) -> frozenset[Any]:
    return frozenset(admin_schema().get_possible_types(kind) if is_abstract_type(kind) else (kind,))


def _fragment(
    walk: Walk, node: InlineFragmentNode | FragmentSpreadNode | Any
) -> tuple[SelectionSetNode, str | None]:
    if isinstance(node, FragmentSpreadNode):
        definition = walk.fragments[node.name.value]
        return definition.selection_set, definition.type_condition.name.value
    return node.selection_set, node.type_condition.name.value if node.type_condition else None


def field_cost(walk: Walk, node: FieldNode, parent: Any, data: Any) -> int:
    kind = _object_type(parent, node)
    if kind is None:
        return 0
    value = None if data is None else data.get(answer_key(node))
    if data is not None and value is None:
        return own_cost(parent, node)
    if _is_connection(kind):
        return _connection(walk, node, kind, value)
    return _objects(walk, node, parent, kind, value)


def _object_type(parent: Any, node: FieldNode) -> Any:
    """The type of the object the field answers; None for scalars, which are free."""
    definition = getattr(parent, "fields", {}).get(node.name.value)
    if node.selection_set is None or definition is None:
        return None
    kind = get_named_type(definition.type)
    return kind if is_composite_type(kind) else None


def own_cost(parent: Any, node: FieldNode) -> int:
    kind = _object_type(parent, node)
    if kind is None or kind.name in _FREE or kind.name.endswith("UserError"):
        return 0
    if kind.name == "Count" and parent is admin_schema().query_type:
        return _COUNT_AT_TOP
    return 0 if _is_connection(kind) else 1


def _objects(walk: Walk, node: FieldNode, parent: Any, kind: Any, value: Any) -> int:
    assert node.selection_set is not None
    own = own_cost(parent, node)
    if isinstance(value, list):
        each = [own + selection_cost(walk, node.selection_set, kind, v) for v in value if v is not None]
        return max(each, default=own)
    return own + selection_cost(walk, node.selection_set, kind, value)


def _is_connection(kind: Any) -> bool:
    return isinstance(kind, GraphQLObjectType) and kind.name.endswith("Connection")


def answer_key(node: FieldNode) -> str:
    return (node.alias or node.name).value


def _connection(walk: Walk, node: FieldNode, kind: GraphQLObjectType, value: Any) -> int:
    assert node.selection_set is not None
    growth = connection_growth(_window(walk, node))
    node_kind = node_type(kind)
    estimated, counted, empty = [0], 0, True
    for part, selection in _node_selections(walk, node.selection_set):
        estimated.append(growth * (1 + selection_cost(walk, selection, node_kind, None)))
        if value is None:
            continue
        rows = [row for row in (_row(part, entry) for entry in value.get(part[0]) or []) if row is not None]
        empty = empty and not rows
        total = sum(1 + selection_cost(walk, selection, node_kind, row) for row in rows)
        size = _window(walk, node)
        counted += -(-total * growth // size) if size else 0
    if value is None:
        return _CONNECTION + sum(estimated)
    # Nothing found costs what was expected (recorded).
    return _CONNECTION + (max(estimated) if empty else counted)


def _row(part: tuple[str, str | None], entry: Any) -> Any:
    return entry.get(part[1]) if part[1] and entry else entry


def _node_selections(
    walk: Walk, selection: SelectionSetNode
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


def _window(walk: Walk, node: FieldNode) -> int:
    for argument in node.arguments or ():
        if argument.name.value in ("first", "last"):
            if isinstance(argument.value, IntValueNode):
                return int(argument.value.value)
            if isinstance(argument.value, VariableNode):
                size = walk.variables.get(argument.value.name.value)
                if size is not None:
                    return int(size)
    return 0
