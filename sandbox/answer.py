"""One GraphQL request, from its text to the JSON of its answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType

from sandbox.access import with_implied
from sandbox.context import Context
from sandbox.cost import QUERY_LIMIT, actual_cost, requested_cost
from sandbox.document import checked, chosen_operation, root_fields
from sandbox.execute import run_document
from sandbox.store import Store
from sandbox.throttle import Bucket
from sandbox.variables import variable_errors
from sandbox.world import World


@dataclass(frozen=True)
class Answer:
    content: dict[str, Any]
    operation: str | None = None
    roots: tuple[str, ...] = ()
    is_mutation: bool = False
    requested_cost: int | None = None
    actual_cost: int | None = None
    throttled: bool = False


@dataclass(frozen=True)
class _Asked:
    operation: OperationDefinitionNode
    variables: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str | None:
        return self.operation.name.value if self.operation.name else None

    @property
    def is_mutation(self) -> bool:
        return self.operation.operation is OperationType.MUTATION


def answer(
    world: World, store: Store, token: str, body: dict[str, Any], now: datetime | None = None
) -> Answer:
    known = checked(body["query"])
    if known.document is None or known.errors:
        return Answer({"errors": list(known.errors)})
    operation = chosen_operation(known.document, body.get("operationName"))
    if operation is None:
        return Answer({"errors": [{"message": "An operation name is required"}]})
    asked = _Asked(operation, body.get("variables") or {})
    errors = variable_errors(operation, asked.variables)
    if errors:
        return Answer({"errors": errors}, asked.name, root_fields(operation), asked.is_mutation)
    bucket = store.buckets.setdefault(token, Bucket(store.bucket_size, store.restore_rate))
    requested = requested_cost(known.document, operation, asked.variables)
    if requested > QUERY_LIMIT:
        return _refused(asked, _too_dear(requested), _cost(requested, None, bucket), requested)
    if requested > bucket.available():
        return _refused(asked, _THROTTLED, _cost(requested, None, bucket), requested, throttled=True)
    ctx = Context(world, store, with_implied(store.scopes), now or world.clock.now())
    result = run_document(known.document, asked.variables, asked.name, ctx)
    actual = actual_cost(known.document, operation, asked.variables, result.data)
    bucket.spend(actual)
    content = {**_result_json(result), "extensions": {"cost": _cost(requested, actual, bucket)}}
    return Answer(
        content,
        operation=asked.name,
        roots=root_fields(operation),
        is_mutation=asked.is_mutation,
        requested_cost=requested,
        actual_cost=actual,
    )


_THROTTLED = {
    "message": "Throttled",
    "extensions": {"code": "THROTTLED", "documentation": "https://shopify.dev/api/usage/rate-limits"},
}


def throttled(store: Store, token: str) -> dict[str, Any]:
    """The answer of a store whose bucket is empty."""
    bucket = store.buckets.setdefault(token, Bucket(store.bucket_size, store.restore_rate))
    bucket.spend(bucket.available())
    return {"errors": [_THROTTLED], "extensions": {"cost": _cost(10, None, bucket)}}


_DEAR = """\
Query cost is {cost}, which exceeds the single query max cost limit ({limit}).

See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the
cost of a query is calculated.

To query larger amounts of data with fewer limits, bulk operations should be used instead.
See https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.
"""


def _too_dear(requested: int) -> dict[str, Any]:
    return {
        "message": _DEAR.format(cost=requested, limit=QUERY_LIMIT),
        "extensions": {
            "code": "MAX_COST_EXCEEDED",
            "cost": requested,
            "maxCost": QUERY_LIMIT,
            "documentation": "https://shopify.dev/api/usage/rate-limits",
        },
    }


def _refused(
    asked: _Asked, error: dict[str, Any], cost: dict[str, Any], requested: int, throttled: bool = False
) -> Answer:
    return Answer(
        {"errors": [error], "extensions": {"cost": cost}},
        operation=asked.name,
        roots=root_fields(asked.operation),
        is_mutation=asked.is_mutation,
        requested_cost=requested,
        throttled=throttled,
    )


def _cost(requested: int, actual: int | None, bucket: Bucket) -> dict[str, Any]:
    return {
        "requestedQueryCost": requested,
        "actualQueryCost": actual,
        "throttleStatus": {
            "maximumAvailable": bucket.size,
            "currentlyAvailable": bucket.available(),
            "restoreRate": bucket.restore_rate,
        },
    }


def _result_json(result: ExecutionResult) -> dict[str, Any]:
    if not result.errors:
        return {"data": result.data}
    return {"errors": [_error_json(e) for e in _without_repeats(result.errors)], "data": result.data}


def _without_repeats(errors: Sequence[GraphQLError]) -> list[GraphQLError]:
    return list({(e.message, tuple(e.path or ())): e for e in errors}.values())


def _error_json(error: GraphQLError) -> dict[str, Any]:
    return {
        "message": error.message,
        "locations": [{"line": at.line, "column": at.column} for at in error.locations or []],
        "extensions": error.extensions or {"code": "INTERNAL_SERVER_ERROR"},
        "path": list(error.path or []),
    }
