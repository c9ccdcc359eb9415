"""Customers that are written together by bulk operations of the platform, one kind of write at a time."""

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, required_instant, sentence, shop_key

ASKED, RUNNING, WRITTEN, DONE = "asked", "running", "written", "done"
"""The next operation is to be started; it runs; all have run; every subject has its outcome."""


class MassWrite(SQLModel, table=True):
    __tablename__ = "mass_write"

    shop_id: int = shop_key()
    id: int = id_key()
    state: str = ASKED
    verb: str = "add"
    """What the present operation does to each customer."""
    bulk_id: str = ""
    plan: bytes = Field(default=b"", sa_type=LargeBinary)
    """Packed JSON: who, from which wish, and what to write; emptied at the end."""
    outcome: str = "{}"
    """JSON: the platform's words for those refused, and who must be looked at again."""
    problem: str = sentence()
    """Why it was given up; empty where it was not."""
    started_at: datetime = required_instant()
    asked_at: datetime | None = instant()
    """When the present operation was first asked for: it may run though no answer came."""
    done_at: datetime | None = instant()
