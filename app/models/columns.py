"""Column forms that the tables share. Every tenant table's key begins with its shop."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from app.db import UTCDateTime
from app.models.ids import new_id


def shop_key() -> Any:
    return Field(primary_key=True, foreign_key="shop.id", sa_type=BigInteger)


def id_key() -> Any:
    return Field(
        default_factory=new_id,
        primary_key=True,
        sa_type=BigInteger,
        sa_column_kwargs={"autoincrement": False},
    )


def number(default: int | None = 0, **more: Any) -> Any:
    return Field(default=default, sa_type=BigInteger, **more)


def instant(default: datetime | None = None, **more: Any) -> Any:
    return Field(default=default, sa_type=UTCDateTime, **more)


def required_instant() -> Any:
    return Field(sa_type=UTCDateTime)
