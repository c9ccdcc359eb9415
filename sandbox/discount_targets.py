"""Whom a discount is for: its buyer context, with its add and remove lists."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sandbox.api_errors import NotSupported
from sandbox.discount import BuyerContext
from sandbox.discount_items_input import known_ids, number

if TYPE_CHECKING:
    from sandbox.discount_input import Reading

# input field -> (kind of context, gid kind, how the platform calls one)
_CONTEXTS = {
    "customers": ("customers", "Customer", "Customer"),
    "customerSegments": ("segments", "Segment", "Customer segment"),
}


def read_context(reading: "Reading", argument: str, given: dict[str, Any]) -> None:
    """Adding to another kind of context replaces the old one whole."""
    if given.get("all"):
        reading.set(context=BuyerContext())
        return
    name = next((name for name in given if given[name]), "")
    if name not in _CONTEXTS:
        raise NotSupported(f"discount context {name}")
    kind, gid_kind, called = _CONTEXTS[name]
    store = reading.store
    known: Collection[int] = store.customers if kind == "customers" else store.segments
    present = reading.discount.context.ids if reading.discount.context.kind == kind else ()
    add = known_ids(reading, given[name].get("add") or [], gid_kind, called, known, [argument, name, "add"])
    remove = {number(text, gid_kind) for text in given[name].get("remove") or []}
    ids = tuple(dict.fromkeys([*(i for i in present if i not in remove), *add]))
    if not ids and not reading.errors:
        reading.wrong([argument, name], f"{called}s can't be blank", "BLANK")
    reading.set(context=BuyerContext(kind, ids))
