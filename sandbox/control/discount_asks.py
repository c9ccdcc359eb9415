"""Reads what the control API is asked about discounts: as fields of the record."""

from collections.abc import Callable
from typing import Any

from sandbox.amounts import minor
from sandbox.control import ControlError, instant
from sandbox.control.order_asks import check_names, rate
from sandbox.discount import BuyerContext, Combines
from sandbox.discount_items import Items, in_collections, products
from sandbox.store import Store

_CLASSES = {"order", "product", "shipping"}


def asked_discount(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    """Raises ControlError for a name nobody knows, and for an id of nothing."""
    check_names(asked, {*_READERS, "active", "code", "type"})
    about: dict[str, Any] = {}
    for name, value in asked.items():
        if name in _READERS:
            about |= _READERS[name](store, value)
    return about


def _items(store: Store, value: dict[str, list[int]]) -> dict[str, Any]:
    """{"products": [ids]}, {"collections": [ids]}, or {} for everything."""
    check_names(value, {"products", "collections"})
    if "collections" in value:
        return {"items": in_collections(*_known(value["collections"], store.collections, "collection"))}
    if "products" in value:
        return {"items": products(*_known(value["products"], store.products, "product"))}
    return {"items": Items()}


def _context(store: Store, value: dict[str, list[int]]) -> dict[str, Any]:
    """{"segments": [ids]}, {"customers": [ids]}, or {} for everybody."""
    check_names(value, {"segments", "customers"})
    if not value:
        return {"context": BuyerContext()}
    (kind, ids), *more = value.items()
    if more:
        raise ControlError("a discount is for segments or for customers")
    known: dict[int, Any] = store.segments if kind == "segments" else store.customers
    return {"context": BuyerContext(kind, _known(ids, known, kind.removesuffix("s")))}


def _known(ids: list[int], records: dict[int, Any], called: str) -> tuple[int, ...]:
    for number in ids:
        if number not in records:
            raise ControlError(f"there is no {called} {number}", 404)
    return tuple(ids)


def _combines(_: Store, value: dict[str, bool]) -> dict[str, Any]:
    check_names(value, _CLASSES)
    return {"combines": Combines(**value)}


def _money(field: str) -> Callable[[Store, Any], dict[str, Any]]:
    return lambda store, value: {field: minor(value, store.currency) if value is not None else None}


def _moment(field: str) -> Callable[[Store, Any], dict[str, Any]]:
    return lambda _, value: {field: instant(value) if value else None}


def _plain(field: str) -> Callable[[Store, Any], dict[str, Any]]:
    return lambda _, value: {field: value}


_READERS: dict[str, Callable[[Store, Any], dict[str, Any]]] = {
    "title": _plain("title"),
    "percent": lambda _, value: {"percent": rate(value), "amount": None},
    "amount": lambda store, value: {"amount": minor(value, store.currency), "percent": None},
    "items": _items,
    "context": _context,
    "combines_with": _combines,
    "starts_at": _moment("starts_at"),
    "ends_at": _moment("ends_at"),
    "minimum_subtotal": _money("minimum_subtotal"),
    "max_shipping": _money("maximum_shipping"),
    "usage_limit": _plain("usage_limit"),
    "once_per_customer": _plain("once_per_customer"),
}
