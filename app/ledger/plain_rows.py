"""Inserting very many plain rows: SQLAlchemy's types, the driver's own statement."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Column, Date, Dialect, Table
from sqlmodel import Session, SQLModel


def insert_rows(session: Session, model: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows that name every column of the table.

    Building one statement for a batch costs SQLAlchemy more than the database needs to run it; so the text
    is made once and only the values are converted.
    """
    if not rows:
        return
    connection = session.connection()
    text, names, converters = _prepared(model.__table__, connection.dialect)  # type: ignore[attr-defined]
    columns = [
        [convert(row[name]) for row in rows] if convert else [row[name] for row in rows]
        for name, convert in zip(names, converters, strict=True)
    ]
    connection.exec_driver_sql(text, list(zip(*columns, strict=True)))


@cache
def _prepared(table: Table, dialect: Dialect) -> tuple[str, list[str], list[Any]]:
    names = [column.name for column in table.columns]
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    quote = dialect.identifier_preparer.quote
    text = (
        f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, names))}) "  # noqa: S608 - names of our own
        f"VALUES ({', '.join([mark] * len(names))})"
    )
    return text, names, [_converter(column, dialect) for column in table.columns]


def _converter(column: Column[Any], dialect: Dialect) -> Any:
    if isinstance(column.type, Date) and dialect.name == "sqlite":
        # The form of SQLAlchemy's own, which is slower.
        return _day_or_none if column.nullable else date.isoformat
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _day_or_none(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
