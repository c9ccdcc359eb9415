"""Which discounts an order was placed with, and what each of them took off.

A discount is known by what the shopper saw: the title of an automatic one, the code that was typed. One
that took nothing off was not used and is left out, so that webhook bodies, which list it, and the API's
allocations, which do not, tell the same.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from app.rules.value import value

Kind = Literal["automatic", "code", "manual"]
"""`manual`: given by staff, by a script, or by somebody who is not named."""
KINDS: Mapping[str, Kind] = {"automatic": "automatic", "discount_code": "code", "code": "code"}

MOST, LONGEST = 50, 255


@value
class AppliedDiscount:
    """`amount` in minor units of the shop's currency, over all lines; `shipping` where it is off that."""

    kind: Kind
    name: str
    amount: int
    shipping: bool = False


@value
class Application:
    """A discount as an order lists it, before it is known what it took off."""

    kind: Kind
    name: str
    shipping: bool = False


UNNAMED = Application("manual", "")


def application(kind: str | None, name: str | None, *, shipping: bool) -> Application:
    """In one spelling; of a name what no database can hold is left out."""
    return Application(KINDS.get(kind or "", "manual"), _clean(name), shipping)


def applied(
    told: Mapping[int, Application], allocated: Iterable[tuple[int | None, int]]
) -> tuple[AppliedDiscount, ...]:
    """Each listed discount with the sum of its allocations, which are (place in the list, minor units)."""
    sums: dict[int, int] = {}
    for place, amount in allocated:
        at = place if place in told and place is not None else -1
        sums[at] = sums.get(at, 0) + amount
    found = [(told.get(at, UNNAMED), sums[at]) for at in sorted(sums) if sums[at]]
    return tuple(
        AppliedDiscount(each.kind, each.name, amount, each.shipping) for each, amount in found[:MOST]
    )


def as_text(discounts: tuple[AppliedDiscount, ...]) -> str:
    """JSON for the order's row; empty without any, as most orders are."""
    if not discounts:
        return ""
    rows = [[each.kind, each.name, each.amount, each.shipping] for each in discounts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[AppliedDiscount, ...]:
    return tuple(AppliedDiscount(*row) for row in json.loads(text)) if text else ()


def _clean(name: str | None) -> str:
    return "".join(each for each in name or "" if each.isprintable())[:LONGEST].strip()
