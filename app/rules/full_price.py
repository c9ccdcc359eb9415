"""Which part of what a customer buys is bought at full price (ID-M2-FULLPRICE, GAP-DISCFIT).

An order is at full price if nothing was taken off its goods by a discount of somebody else. Ours do not
count against it: a tier's discount applies by itself, so it says nothing of whether its holder waits for
sales, and if it counted, every member would look like a bargain hunter from the first day on. Free shipping
leaves the goods at their price. The whole order is judged, since whoever comes for a reduced line brings
the rest along.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from app.rules.applied_discounts import AppliedDiscount
from app.rules.money import half_up
from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.spend import Entry, by_order
from app.rules.standing import Standing, inside

FEWEST_ORDERS = 3
"""Fewer say nothing of a habit."""

Name = tuple[str, str]
"""A discount's kind and name; codes in small letters, since the platform does not tell case apart."""


def full_price_of(
    facts: Sequence[Entry],
    reduced: Collection[int],
    folded: Standing,
    program: Program,
    basis: tuple[str, str],
    at: datetime,
) -> int | None:
    """`full_price_tenths` of the goods in the member's period, whatever the metric is. `basis`: the currency
    that counts, and the zone."""
    currency, zone = basis
    entered = local_day(folded.entered_at, zone) if folded.entered_at else None
    spends = by_order(facts, program.counting, currency)
    return full_price_tenths(spends, reduced, at, first_day(program.period, local_day(at, zone), entered))


def full_price_tenths(
    spends: Iterable[OrderSpend], reduced: Collection[int], at: datetime, first: date
) -> int | None:
    """Tenths of a percent of the goods counted since the local day `first`; None for too few orders.

    `spends` is money by order (`spend.by_order`), `reduced` the orders that had a discount of others.
    """
    goods: dict[int, int] = {}
    for spend in spends:
        if inside(spend, at, first):
            goods[spend.order_id] = goods.get(spend.order_id, 0) + spend.amount
    kept = {order_id: amount for order_id, amount in goods.items() if amount > 0}
    if len(kept) < FEWEST_ORDERS:
        return None
    full = sum(amount for order_id, amount in kept.items() if order_id not in reduced)
    return half_up(1000 * full, sum(kept.values()))


def is_reduced(discounts: Iterable[AppliedDiscount], ours: Collection[Name]) -> bool:
    """Was something taken off the goods by a discount that is not one of ours?"""
    return any(not each.shipping and name_of(each) not in ours for each in discounts)


def name_of(discount: AppliedDiscount) -> Name:
    return named(discount.kind, discount.name)


def named(kind: str, name: str) -> Name:
    return kind, name.lower() if kind == "code" else name
