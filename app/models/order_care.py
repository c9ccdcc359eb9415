"""How an order of a member is to be treated: the tier that the buyer had when ordering, frozen."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, shop_key


class OrderCare(SQLModel, table=True):
    __tablename__ = "order_care"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        Index(
            "order_care_open",
            "shop_id",
            "customer_id",
            postgresql_where=text("decided_at IS NULL"),
            sqlite_where=text("decided_at IS NULL"),
        ),
        Index("order_care_customer", "shop_id", "customer_id", "order_id"),
    )

    shop_id: int = shop_key()
    order_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    customer_id: int = Field(sa_type=BigInteger)
    ordered_at: datetime = required_instant()
    rank: int = 0
    tier: str = ""
    """Its name when the order was placed; empty without one."""
    program_version: int = 0
    decided_at: datetime | None = instant()
    """When the tier was frozen; null until the buyer is judged."""
