"""Whom and what a discount is for: buyer context and items, with their add and remove lists."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sandbox.api_errors import NotSupported
from sandbox.discount import BuyerContext
from sandbox.ids import parse_gid

if TYPE_CHECKING:
    from sandbox.discount_input import Reading

# input field -> (kind of context, gid kind, how the platform calls one)
_CONTEXTS = {
    "customers": ("customers", "Customer", "Customer"),
    "customerSegments": ("segments", "Segment", "Customer segment"),
}


def read_context(reading: "Reading", given: dict[str, Any]) -> None:
    """Adding to another kind of context replaces the old one whole."""
    if "all" in given:
        reading.set(context=BuyerContext())
        return
    name = next(iter(given), "")
    if name not in _CONTEXTS:
        raise NotSupported(f"discount context {name}")
    kind, gid_kind, called = _CONTEXTS[name]
    store = reading.store
    known: Collection[int] = store.customers if kind == "customers" else store.segments
    present = reading.discount.context.ids if reading.discount.context.kind == kind else ()
    add = _known(reading, given[name].get("add") or [], gid_kind, called, known, ["context", name, "add"])
    remove = {_number(text, gid_kind) for text in given[name].get("remove") or []}
    ids = tuple(dict.fromkeys([*(i for i in present if i not in remove), *add]))
    if not ids and not reading.errors:
        reading.wrong(["context", name], f"{called}s can't be blank", "BLANK")
    reading.set(context=BuyerContext(kind, ids))


def read_items(reading: "Reading", given: dict[str, Any]) -> None:
    if given.get("all"):
        reading.set(product_ids=None)
        return
    products = given.get("products") or {}
    if given.get("collections") or products.get("productVariantsToAdd"):
        raise NotSupported("a discount on collections or variants")
    path = ["customerGets", "items", "products", "productsToAdd"]
    add = _known(
        reading, products.get("productsToAdd") or [], "Product", "Product", reading.store.products, path
    )
    remove = {_number(text, "Product") for text in products.get("productsToRemove") or []}
    kept = [i for i in reading.discount.product_ids or () if i not in remove]
    reading.set(product_ids=tuple(dict.fromkeys([*kept, *add])))


def _known(
    reading: "Reading",
    texts: list[str],
    gid_kind: str,
    called: str,
    known: Collection[int],
    path: list[str],
) -> list[int]:
    numbers = [_number(text, gid_kind) for text in texts]
    for number in numbers:
        if number not in known:
            reading.wrong(path, f"{called} with id: {number} is invalid", "INVALID")
    return numbers


def _number(text: str, gid_kind: str) -> int:
    parsed = parse_gid(text)
    return parsed[1] if parsed and parsed[0] == gid_kind else 0
