"""Reads what a discount mutation gives, and tells what is wrong with it as the platform does.

Texts and codes of title, dates, code, products and combinations are recorded; those of segments, customers
and values follow the same pattern (assumed).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox.clock import instant
from sandbox.discount import Discount
from sandbox.discount_bxgy import read_customer_buys, read_uses_per_order
from sandbox.discount_combining import read_combines
from sandbox.discount_targets import read_context
from sandbox.discount_worth import read_customer_gets, read_destination, read_maximum_shipping, read_minimum
from sandbox.discounts import TOO_MANY, by_code, too_many
from sandbox.redeem_code import RedeemCode
from sandbox.store import Store

_TITLE_LIMIT = 255


@dataclass
class Reading:
    """One input being read: the record as it would become, and what is wrong."""

    store: Store
    argument: str  # the mutation's argument, which begins every error's field
    discount: Discount
    is_new: bool
    now: datetime
    errors: list[dict[str, Any]] = field(default_factory=list)

    def wrong(self, path: list[str], message: str, code: str) -> None:
        self.errors.append(
            {"field": [self.argument, *path], "message": message, "code": code, "extraInfo": None}
        )

    def set(self, **about: Any) -> None:
        self.discount = replace(self.discount, **about)


def read(reading: Reading, given: dict[str, Any]) -> Discount | None:
    """The record, or None when the input is refused; the reasons stand in `reading.errors`."""
    if "customerSelection" in given and "context" in given:
        message = "Only one of context or customerSelection can be provided."
        reading.wrong(["context"], message, "INVALID")
        return None
    for name, read_one in _READERS.items():
        if name in given or (reading.is_new and name in _REQUIRED):
            read_one(reading, given.get(name))
    for name in ("context", "customerSelection"):  # the second is its deprecated twin
        if name in given:
            read_context(reading, name, given[name])
    record = reading.discount
    if record.ends_at is not None and record.ends_at <= record.starts_at:
        reading.wrong(["endsAt"], "Ends at needs to be after starts_at", "INVALID")
    if record.effect == "free_shipping" and record.combines.shipping:
        message = "The combinesWith settings are not valid for the discount class."
        reading.wrong(["combinesWith"], message, "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS")
    if not reading.errors and too_many(reading.store, record, reading.now):
        reading.wrong(["startsAt"], TOO_MANY, "ACTIVE_PERIOD_OVERLAP")
    return None if reading.errors else record


def _title(reading: Reading, text: str | None) -> None:
    if not (text or "").strip():
        reading.wrong(["title"], "Title can't be blank", "BLANK")
    elif len(text or "") > _TITLE_LIMIT:
        reading.wrong(["title"], "Title is too long (maximum is 255 characters)", "TOO_LONG")
    else:
        reading.set(title=text)


def _starts_at(reading: Reading, text: str | None) -> None:
    if text is None:
        reading.wrong(["startsAt"], "Starts at can't be blank", "BLANK")
    else:
        reading.set(starts_at=instant(text))


def _ends_at(reading: Reading, text: str | None) -> None:
    reading.set(ends_at=instant(text) if text else None)


def _code(reading: Reading, text: str | None) -> None:
    if reading.discount.method != "code":
        return
    if not (text or "").strip():
        reading.wrong(["code"], "Code can't be blank", "BLANK")
        return
    other = by_code(reading.store, text or "")
    if other is not None and other.id != reading.discount.id:
        reading.wrong(["code"], "Code must be unique. Please try a different code.", "TAKEN")
    else:
        first, *others = reading.discount.codes or (RedeemCode(""),)
        reading.set(codes=(replace(first, code=text or ""), *others))


def _plain(name: str) -> Callable[[Reading, Any], None]:
    return lambda reading, value: reading.set(**{name: value})


def _tags(reading: Reading, tags: list[str] | None) -> None:
    reading.set(tags=tuple(tags or ()))


_REQUIRED = ("title", "startsAt", "code", "customerBuys", "customerGets", "destination")
_READERS: dict[str, Callable[[Reading, Any], None]] = {
    "title": _title,
    "startsAt": _starts_at,
    "endsAt": _ends_at,
    "code": _code,
    "customerGets": read_customer_gets,
    "customerBuys": read_customer_buys,
    "usesPerOrderLimit": read_uses_per_order,
    "combinesWith": read_combines,
    "minimumRequirement": read_minimum,
    "maximumShippingPrice": read_maximum_shipping,
    "destination": read_destination,
    "usageLimit": _plain("usage_limit"),
    "appliesOncePerCustomer": _plain("once_per_customer"),
    "appliesOnOneTimePurchase": _plain("one_time_purchase"),
    "appliesOnSubscription": _plain("subscription"),
    "recurringCycleLimit": _plain("recurring_cycles"),
    "tags": _tags,
}
