"""What we know of an order, as merged facts. No personal data: a guest is the id of a customer row."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, shop_key


class Order(SQLModel, table=True):
    __tablename__ = "order"
    __table_args__ = (
        Index("order_customer", "shop_id", "customer_id"),
        Index("order_occurred", "shop_id", "occurred_at"),
    )

    shop_id: int = shop_key()
    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    """The platform's order id."""
    name: str = ""
    facts: str
    """`OrderFacts` as JSON."""
    version: int = 1
    customer_id: int | None = Field(default=None, sa_type=BigInteger)
    """To whom its entries are posted: our row, aliases followed."""
    tags: str = ""
    """The order's tags, each between commas: `,gift,wholesale,`."""
    channel: str = ""
    """The sales channel as the platform names it: web, pos, …"""
    discounts: str = ""
    """JSON: the discounts it was placed with, each as [automatic, code or manual, title or code, minor units,
    whether it is off the shipping]; empty without any."""
    occurred_at: datetime | None = instant()
    updated_at: datetime | None = instant()
    """The platform's; null while only a refund or an edit of it is known."""
    posted_at: datetime = required_instant()
