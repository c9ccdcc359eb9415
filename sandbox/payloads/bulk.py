"""bulk_operations/finish."""

from typing import Any

from sandbox.bulk_operation import BulkOperation
from sandbox.clock import local_text
from sandbox.ids import gid
from sandbox.store import Store


def bulk_finished(store: Store, job: BulkOperation) -> dict[str, Any]:
    return {
        "admin_graphql_api_id": gid("BulkOperation", job.id),
        "completed_at": local_text(job.completed_at, store.timezone) if job.completed_at else None,
        "created_at": local_text(job.created_at, store.timezone),
        "error_code": job.error_code.lower() if job.error_code else None,
        "status": job.status.lower(),
        "type": job.type.lower(),
    }
