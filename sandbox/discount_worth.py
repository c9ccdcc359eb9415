"""Reads the worth of a discount and its conditions: value, minimum, dearest shipping rate, destination."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sandbox.amounts import BadAmount, minor
from sandbox.api_errors import NotSupported
from sandbox.discount_bxgy import read_gift
from sandbox.discount_items_input import read_items

if TYPE_CHECKING:
    from sandbox.discount_input import Reading


def read_customer_gets(reading: "Reading", given: dict[str, Any] | None) -> None:
    if reading.discount.effect == "bxgy":
        read_gift(reading, given or {})
    if reading.discount.effect != "basic":
        return
    value, items = (given or {}).get("value"), (given or {}).get("items")
    if value is None and reading.is_new:
        reading.wrong(["customerGets", "value"], "Value can't be blank", "BLANK")
    if value is not None:
        _value(reading, value)
    if items is None and reading.is_new:
        reading.wrong(["customerGets", "items"], "Items can't be blank", "BLANK")
    if items is not None:
        reading.set(items=read_items(reading, "customerGets", reading.discount.items, items))


def _value(reading: "Reading", value: dict[str, Any]) -> None:
    if "percentage" in value:
        percent = Decimal(str(value["percentage"])) * 100
        if not 0 <= percent <= 100:
            path = ["customerGets", "value", "percentage"]
            reading.wrong(path, "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE")
        reading.set(percent=percent, amount=None)
    elif "discountAmount" in value:
        off = value["discountAmount"]
        amount = _money(reading, ["customerGets", "value", "discountAmount", "amount"], off.get("amount"))
        reading.set(amount=amount, percent=None, amount_on_each=bool(off.get("appliesOnEachItem")))
    else:
        raise NotSupported("a discount on a quantity")


def read_minimum(reading: "Reading", given: dict[str, Any] | None) -> None:
    given = given or {}
    if given.get("subtotal") and given.get("quantity"):
        message = "Only one of subtotal or quantity can be provided."
        code = "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT"
        reading.wrong(["minimumRequirement"], message, code)
        return
    subtotal = (given.get("subtotal") or {}).get("greaterThanOrEqualToSubtotal")
    quantity = (given.get("quantity") or {}).get("greaterThanOrEqualToQuantity")
    reading.set(
        minimum_subtotal=_money(reading, ["minimumRequirement", "subtotal"], subtotal),
        minimum_quantity=int(quantity) if quantity is not None else None,
    )


def read_maximum_shipping(reading: "Reading", text: Any) -> None:
    reading.set(maximum_shipping=_money(reading, ["maximumShippingPrice"], text))


def read_destination(reading: "Reading", given: dict[str, Any] | None) -> None:
    if reading.discount.effect != "free_shipping":
        return
    if not given or not (given.get("all") or given.get("countries")):
        reading.wrong(["destination"], "Destination can't be blank", "BLANK")
        return
    countries = given.get("countries") or {}
    if given.get("all"):
        reading.set(countries=None, rest_of_world=False)
        return
    kept = [c for c in reading.discount.countries or () if c not in countries.get("remove", [])]
    chosen = tuple(dict.fromkeys([*kept, *countries.get("add", [])]))
    reading.set(countries=chosen, rest_of_world=bool(countries.get("includeRestOfWorld")))


def _money(reading: "Reading", path: list[str], text: Any) -> int | None:
    if text is None:
        return None
    try:
        return minor(text, reading.store.currency)
    except BadAmount:
        reading.wrong(path, "Amount is invalid", "INVALID")
        return None
