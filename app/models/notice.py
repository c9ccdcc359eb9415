"""One message to one person about one occasion: when it was due, when it was recorded, what it says.

The row is the proof that a member was warned (DEM-NOSURPRISE); it is written once and only told as sent.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import instant, required_instant, sentence, shop_key


class Notice(SQLModel, table=True):
    __tablename__ = "notice"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        Index("notice_recorded", "shop_id", "recorded_at"),
    )

    shop_id: int = shop_key()
    customer_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(primary_key=True, max_length=20)
    """risk_60, risk_30, fell or early_access."""
    occasion: str = Field(primary_key=True, max_length=40)
    due_on: date
    """The shop-local day on which it was due."""
    recorded_on: date
    """The shop-local day on which it was recorded: what a fall waits for."""
    recorded_at: datetime = required_instant()
    due_at: datetime | None = instant()
    """The instant from which it may be sent; null: any time of the day on which it is due."""
    falls_on: date | None = None
    """The day of the fall that it speaks of; null where it speaks of none."""
    data: str = "{}"
    """JSON for the words: of a fall the tier, the lower tier, what is needed, currency; of early access the
    drop, its title, the tier, and when it opens to the member and to the public."""
    sent_at: datetime | None = instant()
    why_not: str = sentence()
