"""A system of the merchant's that is told of tier changes by a signed webhook."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, required_instant, sentence, shop_key


class Hook(SQLModel, table=True):
    __tablename__ = "hook"

    shop_id: int = shop_key()
    id: int = id_key()
    url: str = Field(max_length=500)
    secret: str = Field(repr=False)
    """Signs what is sent; encrypted as tokens are."""
    created_at: datetime = required_instant()
    author: str
    ended_at: datetime | None = instant()
    failing_since: datetime | None = instant()
    """When the first of the deliveries in a row failed that did not arrive; null when the last one did."""
    problem: str = sentence()
    """Why the last delivery did not arrive; empty when it did."""
