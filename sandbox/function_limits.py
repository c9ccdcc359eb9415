"""What the platform allows a Function, and whether one keeps to it.

Figures: shopify.dev, Function APIs, "Limitations". A kB is 1,000 bytes. Some limits grow with carts of
more than 200 lines.
"""

from dataclasses import dataclass

from graphql import (
    FieldNode,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    validate,
    visit,
)

from sandbox.function import Function
from sandbox.function_schema import function_schema

MODULE_BYTES = 256_000
MEMORY_BYTES = 10_000_000
STACK_BYTES = 512_000
QUERY_BYTES = 3_000
QUERY_COST = 30
METAFIELD_BYTES = 10_000
LIST_LENGTH = 100

_DEAR = {"hasAnyTag", "hasTags", "inAnyCollection", "inCollections"}
_FREE_INSIDE = {"Metafield", "HasTagResponse", "CollectionMembership"}


@dataclass(frozen=True)
class RunLimits:
    instructions: int
    input_bytes: int
    output_bytes: int


def run_limits(lines: int) -> RunLimits:
    scale = max(1.0, lines / 200)
    return RunLimits(int(11_000_000 * scale), int(128_000 * scale), int(20_000 * scale))


def deploy_faults(function: Function) -> list[str]:
    """Why the platform would not take it."""
    faults = [error.message for error in validate(function_schema(), parse(function.input_query))]
    if faults:
        return faults
    measured = (
        ("module", len(function.module), MODULE_BYTES, "bytes"),
        # Comments do not count, and the parser drops them.
        ("input query", len(print_ast(parse(function.input_query)).encode()), QUERY_BYTES, "bytes"),
        ("input query", query_cost(function.input_query), QUERY_COST, "points"),
    )
    return [
        f"the {what} has {size} {unit}, {most} at most" for what, size, most, unit in measured if size > most
    ]


def query_cost(query: str) -> int:
    costs = _Costs(function_schema())
    visit(parse(query), TypeInfoVisitor(costs.types, costs))
    return costs.total


class _Costs(Visitor):
    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.types = TypeInfo(schema)
        self.total = 0

    def enter_field(self, node: FieldNode, *_: object) -> None:
        parent, kind = self.types.get_parent_type(), self.types.get_type()
        if parent is None or kind is None or parent.name in _FREE_INSIDE:
            return
        if node.name.value in _DEAR or get_named_type(kind).name == "Metafield":
            self.total += 3
        elif node.selection_set is None and node.name.value != "__typename":
            self.total += 1
