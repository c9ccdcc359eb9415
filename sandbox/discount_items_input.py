"""Reads which items a discount is about, with their add and remove lists. Refusals as recorded."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sandbox.discount_items import Items
from sandbox.ids import parse_gid

if TYPE_CHECKING:
    from sandbox.discount_input import Reading

_TOGETHER = "Cannot entitle collections in combination with product variants or products"


def read_items(reading: "Reading", side: str, before: Items, given: dict[str, Any]) -> Items:
    """`side` is customerGets or customerBuys. Naming another kind of items replaces the old ones whole."""
    if given.get("all"):
        return Items()
    path = [side, "items"]
    named, grouped = given.get("products") or {}, given.get("collections") or {}
    if grouped.get("add") and (named.get("productsToAdd") or named.get("productVariantsToAdd")):
        reading.wrong([*path, "collections", "add"], _TOGETHER, "CONFLICT")
    elif grouped:
        here = (reading, [*path, "collections"], grouped)
        ids = _moved(*here, "add", "remove", "Collection", "Collection", before.collection_ids)
        return Items("collections", collection_ids=ids)
    here = (reading, [*path, "products"], named)
    return Items(
        "products",
        _moved(*here, "productsToAdd", "productsToRemove", "Product", "Product", before.product_ids),
        _moved(
            *here,
            "productVariantsToAdd",
            "productVariantsToRemove",
            "ProductVariant",
            "Product variant",
            before.variant_ids,
        ),
    )


def _moved(
    reading: "Reading",
    path: list[str],
    given: Mapping[str, Any],
    add: str,
    remove: str,
    kind: str,
    called: str,
    before: tuple[int, ...],
) -> tuple[int, ...]:
    added = known_ids(reading, given.get(add) or [], kind, called, _known(reading, kind), [*path, add])
    gone = {number(text, kind) for text in given.get(remove) or []}
    return tuple(dict.fromkeys([*(i for i in before if i not in gone), *added]))


def known_ids(
    reading: "Reading", texts: list[str], kind: str, called: str, known: Collection[int], path: list[str]
) -> list[int]:
    numbers = [number(text, kind) for text in texts]
    for one in numbers:
        if one not in known:
            reading.wrong(path, f"{called} with id: {one} is invalid", "INVALID")
    return numbers


def number(text: str, kind: str) -> int:
    parsed = parse_gid(text)
    return parsed[1] if parsed and parsed[0] == kind else 0


def _known(reading: "Reading", kind: str) -> Collection[int]:
    store = reading.store
    if kind == "ProductVariant":
        return {product.variant_id for product in store.products.values()}
    return store.collections if kind == "Collection" else store.products
