"""What a variant cost and from when on: the memory that price protection needs. Append-only."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.db import UTCDateTime
from app.models.columns import number, shop_key


class ProductPrice(SQLModel, table=True):
    __tablename__ = "product_price"

    shop_id: int = shop_key()
    variant_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    seen_at: datetime = Field(primary_key=True, sa_type=UTCDateTime)
    """The platform's `updated_at` of the product that showed it."""
    product_id: int = Field(sa_type=BigInteger)
    price_minor: int = number()
