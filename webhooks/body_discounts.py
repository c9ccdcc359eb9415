"""The discounts of an order as webhooks show them: a list, and shares of it at lines and shipping."""

from collections.abc import Iterable

import msgspec

from app.rules.applied_discounts import Application, AppliedDiscount, application, applied
from webhooks.body_money import NULL, MoneySet, amount, money

SHIPPING = "shipping_line"


class Allocation(msgspec.Struct):
    amount: msgspec.Raw = NULL
    amount_set: MoneySet | None = None
    discount_application_index: int | None = None


class ApplicationBody(msgspec.Struct):
    type: str | None = None
    target_type: str | None = None
    title: str | None = None
    code: str | None = None


class CodeBody(msgspec.Struct):
    code: str | None = None
    amount: msgspec.Raw = NULL
    type: str | None = None


def listed(
    applications: Iterable[ApplicationBody], allocations: Iterable[Allocation], currency: str
) -> tuple[AppliedDiscount, ...]:
    told = {
        place: application(each.type, each.code or each.title, shipping=each.target_type == SHIPPING)
        for place, each in enumerate(applications)
    }
    shares = [
        (each.discount_application_index, money(each.amount_set, each.amount, currency))
        for each in allocations
    ]
    return applied(told, shares)


def from_codes(codes: Iterable[CodeBody], total: int, currency: str) -> tuple[AppliedDiscount, ...]:
    """Bodies before 2018 name the codes alone; what the total has beyond them is nobody's we know."""
    told: dict[int, Application] = {}
    shares: list[tuple[int | None, int]] = []
    for place, each in enumerate(codes):
        told[place] = application("code", each.code, shipping=each.type == "shipping")
        shares.append((place, amount(each.amount, currency)))
    return applied(told, [*shares, (None, max(0, total - sum(share for _, share in shares)))])
