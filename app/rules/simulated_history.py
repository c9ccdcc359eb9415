"""The customers of an order export, as a simulation takes them: worth what the ledger would hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.rules.backtest import NoOrders
from app.rules.exported_facts import facts_of
from app.rules.exported_order import GIFT_CARD, ExportedOrder, net_goods
from app.rules.order_components import components
from app.rules.order_export import in_one_currency
from app.rules.order_spend import OrderSpend
from app.rules.periods import local_day
from app.rules.program import Counting, Program
from app.rules.simulated_plan import Shopper, shopper
from app.rules.spend import Entry


@dataclass(frozen=True, slots=True)
class History:
    """Customers are distinct e-mails; guests are none. `first` and `last` are the days of any order."""

    currency: str
    first: date
    last: date
    shoppers: tuple[Shopper, ...]


def of_export(
    orders: Iterable[ExportedOrder], zone: str, countings: Iterable[Counting], gift_card: str = GIFT_CARD
) -> History:
    """Raises NoOrders, and BadRow at the first order in another currency.

    Where all `countings` are the default an order is one sum, else every entry that an import would post.
    """
    plain = all(counting == Counting() for counting in countings)
    spends: dict[str, list[OrderSpend]] = {}
    entries: dict[str, list[Entry]] = {}
    began: dict[str, date] = {}
    currency, first, last = "", date.max, date.min
    for order in in_one_currency(orders):
        currency = order.currency
        day = local_day(order.created_at, zone)
        first, last = min(first, day), max(last, day)
        if not order.email:
            continue
        began[order.email] = min(day, began.get(order.email, day))
        if plain:
            spends.setdefault(order.email, []).extend(_spend(order, day, gift_card))
        else:
            entries.setdefault(order.email, []).extend(_entries(order, day, gift_card))
    if not currency:
        raise NoOrders("the file has no orders")
    if plain:
        shoppers = tuple(_shopper(email, began[email], spends[email]) for email in began)
    else:
        shoppers = tuple(_of_entries(email, began[email], entries[email], currency) for email in began)
    return History(currency, first, last, shoppers)


def _number(order: ExportedOrder) -> int:
    """An export without ids can be simulated too."""
    return order.line if order.order_id is None else order.order_id


def _spend(order: ExportedOrder, day: date, gift_card: str) -> Iterator[OrderSpend]:
    if worth := net_goods(order, gift_card):
        yield OrderSpend(_number(order), day, order.created_at, worth)


def _shopper(email: str, since: date, spends: list[OrderSpend]) -> Shopper:
    spends.sort(key=lambda spend: (spend.day, spend.at, spend.order_id))

    def measured(program: Program) -> Sequence[OrderSpend]:
        return program.measure.contributions(spends)

    return Shopper(email, since, measured, _always(spends))


def _always(spends: Sequence[OrderSpend]) -> Callable[[Counting], Sequence[OrderSpend]]:
    return lambda _: spends


def _of_entries(email: str, since: date, entries: list[Entry], currency: str) -> Shopper:
    """The day of the first order, even where nothing of it stands in the ledger."""
    if not entries:
        return Shopper(email, since, lambda _: (), lambda _: ())
    found = shopper(email, entries, currency)
    return Shopper(email, since, found.measured, found.money)


def _entries(order: ExportedOrder, day: date, gift_card: str) -> Iterator[Entry]:
    for part in components(facts_of(_number(order), order, gift_card)):
        yield Entry(
            order_id=_number(order),
            component=part.component,
            payment=part.payment,
            currency=part.currency,
            goods=part.amounts.goods,
            tax=part.amounts.tax,
            shipping=part.amounts.shipping,
            lines=part.lines,
            counted_on=day,
            ordered_on=day,
            occurred_at=part.occurred_at,
            ordered_at=part.ordered_at,
            recorded_at=order.created_at,
        )
