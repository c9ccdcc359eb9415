"""GET /bulk/{id}.jsonl: the result files of bulk operations."""

from flask import Blueprint, Response

from sandbox.control import ControlError, the_world

blueprint = Blueprint("bulk_files", __name__)


@blueprint.get("/bulk/<int:operation_id>.jsonl")
def result_file(operation_id: int) -> Response:
    with the_world().lock:
        for store in the_world().stores.values():
            operation = store.bulk_operations.get(operation_id)
            if operation is not None:
                text = "".join(f"{line}\n" for line in operation.lines)
                return Response(text, content_type="application/jsonl")
    raise ControlError("there is no such file", 404)
