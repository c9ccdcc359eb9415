"""Reads which other discounts one stands beside; refusals of tags on the same cart line as recorded."""

from typing import TYPE_CHECKING, Any

from sandbox.api_errors import BadRequest, NotSupported
from sandbox.discount import Combines

if TYPE_CHECKING:
    from sandbox.discount_input import Reading

_TAGS = "productDiscountsWithTagsOnSameCartLine"
_SHORT = "PRODUCT_DISCOUNTS_WITH_TAGS_ON_SAME_CART_LINE"


def read_combines(reading: "Reading", given: dict[str, Any] | None) -> None:
    given = given or {}
    if given.get(_TAGS):
        _refuse_tags(reading, given[_TAGS])
    flags = (given.get(f"{name}Discounts", False) for name in ("order", "product", "shipping"))
    reading.set(combines=Combines(*flags))


def _refuse_tags(reading: "Reading", given: dict[str, Any]) -> None:
    if set(given.get("add") or ()) & set(given.get("remove") or ()):
        raise BadRequest(f"The same tag is present in both `add` and `remove` fields of `{_TAGS}`.")
    if reading.store.plan == "plus":
        raise NotSupported(_TAGS)
    message = f"The shop's plan does not allow setting `{_TAGS}`."
    reading.wrong(["combinesWith", _TAGS], message, f"{_SHORT}_NOT_ENTITLED")
    if reading.discount.discount_class != "PRODUCT":
        message = (
            "Combines with product discounts with tags on same cart line is only valid for discounts"
            " with the PRODUCT discount class"
        )
        code = f"INVALID_{_SHORT}_FOR_DISCOUNT_CLASS"
        reading.wrong(["combinesWith", _TAGS], message, code)
