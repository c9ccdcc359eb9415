"""The name of a customer from each of its words on, to find people by: rows of an index, nothing else."""

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field, SQLModel

from app.models.columns import shop_key

BY_BYTES = String().with_variant(String(collation="C"), "postgresql")
"""A language's own order leaves out blanks: names that begin alike would not stand together."""


class CustomerName(SQLModel, table=True):
    """Made by `ledger/names.py` from `Customer.name`, and gone with it."""

    __tablename__ = "customer_name"
    __table_args__ = (Index("customer_name_of", "shop_id", "customer_id"),)

    shop_id: int = shop_key()
    words: str = Field(primary_key=True, sa_type=BY_BYTES)
    """As `rules.name_words.beginnings` tells them."""
    customer_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
