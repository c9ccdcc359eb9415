"""bulkOperationRunMutation: one mutation, run for each line of a file that was uploaded before."""

from typing import Any

from sandbox.bulk_mutation_check import refusal
from sandbox.bulk_operation import BulkOperation
from sandbox.context import Context
from sandbox.resolvers import Resolver
from sandbox.resolvers.bulk_operation import busy
from sandbox.resolvers.gids import user_error

_MOST_BYTES = 100 * 1024 * 1024
_NO_FILE = (
    "The JSONL file could not be found. Try uploading the file again, and check that you've entered the"
    " URL correctly for the stagedUploadPath mutation argument."
)


def run_mutation(_: None, args: dict[str, Any], ctx: Context) -> dict[str, Any]:
    """A file that is missing is said before too many jobs are (recorded)."""
    from sandbox import bulk_mutation_run  # which executes documents, and so needs these very tables

    errors = _refused(args["mutation"]) or _unfit(args["stagedUploadPath"], ctx) or busy(ctx, "MUTATION")
    if errors:
        return {"bulkOperation": None, "userErrors": errors}
    made = BulkOperation(
        id=ctx.world.ids.take("BulkOperation"),
        query=args["mutation"],
        created_at=ctx.now,
        type="MUTATION",
        path=args["stagedUploadPath"],
    )
    ctx.store.bulk_operations[made.id] = made
    bulk_mutation_run.start(ctx.world, ctx.store, made)
    return {"bulkOperation": made, "userErrors": []}


def _refused(mutation: str) -> list[dict[str, Any]]:
    found = refusal(mutation)
    return [user_error(found.field, found.message, code=found.code)] if found else []


def _unfit(path: str, ctx: Context) -> list[dict[str, Any]]:
    content = ctx.store.staged_uploads.get(path)
    if content is None:
        return [user_error(None, _NO_FILE, code="NO_SUCH_FILE")]
    if not content.strip():
        return [user_error(None, "The input file is empty.", code="INVALID_STAGED_UPLOAD_FILE")]
    if len(content) > _MOST_BYTES:
        words = "The input file size exceeds the maximum allowed size of 100 MB."
        return [user_error(None, words, code="INVALID_STAGED_UPLOAD_FILE")]
    return []


ROOTS: dict[str, Resolver] = {"bulkOperationRunMutation": run_mutation}
