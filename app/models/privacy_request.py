"""A privacy topic that was received, what was done about it and when: the proof."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, shop_key


class PrivacyRequest(SQLModel, table=True):
    __tablename__ = "privacy_request"

    shop_id: int = shop_key()
    event_id: int = Field(primary_key=True, sa_type=BigInteger)
    topic: str
    received_at: datetime = required_instant()
    acted_at: datetime | None = instant()
    outcome: str = "{}"
    """JSON of counts; for a data request the exported data until the merchant fetched it."""
