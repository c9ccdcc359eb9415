"""What we made in the store: discounts, the validation, segments, definitions, what the theme reads."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.models.columns import instant, shop_key

DISCOUNT, VALIDATION, SEGMENT, DEFINITION, STOREFRONT = KINDS = (
    "discount",
    "validation",
    "segment",
    "definition",
    "storefront",
)
ASKED = "asked"
"""No object: that a discount is asked for, kept until it is known whether it was made."""


def asked_key(key: str, at: datetime) -> str:
    return f"{key} {at:%Y-%m-%dT%H:%M:%SZ}"


class PlatformObject(SQLModel, table=True):
    __tablename__ = "platform_object"

    shop_id: int = shop_key()
    kind: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=200)
    platform_id: str = ""
    hash: str = ""
    """Of what was written; a different wish means an update."""
    link: str = ""
    """The apply link of a discount code that stands in for an automatic discount."""
    written_at: datetime | None = instant()
    seen_at: datetime | None = instant()
