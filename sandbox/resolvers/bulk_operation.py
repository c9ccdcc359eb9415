"""Bulk operations: starting queries, watching and cancelling both kinds."""

from dataclasses import replace
from typing import Any

from sandbox.api_errors import ResourceNotFound
from sandbox.bulk_check import bulk_errors
from sandbox.bulk_operation import UNFINISHED, BulkOperation
from sandbox.clock import utc_text
from sandbox.connection import Listing
from sandbox.context import Context
from sandbox.ids import gid, parse_gid
from sandbox.resolvers import Resolver
from sandbox.resolvers.gids import user_error
from sandbox.search import at_instant, at_number, equals, search

_AT_ONCE = 5

_FILTERS = {
    "id": at_number(lambda b: b.id),
    "status": equals(lambda b: b.status),
    "operation_type": equals(lambda b: b.type),
    "created_at": at_instant(lambda b: b.created_at),
}
_SORTS = {
    "CREATED_AT": lambda b: utc_text(b.created_at),
    "COMPLETED_AT": lambda b: utc_text(b.completed_at) if b.completed_at else None,
}


def operations(_: None, args: dict[str, Any], ctx: Context) -> Listing:
    fits = search(args.get("query"), _FILTERS)
    found = [b for b in ctx.store.bulk_operations.values() if fits(b)]
    return Listing(found, sort=_SORTS[args.get("sortKey") or "CREATED_AT"])


def operation(_: None, args: dict[str, Any], ctx: Context) -> BulkOperation | None:
    kind, number = parse_gid(args["id"]) or ("", 0)
    if kind != "BulkOperation":
        raise ResourceNotFound(f"Invalid id: {args['id']}")
    return ctx.store.bulk_operations.get(number)


def current(_: None, args: dict[str, Any], ctx: Context) -> BulkOperation | None:
    kind = args.get("type") or "QUERY"
    alike = [b for b in ctx.store.bulk_operations.values() if b.type == kind]
    return max(alike, key=lambda b: b.id, default=None)


def run_query(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    from sandbox import bulk_run  # which executes documents, and so needs these very tables

    errors = [user_error(["query"], message, code="INVALID") for message in bulk_errors(args["query"])]
    errors = errors or busy(ctx, "QUERY")
    if errors:
        return {"bulkOperation": None, "userErrors": errors}
    bulk_run.check_runs(ctx.world, ctx.store, args["query"])
    made = BulkOperation(
        id=ctx.world.ids.take("BulkOperation"),
        query=args["query"],
        created_at=ctx.now,
        grouped=bool(args.get("groupObjects")),
    )
    ctx.store.bulk_operations[made.id] = made
    bulk_run.start(ctx.world, ctx.store, made)
    return {"bulkOperation": made, "userErrors": []}


def cancel(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    found = operation(None, args, ctx)
    if found is None:
        errors = [user_error(["id"], "Bulk operation does not exist")]
        return {"bulkOperation": None, "userErrors": errors}
    if found.status not in UNFINISHED:
        message = f"A bulk operation cannot be canceled when it is {found.status.lower()}"
        return {"bulkOperation": found, "userErrors": [user_error(None, message)]}
    found = replace(found, status="CANCELING")
    ctx.store.bulk_operations[found.id] = found
    return {"bulkOperation": found, "userErrors": []}


def busy(ctx: Context, kind: str) -> list[dict[str, Any]]:
    """The refusal of a sixth operation of one kind (recorded)."""
    found = ctx.store.bulk_operations.values()
    running = [b for b in found if b.status in UNFINISHED and b.type == kind]
    if len(running) < _AT_ONCE:
        return []
    names = ", ".join(gid("BulkOperation", b.id) for b in running)
    message = f"A bulk {kind.lower()} operation for this app and shop is already in progress: {names}."
    return [user_error(None, message, code="OPERATION_IN_PROGRESS")]


def _file(record: BulkOperation, ctx: Context) -> str:
    return f"{ctx.world.url}/bulk/{record.id}.jsonl"


def _url(record: BulkOperation, _: dict[str, Any], ctx: Context) -> str | None:
    """A cancelled job shows what it had by then (recorded); one that found nothing has no file (assumed)."""
    return _file(record, ctx) if record.status in ("COMPLETED", "CANCELED") and record.lines else None


def _partial_url(record: BulkOperation, _: dict[str, Any], ctx: Context) -> str | None:
    return _file(record, ctx) if record.status == "FAILED" and record.lines else None


def _file_size(record: BulkOperation, _: dict[str, Any], __: Context) -> str | None:
    return str(record.file_size) if record.status == "COMPLETED" and record.lines else None


FIELDS: dict[str, dict[str, Resolver]] = {
    "BulkOperation": {
        "id": lambda b, _, __: gid("BulkOperation", b.id),
        "status": lambda b, _, __: b.status,
        "type": lambda b, _, __: b.type,
        "query": lambda b, _, __: b.query,
        "errorCode": lambda b, _, __: b.error_code,
        "createdAt": lambda b, _, __: utc_text(b.created_at),
        "completedAt": lambda b, _, __: utc_text(b.completed_at) if b.completed_at else None,
        "objectCount": lambda b, _, __: str(len(b.lines)),
        "rootObjectCount": lambda b, _, __: str(b.root_object_count),
        "fileSize": _file_size,
        "url": _url,
        "partialDataUrl": _partial_url,
    },
}

ROOTS: dict[str, Resolver] = {
    "bulkOperation": operation,
    "bulkOperations": operations,
    "currentBulkOperation": current,
    "bulkOperationRunQuery": run_query,
    "bulkOperationCancel": cancel,
}

NODES = {"BulkOperation": lambda ctx, number: ctx.store.bulk_operations.get(number)}
TYPENAMES = {BulkOperation: "BulkOperation"}
