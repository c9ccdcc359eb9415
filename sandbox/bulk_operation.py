"""A bulk operation: the record of one job."""

from dataclasses import dataclass, field
from datetime import datetime

UNFINISHED = ("CREATED", "RUNNING", "CANCELING")


@dataclass(frozen=True)
class BulkOperation:
    id: int
    query: str  # or the mutation
    created_at: datetime
    type: str = "QUERY"  # or MUTATION
    path: str = ""  # of the uploaded variables of a mutation
    grouped: bool = False  # children directly under their parents in the file
    status: str = "CREATED"  # BulkOperationStatus
    error_code: str | None = None
    completed_at: datetime | None = None
    root_object_count: int = 0
    # What the result file holds so far. One list for the life of the job: it only ever grows.
    lines: list[str] = field(default_factory=list)

    @property
    def file_size(self) -> int:
        return sum(len(line.encode()) + 1 for line in self.lines)
