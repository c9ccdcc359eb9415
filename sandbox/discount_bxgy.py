"""Reads a gift with a purchase (buy X, get Y): what must be bought, and what is given for it.

The refusals are those that github.com/airhorns/shopify-draft-proxy recorded with a real store: neither side
may be "all", and a gift is always a quantity with an effect. That a limit begins at 1 is assumed.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.amounts import BadAmount, minor
from sandbox.discount_items import Buys, Items
from sandbox.discount_items_input import read_items

if TYPE_CHECKING:
    from sandbox.discount_input import Reading

_ONLY = "Only discountOnQuantity permitted with bxgy discounts."


def read_customer_buys(reading: "Reading", given: dict[str, Any] | None) -> None:
    if reading.discount.effect != "bxgy":
        return
    before = reading.discount.buys or Buys(Items("products"))
    given = given or {}
    if given.get("isSubscription"):
        reading.wrong(["customerBuys", "isSubscription"], _unsupported(reading), "INVALID")
    items = read_items(reading, "customerBuys", before.items, given["items"]) if "items" in given else None
    items = items or before.items
    if items.kind == "all" or items.names_nothing:
        message = "Items in 'customer buys' must be defined"
        reading.wrong(["customerBuys", "items"], message, "BLANK")
    quantity, amount = (
        _asked(reading, given["value"]) if "value" in given else (before.quantity, before.amount)
    )
    if quantity is None and amount is None and not reading.errors:
        reading.wrong(["customerBuys", "value"], "Value can't be blank", "BLANK")
    reading.set(buys=Buys(items, quantity, amount))


def _asked(reading: "Reading", value: dict[str, Any]) -> tuple[int | None, int | None]:
    path = ["customerBuys", "value"]
    if value.get("quantity") is not None:
        quantity = int(value["quantity"])
        if quantity < 1:
            reading.wrong([*path, "quantity"], "Quantity must be greater than 0", "GREATER_THAN")
        return quantity, None
    if value.get("amount") is not None:
        return None, _amount(reading, [*path, "amount"], value["amount"])
    return None, None


def read_gift(reading: "Reading", given: dict[str, Any]) -> None:
    """The side of customerGets."""
    for flag in ("appliesOnSubscription", "appliesOnOneTimePurchase"):
        if flag in given:
            reading.wrong(["customerGets", flag], _unsupported(reading), "INVALID")
    _gift_items(reading, given)
    value = given.get("value") or {}
    path = ["customerGets", "value"]
    for name in ("percentage", "discountAmount"):
        if value.get(name) is not None:
            reading.wrong([*path, name], _ONLY, "INVALID")
    gift = value.get("discountOnQuantity") or {}
    where = [*path, "discountOnQuantity", "quantity"]
    if gift.get("quantity") is not None:
        _gift_quantity(reading, where, int(gift["quantity"]))
    elif reading.is_new:
        reading.wrong(where, "Quantity cannot be blank.", "BLANK")
    if gift.get("effect"):
        _effect(reading, [*path, "discountOnQuantity", "effect"], gift["effect"])


def _gift_quantity(reading: "Reading", path: list[str], quantity: int) -> None:
    if quantity < 1:
        reading.wrong(path, "Quantity must be greater than 0", "GREATER_THAN")
    reading.set(gift_quantity=quantity)


def _gift_items(reading: "Reading", given: dict[str, Any]) -> None:
    before = reading.discount.items if reading.discount.items.kind != "all" else Items("products")
    items = read_items(reading, "customerGets", before, given["items"]) if "items" in given else before
    if items.kind == "all":
        message = "Items in 'customer get' cannot be set to all"
        reading.wrong(["customerGets"], message, "INVALID")
    elif items.names_nothing and not reading.errors:
        message = "Items in 'customer get' must be defined"
        reading.wrong(["customerGets", "items"], message, "BLANK")
    reading.set(items=items)


def _effect(reading: "Reading", path: list[str], effect: dict[str, Any]) -> None:
    if effect.get("amount") is not None:
        amount = _amount(reading, [*path, "amount"], effect["amount"])
        reading.set(percent=None, amount=amount, amount_on_each=True)
        return
    percent = Decimal(str(effect.get("percentage") or 0)) * 100
    if not 0 <= percent <= 100:
        where = [*path, "percentage"]
        reading.wrong(where, "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE")
    reading.set(percent=percent, amount=None)


def read_uses_per_order(reading: "Reading", limit: str | int | None) -> None:
    if limit is not None and int(limit) < 1:
        message = "Uses per order limit must be greater than 0"
        reading.wrong(["usesPerOrderLimit"], message, "GREATER_THAN")
        return
    reading.set(uses_per_order=int(limit) if limit is not None else None)


def _unsupported(reading: "Reading") -> str:
    kind = "automatic bxgy" if reading.discount.method == "automatic" else "bxgy"
    return f"This field is not supported by {kind} discounts."


def _amount(reading: "Reading", path: list[str], text: Any) -> int | None:
    try:
        return minor(text, reading.store.currency)
    except BadAmount:
        reading.wrong(path, "Amount is invalid", "INVALID")
        return None
