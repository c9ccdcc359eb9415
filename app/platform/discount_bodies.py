"""A discount in the platform's words. Source: the Admin schema 2026-10, platform 1.5.

Everything is said, also what is nothing: a change must take away what somebody else has added.
"""

from datetime import datetime
from typing import Any

from app.platform.discount_differences import collection_ids, product_id
from app.platform.objects_seen import DiscountSeen
from app.rules.benefits.discount import Discount, Form

ROOTS: dict[tuple[Form, bool], str] = {
    ("percent", False): "discountAutomaticBasic",
    ("percent", True): "discountCodeBasic",
    ("shipping", False): "discountAutomaticFreeShipping",
    ("shipping", True): "discountCodeFreeShipping",
    ("gift", False): "discountAutomaticBxgy",
    ("gift", True): "discountCodeBxgy",
}
"""The mutations' names without Create or Update, by form and whether a code applies it."""


def body_of(
    wanted: Discount, segment_id: str, seen: DiscountSeen | None = None, *, by_code: bool
) -> dict[str, Any]:
    """The input that makes it, or that changes `seen` into it. A new one without a start begins now."""
    held = seen.segments or frozenset() if seen else frozenset[str]()
    body: dict[str, Any] = {
        "title": wanted.title,
        "context": {"customerSegments": _list([segment_id], held)},
        "combinesWith": _beside(wanted),
        "endsAt": _instant(wanted.ends_at) if wanted.ends_at else None,
    }
    if wanted.starts_at:
        body["startsAt"] = _instant(wanted.starts_at)
    if wanted.form != "gift":
        body["minimumRequirement"] = {"subtotal": {"greaterThanOrEqualToSubtotal": wanted.minimum}}
    if by_code:
        body |= {"code": wanted.code, "appliesOncePerCustomer": wanted.once}
    return body | WORTH[wanted.form](wanted, seen, by_code)


def starting(body: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The same with a start, which a new discount must have."""
    return {"startsAt": _instant(at)} | body


def _beside(wanted: Discount) -> dict[str, bool]:
    """A discount of shipping has no say about others of shipping: the platform refuses the word."""
    classes = ("order", "product") if wanted.form == "shipping" else ("order", "product", "shipping")
    return {f"{each}Discounts": each in wanted.beside for each in classes}


def _percent(wanted: Discount, seen: DiscountSeen | None, _by_code: bool) -> dict[str, Any]:
    value = {"percentage": (wanted.percent or 0) / 100}
    return {"customerGets": {"value": value, "items": _goods(wanted, seen)}}


def _shipping(wanted: Discount, seen: DiscountSeen | None, _by_code: bool) -> dict[str, Any]:
    held = seen.countries or frozenset() if seen else frozenset[str]()
    where = {"countries": _list(wanted.countries, held)} if wanted.countries else {"all": True}
    return {"destination": where, "maximumShippingPrice": wanted.ship_up_to}


def _gift(wanted: Discount, seen: DiscountSeen | None, by_code: bool) -> dict[str, Any]:
    if wanted.gift is None:
        raise TypeError("a discount of the form gift has a gift")
    product, held = product_id(wanted), seen.gift[1] if seen and seen.gift else frozenset[str]()
    effect = {"quantity": str(wanted.gift.quantity), "effect": {"percentage": 1.0}}
    products = {"productsToAdd": [product], "productsToRemove": sorted(held - {product})}
    return {
        "customerBuys": {"value": {"amount": wanted.gift.buys}, "items": _goods(wanted, seen)},
        "customerGets": {"value": {"discountOnQuantity": effect}, "items": {"products": products}},
        # The schema has a number here for a code, and a text for the same limit of an automatic discount.
        "usesPerOrderLimit": 1 if by_code else "1",
    }


WORTH = {"percent": _percent, "shipping": _shipping, "gift": _gift}


def _goods(wanted: Discount, seen: DiscountSeen | None) -> dict[str, Any]:
    held = seen.collections or frozenset() if seen else frozenset[str]()
    return (
        {"collections": _list(sorted(collection_ids(wanted)), held)} if wanted.collections else {"all": True}
    )


def _list(wanted: list[str] | tuple[str, ...], held: frozenset[str]) -> dict[str, list[str]]:
    """Adding what is there already is fine, so all of it is said."""
    return {"add": list(wanted), "remove": sorted(held.difference(wanted))}


def _instant(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
