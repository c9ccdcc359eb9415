"""What a gift with a purchase takes off a cart.

The gift must lie in the cart. The cheapest units that may be the gift are it; the others pay for it, those
first that could not be a gift themselves. A unit serves once: what was bought for one gift pays for no other,
and a gift pays for none. That the buyer adds the gift and that usesPerOrderLimit holds is documented; the
choice among several units is assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.amounts import times
from sandbox.discount import Discount
from sandbox.discount_items import Buys
from sandbox.order_draft import LineDraft


@dataclass(frozen=True, eq=False)  # two units of one line are two
class _Unit:
    line: int
    price: int
    may_be_gift: bool
    may_pay: bool


def taken_off(
    discount: Discount, lines: Sequence[LineDraft], collections: Mapping[int, frozenset[int]]
) -> list[int]:
    """Minor units off each line; all nought when too little is bought, or no gift is in the cart."""
    off = [0] * len(lines)
    left = _units(discount, lines, collections)
    used = 0
    while discount.buys is not None and used != discount.uses_per_order:
        gifts = sorted((u for u in left if u.may_be_gift), key=lambda u: u.price)[: discount.gift_quantity]
        rest = [unit for unit in left if unit not in gifts]
        paying = _paying(discount.buys, [u for u in rest if u.may_pay])
        if len(gifts) < discount.gift_quantity or paying is None:
            break
        for unit in gifts:
            off[unit.line] += _off(discount, unit.price)
        left = [unit for unit in rest if unit not in paying]
        used += 1
    return off


def _units(
    discount: Discount, lines: Sequence[LineDraft], collections: Mapping[int, frozenset[int]]
) -> list[_Unit]:
    buys = discount.buys
    return [
        _Unit(at, line.price, discount.items.cover(line, collections), buys.items.cover(line, collections))
        for at, line in enumerate(lines)
        if buys is not None and not line.gift_card
        for _ in range(line.quantity)
    ]


def _paying(buys: Buys, units: list[_Unit]) -> list[_Unit] | None:
    """The units that pay for one gift; None when they do not suffice."""
    chosen: list[_Unit] = []
    for unit in sorted(units, key=lambda u: (u.may_be_gift, -u.price)):
        if _enough(buys, chosen):
            break
        chosen.append(unit)
    return chosen if _enough(buys, chosen) else None


def _enough(buys: Buys, chosen: list[_Unit]) -> bool:
    if buys.quantity is not None:
        return len(chosen) >= buys.quantity
    return sum(unit.price for unit in chosen) >= (buys.amount or 0)


def _off(discount: Discount, price: int) -> int:
    if discount.percent is not None:
        return times(price, discount.percent / 100)
    return min(discount.amount or 0, price)
