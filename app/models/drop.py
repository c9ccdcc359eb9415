"""Early access: products that members may buy some hours before the public, and what was done about them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from app.models.columns import id_key, instant, required_instant, sentence, shop_key

HIDDEN, UNLISTED = BEFORE = ("hidden", "unlisted")
"""What the products are before the first tier may buy. While members may buy they are unlisted."""


class Drop(SQLModel, table=True):
    __tablename__ = "drop"
    __table_args__ = (Index("drop_public", "shop_id", "public_at"),)

    shop_id: int = shop_key()
    id: int = id_key()
    title: str
    products: str = "[]"
    """JSON: the platform's product ids."""
    collections: str = "[]"
    """JSON: the platform's collection ids; what is in them belongs to the drop."""
    public_on: str
    """The local time of the store at which everybody may buy, as it was given: `2026-12-01T09:00:00`."""
    public_at: datetime = required_instant()
    """The same instant, in the zone the store had when it was set."""
    hours: str = "{}"
    """JSON: how many hours earlier each tier may buy; {} follows the program's early access."""
    before: str = HIDDEN
    created_at: datetime = required_instant()
    author: str
    cancelled_at: datetime | None = instant()
    """From here nothing of it holds: the products go back to what they were before it."""
    settled_at: datetime | None = instant()
    """It is over, and its products were seen as they should be: they are left alone from here."""
    problem: str = sentence()
    """What keeps it from being carried out, in words for the merchant."""


class DropProduct(SQLModel, table=True):
    """A product of a drop: what it was before we touched it, and what we last saw of it."""

    __tablename__ = "drop_product"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "drop_id"], ["drop.shop_id", "drop.id"]),
        Index("drop_product_product", "shop_id", "product_id"),
    )

    shop_id: int = shop_key()
    drop_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    product_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    title: str
    handle: str = ""
    """Of its page in the store; empty until it is looked at again after an update of Laurel."""
    was_status: str
    was_published: bool
    """In the online store."""
    visibility: str = ""
    """What we last made of it: hidden, by link, listed or as before; empty while it was only seen."""
    status: str
    published: bool
    inventory: int | None = None
    """What is in stock; null where the store does not count it."""
    seen_at: datetime = required_instant()
    repaired_at: datetime | None = instant()
    """When somebody else's change was last undone: at most once a day, so that nobody fights."""


class DropEvent(SQLModel, table=True):
    """What was done to a drop's products and what was seen of them: the proof. Append-only."""

    __tablename__ = "drop_event"
    __table_args__ = (
        ForeignKeyConstraint(["shop_id", "drop_id"], ["drop.shop_id", "drop.id"]),
        Index("drop_event_drop", "shop_id", "drop_id", "id"),
    )

    shop_id: int = shop_key()
    id: int = id_key()
    drop_id: int = Field(sa_type=BigInteger)
    at: datetime = required_instant()
    kind: str
    """planned, changed, moved, cancelled: what was said. open: who may buy. found, hidden, unlisted, opened,
    published, put_back: a product as it was read back. seen, repaired: somebody else changed one. problem,
    bought_early, settled."""
    detail: str = "{}"
