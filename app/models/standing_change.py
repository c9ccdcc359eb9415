"""A move of a member: from, to, when, and the numbers that decided. Append-only."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, required_instant, shop_key


class StandingChange(SQLModel, table=True):
    __tablename__ = "standing_change"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        Index("standing_change_customer", "shop_id", "customer_id", "id"),
        Index("standing_change_recorded", "shop_id", "recorded_at"),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    customer_id: int = Field(sa_type=BigInteger)
    from_rank: int
    to_rank: int
    at: datetime = required_instant()
    """The instant it is dated to."""
    recorded_at: datetime = required_instant()
    reason: str
    """JSON: kind (see `rules.moves.Kind`), metric_value, threshold; where there is one order_id, override_id,
    and `lost`: the name of a tier that was held and that the version does not have."""
    program_version: int
    event_id: int | None = Field(default=None, sa_type=BigInteger)
    """The inbox row that caused it."""
