"""What each customer of a shop bought in a qualifying period: what a suggestion looks at."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.rules.backtest import NoOrders
from app.rules.exported_order import GIFT_CARD, ExportedOrder, net_goods
from app.rules.order_export import in_one_currency
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.three_tiers import three_tiers
from app.rules.value import value


@value
class CustomerSpend:
    spend_minor: int
    orders: int
    """Of which something still counts."""


@dataclass(frozen=True)
class ShopSpend:
    """At the end of `as_of`. `program` says which period and what counts; its tiers play no part."""

    program: Program
    currency: str
    as_of: date
    counted_from: date
    first_order_on: date | None
    """Of any customer, in the period or before."""
    customers: tuple[CustomerSpend, ...]
    """Those without spend too."""


def of_export(
    orders: Iterable[ExportedOrder], as_of: date | None = None, zone: str = "UTC", gift_card: str = GIFT_CARD
) -> ShopSpend:
    """From an order export, over the default program's period; `as_of` is else the day of the last order.

    A customer is a distinct e-mail with any order by that day; guests are none. Raises NoOrders, and BadRow
    at the first order in another currency.
    """
    bought: list[tuple[str | None, date, int]] = []
    currency = ""
    for order in in_one_currency(orders):
        currency = order.currency
        bought.append((order.email, local_day(order.created_at, zone), net_goods(order, gift_card)))
    if not bought:
        raise NoOrders("the file has no orders")
    as_of, program = as_of or max(day for _, day, _ in bought), three_tiers(currency)
    since = first_day(program.period, as_of)
    spend, counts = Counter[str](), Counter[str]()
    for email, day, net in bought:
        if email and day <= as_of:
            spend[email] += net if day >= since else 0
            counts[email] += net > 0 and day >= since
    customers = tuple(CustomerSpend(net, counts[email]) for email, net in spend.items())
    return ShopSpend(program, currency, as_of, since, min(day for _, day, _ in bought), customers)
