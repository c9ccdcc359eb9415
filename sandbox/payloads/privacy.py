"""The three compliance topics."""

from collections.abc import Iterable
from typing import Any

from sandbox.store import Store


def data_request(store: Store, person: dict[str, Any], orders: Iterable[int], request: int) -> dict[str, Any]:
    """`person` as made by `person()`."""
    return {
        **shop_redact(store),
        "customer": person,
        "orders_requested": list(orders),
        "data_request": {"id": request},
    }


def customer_redact(store: Store, person: dict[str, Any], orders: Iterable[int]) -> dict[str, Any]:
    return {**shop_redact(store), "customer": person, "orders_to_redact": list(orders)}


def shop_redact(store: Store) -> dict[str, Any]:
    return {"shop_id": store.id, "shop_domain": store.domain}


def person(customer_id: int | None, email: str | None, phone: str | None) -> dict[str, Any]:
    return {"id": customer_id, "email": email, "phone": phone}
