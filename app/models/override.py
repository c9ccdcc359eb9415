"""A tier given or capped by hand: a floor or a ceiling for a while, with reason and author."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, required_instant, shop_key

FLOOR, CEILING = "floor", "ceiling"


class Override(SQLModel, table=True):
    __tablename__ = "override"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        Index("override_customer", "shop_id", "customer_id", "id"),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    customer_id: int = Field(sa_type=BigInteger)
    kind: str
    """floor or ceiling."""
    tier: str | None = None
    """Its name. None: no tier at all (a ceiling only)."""
    reason: str
    goodwill: bool = False
    """Damage control for an unhappy customer: kept out of what is said about earned tiers (ID-UNHAPPY)."""
    author: str
    from_at: datetime = required_instant()
    to_at: datetime | None = instant()
    """Its expiry; None: until somebody ends it."""
    created_at: datetime = required_instant()
    ended_at: datetime | None = instant()
    """When somebody ended it, before its expiry."""
    ended_by: str = ""
