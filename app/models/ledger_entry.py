"""The ledger: facts about money, append-only; a correction is a new row. Totals are sums.

A key is (order, component, payment, customer, counted_on, currency): the rows of one key sum to what
should exist for it. `payment` is part of the key so that an order that gets paid moves from one key to
the other and every past day can be told as it was known. Database triggers refuse changes.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, number, required_instant, shop_key


class LedgerEntry(SQLModel, table=True):
    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ledger_entry_customer", "shop_id", "customer_id"),
        Index("ledger_entry_order", "shop_id", "order_id"),
        # For the first day alone, by a condition that every row meets: of a year of a large store nearly all
        # is wanted, and SQLite would fetch it row by row in the order of days.
        Index(
            "ledger_entry_first_day",
            "shop_id",
            "ordered_on",
            postgresql_where=text("currency <> ''"),
            sqlite_where=text("currency <> ''"),
        ),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    order_id: int = Field(sa_type=BigInteger)
    component: str
    payment: str
    customer_id: int | None = Field(default=None, sa_type=BigInteger)
    currency: str
    goods: int = number()
    tax: int = number()
    shipping: int = number()
    duties: int = number()
    tips: int = number()
    gift_card: int = number()
    beyond: int = number()
    lines: str = "[]"
    """Goods and tax by product: [[product, goods, tax], …]."""
    rate: str = "1/1"
    """Shop over presentment minor units, the order's own, as a fraction."""
    occurred_at: datetime = required_instant()
    ordered_at: datetime = required_instant()
    counted_on: date
    """The shop-local day of `occurred_at`, fixed when posted."""
    ordered_on: date
    """The shop-local day of the order, fixed when posted."""
    recorded_at: datetime = required_instant()
    source: str
    event_id: int | None = Field(default=None, sa_type=BigInteger)
    """The inbox row that caused it."""
