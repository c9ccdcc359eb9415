"""What a query costs, in points, computed as the real API does.

Objects cost 1, mutations 10, scalars 0; connections by their size (cost_selection.py). Fitted to recorded
costs, see README.
"""

from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    IntValueNode,
    OperationDefinitionNode,
    OperationType,
    get_named_type,
)

from sandbox.admin_schema import admin_schema
from sandbox.cost_selection import Walk, answer_key, field_cost, own_cost, selection_cost

QUERY_LIMIT = 1000  # points, for one query
_MUTATION = 10


def requested_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any]
) -> int:
    return _operation_cost(document, operation, variables, None)


def actual_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any], data: Any
) -> int:
    return _operation_cost(document, operation, variables, data or {})


def _operation_cost(
    document: DocumentNode, operation: OperationDefinitionNode, variables: dict[str, Any], data: Any
) -> int:
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    walk = Walk(fragments, _with_defaults(operation, variables))
    if operation.operation is OperationType.QUERY:
        return selection_cost(walk, operation.selection_set, admin_schema().query_type, data)
    return sum(
        _MUTATION + _payload(walk, node, data)
        for node in operation.selection_set.selections
        if isinstance(node, FieldNode)
    )


def _payload(walk: Walk, node: FieldNode, data: Any) -> int:
    """The ten points of a mutation cover the objects its payload holds, but not what hangs on these."""
    mutation_type = admin_schema().mutation_type
    if node.selection_set is None or mutation_type is None:
        return 0
    payload = get_named_type(mutation_type.fields[node.name.value].type)
    value = None if data is None else data.get(answer_key(node)) or {}
    total = 0
    for field in node.selection_set.selections:
        if isinstance(field, FieldNode):
            total += field_cost(walk, field, payload, value) - own_cost(payload, field)
    return total


def _with_defaults(operation: OperationDefinitionNode, given: dict[str, Any]) -> dict[str, Any]:
    defaults = {
        d.variable.name.value: int(d.default_value.value)
        for d in operation.variable_definitions or ()
        if isinstance(d.default_value, IntValueNode)
    }
    return {**defaults, **given}
