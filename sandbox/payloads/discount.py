"""discounts/create, update and delete: which one it was, and little more."""

from datetime import datetime
from typing import Any

from sandbox.clock import local_text
from sandbox.discount import Discount
from sandbox.store import Store


def discount(store: Store, record: Discount, now: datetime) -> dict[str, Any]:
    return {
        "admin_graphql_api_id": record.gid,
        "title": record.title,
        "status": record.status(now),
        "created_at": local_text(record.created_at, store.timezone),
        "updated_at": local_text(record.updated_at, store.timezone),
    }


def discount_deleted(store: Store, record: Discount, now: datetime) -> dict[str, Any]:
    return {"admin_graphql_api_id": record.gid, "deleted_at": local_text(now, store.timezone)}
