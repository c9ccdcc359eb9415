"""A population line: what the best part of the customers held at a review. Append-only: a history."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from app.models.columns import id_key, number, required_instant, shop_key


class Cutoff(SQLModel, table=True):
    __tablename__ = "cutoff"
    __table_args__ = (Index("cutoff_line", "shop_id", "tier", "day", unique=True),)

    shop_id: int = shop_key()
    id: int = id_key()
    tier: str
    day: date
    """The shop-local day from which it applies: until then the line before it is frozen."""
    entry: int = number()
    """From which the tier is earned, in the metric's unit."""
    keep: int = number()
    """From which it is kept."""
    customers: int
    """Of how many customers with a value above nought it is the best part."""
    program_version: int
    recorded_at: datetime = required_instant()
