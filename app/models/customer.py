"""A person of a store. `platform_id` is null for guests and people known only from an import."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, number, required_instant, shop_key


class Customer(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("shop_id", "platform_id"),
        Index("customer_email", "shop_id", "email"),
        Index(
            "customer_guest",
            "shop_id",
            "email",
            unique=True,
            postgresql_where=text("platform_id IS NULL AND NOT gone"),
            sqlite_where=text("platform_id IS NULL AND NOT gone"),
        ),
        Index(
            "customer_falls",
            "shop_id",
            "falls_on",
            "rank",
            "gone",
            "needed",
            "by_hand",
            postgresql_where=text("falls_on IS NOT NULL"),
            sqlite_where=text("falls_on IS NOT NULL"),
        ),
        Index(
            "customer_grace",
            "shop_id",
            "below_since",
            postgresql_where=text("below_since IS NOT NULL"),
            sqlite_where=text("below_since IS NOT NULL"),
        ),
        Index(
            "customer_by_hand",
            "shop_id",
            "id",
            postgresql_where=text("by_hand IS true"),
            sqlite_where=text("by_hand IS 1"),
        ),
        Index("customer_rank", "shop_id", "rank", "metric_value", "gone", "platform_id"),
        Index("customer_metric", "shop_id", "metric_value", "gone", "id"),
        Index(
            "customer_dirty", "shop_id", "id", postgresql_where=text("dirty"), sqlite_where=text("dirty = 1")
        ),
        Index(
            "customer_review",
            "shop_id",
            "next_review_at",
            postgresql_where=text("next_review_at IS NOT NULL"),
            sqlite_where=text("next_review_at IS NOT NULL"),
        ),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    platform_id: int | None = Field(default=None, sa_type=BigInteger)
    email: str | None = None
    """Lower-cased."""
    name: str = ""
    updated_at: datetime | None = instant()
    """The platform's, of the e-mail and name we hold."""
    created_at: datetime = required_instant()
    metric_value: int = number()
    """What the period holds, in the metric's unit, as of the last evaluation."""
    rank: int = 0
    since: datetime | None = instant()
    landing: int = 0
    """How many steps of the soft landing are reached; 0 in good standing."""
    below_since: date | None = Field(default=None)
    """Since when less is held than keeps the tier: grace runs. Null in good standing."""
    falls_on: date | None = Field(default=None)
    """The shop-local day on which the tier falls if nothing is bought."""
    falls_to: int | None = None
    """The rank after that."""
    needed: int | None = number(default=None)
    """What must be bought before that day to keep it, in the metric's unit."""
    full_price_tenths: int | None = None
    """Which part of the goods was bought without any discount, of 1,000; null while too little is known."""
    birthday: str = Field(default="", max_length=5)
    """Month and day, `02-29`; no year is kept."""
    by_hand: bool = False
    """Is the tier decided by a floor or ceiling?"""
    next_review_at: datetime | None = instant()
    evaluated_at: datetime | None = instant()
    dirty: bool = False
    """Its facts changed since the last evaluation."""
    cause_id: int | None = Field(default=None, sa_type=BigInteger)
    """The inbox row that made it dirty."""
    gone: bool = False
    """Deleted, merged away or redacted: nothing is written to the store for it."""


class CustomerAlias(SQLModel, table=True):
    """A merged-away id and who survives it. Kept for ever: late events must land on the survivor."""

    __tablename__ = "customer_alias"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "survivor_id"], ["customer.shop_id", "customer.id"]),
        Index("customer_alias_survivor", "shop_id", "survivor_id"),
    )

    shop_id: int = shop_key()
    customer_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    """Our row that was merged away."""
    survivor_id: int = Field(sa_type=BigInteger)
    merged_at: datetime = required_instant()
