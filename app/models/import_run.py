"""A reading of history: the backfill over the platform's bulk query, or an order export."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from app.models.columns import id_key, instant, required_instant, sentence, shop_key

ASKED, RUNNING, READING, DONE, FAILED = "asked", "running", "reading", "done", "failed"


class ImportRun(SQLModel, table=True):
    __tablename__ = "import_run"
    __table_args__ = (UniqueConstraint("shop_id", "kind", "key"),)

    shop_id: int = shop_key()
    id: int = id_key()
    kind: str
    """backfill or csv."""
    key: str = ""
    """The file's hash, or the instant the backfill was asked for."""
    state: str = ASKED
    bulk_id: str = ""
    url: str = ""
    position: int = 0
    """Lines or orders already taken in: where a restart continues."""
    total: int = 0
    orders: int = 0
    problem: str = sentence()
    started_at: datetime = required_instant()
    done_at: datetime | None = instant()
    looked_at: datetime | None = instant()
