"""The lease on a shop's deliveries: one owner of its rate limit at a time, fenced by a counter."""

from datetime import datetime

from sqlmodel import SQLModel

from app.models.columns import instant, shop_key


class ShopLane(SQLModel, table=True):
    __tablename__ = "shop_lane"

    shop_id: int = shop_key()
    owner: str = ""
    fence: int = 0
    until: datetime | None = instant()
    served_at: datetime | None = instant()
    pause_until: datetime | None = instant()
    """The shop cannot be called before this (throttled, frozen, locked)."""
