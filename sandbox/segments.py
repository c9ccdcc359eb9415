"""Segments: the record, and who is in one right now."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Segment:
    id: int
    name: str
    query: str
    created_at: datetime
    edited_at: datetime
