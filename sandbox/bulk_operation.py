"""A bulk operation: the record of one job."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class BulkOperation:
    id: int
    query: str
    created_at: datetime
    status: str = "CREATED"  # BulkOperationStatus
    error_code: str | None = None
    completed_at: datetime | None = None
    object_count: int = 0
    root_object_count: int = 0
    lines: tuple[str, ...] = ()  # what the result file holds so far
