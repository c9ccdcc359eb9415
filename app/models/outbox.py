"""One subject in the store that must look right. Open means wanted > sent; rows are permanent."""

from datetime import datetime

from sqlalchemy import Index, and_, text
from sqlmodel import Field, SQLModel, col

from app.models.columns import instant, required_instant, sentence, shop_key


class Outbox(SQLModel, table=True):
    __table_args__ = (
        Index(
            "outbox_open",
            "shop_id",
            "due_at",
            postgresql_where=text("wanted > sent AND NOT dead"),
            sqlite_where=text("wanted > sent AND dead = 0"),
        ),
        Index("outbox_dead", "shop_id", postgresql_where=text("dead"), sqlite_where=text("dead = 1")),
    )

    shop_id: int = shop_key()
    kind: str = Field(primary_key=True, max_length=40)
    subject: str = Field(primary_key=True, max_length=200)
    lane: int = 1
    """0 tier changes and read-backs, 1 program objects, 2 mass re-tier: lower goes first."""
    wanted: int = 1
    sent: int = 0
    attempts: int = 0
    due_at: datetime = required_instant()
    dead: bool = False
    problem: str = sentence()
    written: str = ""
    """JSON of what the store was last seen to hold; empty when that is unknown."""
    wanted_at: datetime = required_instant()
    sent_at: datetime | None = instant()
    repaired_at: datetime | None = instant()
    """When somebody else's change of what we wrote was last undone: at most once a day."""


IS_OPEN = and_(col(Outbox.wanted) > col(Outbox.sent), ~col(Outbox.dead))
IS_DEAD = col(Outbox.dead)
