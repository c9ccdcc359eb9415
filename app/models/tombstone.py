"""Whom a store asked us to forget, as keyed hashes: posting checks them, so that nobody comes back."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import required_instant, shop_key


class Tombstone(SQLModel, table=True):
    shop_id: int = shop_key()
    mark: str = Field(primary_key=True, max_length=64)
    """HMAC-SHA256 of `id:<platform id>` or `email:<address>`."""
    redacted_at: datetime = required_instant()
