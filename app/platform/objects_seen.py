"""Segments and discounts as they stand in the store, read by id: what staff changed is seen here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.platform.calls import ShopCalls
from app.rules.benefits.discount import Class, Form

AT_ONCE = 15
"""A discount may have three lists; more in one request would cost over 1,000 points."""
ACTIVE, SCHEDULED = "ACTIVE", "SCHEDULED"


@dataclass(frozen=True, slots=True)
class SegmentSeen:
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class DiscountSeen:
    """The same as a wanted discount says, and whether it works now. None: a value that we never set."""

    form: Form
    title: str
    status: str
    starts_at: datetime
    ends_at: datetime | None
    beside: frozenset[Class]
    segments: frozenset[str] | None
    percent: Decimal | None = None
    ship_up_to: Decimal | None = None
    gift: tuple[int, frozenset[str]] | None = None
    """How many are given, and which products."""
    buys: Decimal | None = None
    minimum: Decimal | None = None
    collections: frozenset[str] | None = frozenset()
    countries: frozenset[str] | None = frozenset()
    code: str | None = None
    once: bool = False


Seen = SegmentSeen | DiscountSeen | None
"""None: it stands there, and nothing of it can be compared."""


def look(calls: ShopCalls, ids: Sequence[str]) -> dict[str, Seen]:
    """By id, what still exists. Raises PlatformError."""
    found: dict[str, Seen] = {}
    for first in range(0, len(ids), AT_ONCE):
        some = list(ids[first : first + AT_ONCE])
        for node in calls.named("objects_seen", {"ids": some}, can_wait=True).data["nodes"]:
            if node:
                found[node["id"]] = _seen(node)
    return found


def _seen(node: dict[str, Any]) -> Seen:
    if "query" in node:
        return SegmentSeen(node["name"], node["query"])
    told = node.get("automaticDiscount") or node.get("codeDiscount")
    return READERS[told["__typename"]](told) if told and told["__typename"] in READERS else None


def _basic(told: dict[str, Any]) -> DiscountSeen:
    gets = told["customerGets"]
    percentage = gets["value"].get("percentage")
    return replace(
        _shared("percent", told),
        percent=_percent(percentage),
        collections=_collections(gets["items"]),
        minimum=_minimum(told["minimumRequirement"]),
    )


def _shipping(told: dict[str, Any]) -> DiscountSeen:
    where, most = told["destinationSelection"], told["maximumShippingPrice"]
    everywhere = where["__typename"] == "DiscountCountryAll"
    return replace(
        _shared("shipping", told),
        ship_up_to=Decimal(most["amount"]) if most else None,
        minimum=_minimum(told["minimumRequirement"]),
        countries=frozenset(() if everywhere else where["countries"]),
    )


def _gift(told: dict[str, Any]) -> DiscountSeen:
    value, amount = told["customerGets"]["value"], told["customerBuys"]["value"].get("amount")
    products = told["customerGets"]["items"].get("products", {}).get("nodes", ())
    free = _percent((value.get("effect") or {}).get("percentage")) == Decimal(100)
    many = int(value["quantity"]["quantity"]) if free else 0
    return replace(
        _shared("gift", told),
        gift=(many, frozenset(each["id"] for each in products)),
        buys=Decimal(amount) if amount else None,
        collections=_collections(told["customerBuys"]["items"]),
    )


READERS = {
    "DiscountAutomaticBasic": _basic,
    "DiscountCodeBasic": _basic,
    "DiscountAutomaticFreeShipping": _shipping,
    "DiscountCodeFreeShipping": _shipping,
    "DiscountAutomaticBxgy": _gift,
    "DiscountCodeBxgy": _gift,
}


def _shared(form: Form, told: dict[str, Any]) -> DiscountSeen:
    """What every form has, and the first of its codes."""
    classes: tuple[Class, ...] = ("order", "product", "shipping")
    whom, codes = told["context"], told.get("codes", {}).get("nodes")
    chosen = whom["__typename"] == "DiscountCustomerSegments"
    return DiscountSeen(
        form,
        title=told["title"],
        status=told["status"],
        starts_at=datetime.fromisoformat(told["startsAt"]),
        ends_at=datetime.fromisoformat(told["endsAt"]) if told["endsAt"] else None,
        beside=frozenset(each for each in classes if told["combinesWith"][f"{each}Discounts"]),
        segments=frozenset(each["id"] for each in whom["segments"]) if chosen else None,
        code=codes[0]["code"] if codes else None,
        once=bool(told.get("appliesOncePerCustomer")),
    )


def _percent(fraction: float | None) -> Decimal | None:
    """The platform tells a fraction: 0.1 is 10. It never leaves here as money."""
    return None if fraction is None else (Decimal(str(fraction)) * 100).normalize()


def _minimum(told: dict[str, Any] | None) -> Decimal | None:
    if told is None:
        return None
    subtotal = told.get("greaterThanOrEqualToSubtotal")
    return Decimal(subtotal["amount"]) if subtotal else Decimal("NaN")


def _collections(items: dict[str, Any]) -> frozenset[str] | None:
    if items["__typename"] == "AllDiscountItems":
        return frozenset()
    listed = items.get("collections")
    return frozenset(each["id"] for each in listed["nodes"]) if listed else None
