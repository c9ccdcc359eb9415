"""The inbox: one row per delivery, whatever it came from. The poster reads the partial index of `new`."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlmodel import Field, SQLModel, col

from app.models.columns import id_key, instant, required_instant, sentence, shop_key

NEW, DONE, DEAD = "new", "done", "dead"


class WebhookEvent(SQLModel, table=True):
    __tablename__ = "webhook_event"
    __table_args__ = (
        UniqueConstraint("shop_id", "webhook_id"),
        Index(
            "webhook_event_new",
            "shop_id",
            "id",
            postgresql_where=text("state = 'new'"),
            sqlite_where=text("state = 'new'"),
        ),
        Index(
            "webhook_event_dead",
            "shop_id",
            "id",
            postgresql_where=text("state = 'dead'"),
            sqlite_where=text("state = 'dead'"),
        ),
        Index("webhook_event_done", "shop_id", "done_at"),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    webhook_id: str = Field(max_length=200)
    topic: str = Field(max_length=100)
    source: str = "webhook"
    event_id: str = ""
    api_version: str = ""
    triggered_at: datetime | None = instant()
    received_at: datetime = required_instant()
    state: str = NEW
    attempts: int = 0
    reason: str = sentence()
    """Why it is dead, in words; or what it was waiting for."""
    done_at: datetime | None = instant()


IS_NEW = col(WebhookEvent.state) == literal_column("'new'")
IS_DEAD = col(WebhookEvent.state) == literal_column("'dead'")
"""Said in literal words: an index of part of a table serves only a condition that is surely its own."""


class WebhookBody(SQLModel, table=True):
    """The body of a delivery, kept apart because it is large, personal, and soon pruned."""

    __tablename__ = "webhook_body"
    __table_args__ = (
        ForeignKeyConstraint(
            ["shop_id", "event_id"], ["webhook_event.shop_id", "webhook_event.id"], ondelete="CASCADE"
        ),
    )

    shop_id: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: int = Field(primary_key=True, sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)
