"""Column forms that the tables share. Every tenant table's key begins with its shop."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator
from sqlmodel import Field
from sqlmodel.sql.sqltypes import AutoString

from app.db import UTCDateTime
from app.models.ids import new_id
from app.rules import said


class Sentence(TypeDecorator[str]):
    """Words for a person. A sentence of ours keeps what it was made from, so that each reads it in their own
    language (`rules/said.py`)."""

    impl = AutoString
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else said.kept(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> str | None:
        return None if value is None else said.read(value)


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


def sentence(default: str = "") -> Any:
    return Field(default=default, sa_type=Sentence)
