"""Keeping the rows by which people are found by name."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from app.ledger.plain_rows import insert_rows
from app.models import CustomerName
from app.rules.name_words import beginnings


def keep_names(session: Session, shop_id: int, names: Iterable[tuple[int, str]]) -> None:
    """Of customers, by id, who had no name before."""
    insert_rows(session, CustomerName, [row for each, name in names for row in rows_of(shop_id, each, name)])


def rename(session: Session, shop_id: int, customer_id: int, name: str) -> None:
    forget_names(session, shop_id, [customer_id])
    keep_names(session, shop_id, [(customer_id, name)])


def forget_names(session: Session, shop_id: int, customer_ids: Collection[int]) -> None:
    session.exec(
        delete(CustomerName).where(
            col(CustomerName.shop_id) == shop_id, col(CustomerName.customer_id).in_(customer_ids)
        )
    )


def rows_of(shop_id: int, customer_id: int, name: str) -> Iterable[dict[str, Any]]:
    for words in beginnings(name):
        yield {"shop_id": shop_id, "words": words, "customer_id": customer_id}
