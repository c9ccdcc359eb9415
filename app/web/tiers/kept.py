"""What a shop's customers hold, kept in memory from one look to the next while nothing changed.

Adding up a year of a large store takes seconds; seeing that nothing changed is one look into two indexes.
In a large store something always changes: what is known of it may be some minutes old, a suggestion a day.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.ledger.shop_spend import shop_spend
from app.ledger.spread import spread
from app.ledger.tier_years import first_ordered_on, newest_entry
from app.models import Customer, Shop
from app.rules.distribution import Histogram, histogram
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.shop_spend import CustomerSpend, ShopSpend
from app.rules.spend_ranking import Ranking
from app.rules.spend_sketch import Spread
from app.rules.suggest import suggest
from app.rules.suggestion import Suggestion
from app.rules.tier_averages import year_begins

MOST_SHOPS = 8
MANY_CUSTOMERS, KEPT_FOR = 20_000, timedelta(minutes=5)

State = tuple[object, ...]


@dataclass(frozen=True)
class Known:
    """A shop's customers on a day, and what was made of them."""

    state: State
    made_at: datetime
    today: date
    spread: Spread
    histogram: Histogram
    """In the bins of `laurel suggest`."""
    first_order_on: date | None
    suggested: dict[int, Suggestion] = field(default_factory=dict)
    """By the version of the program whose period counts."""


_KEPT: OrderedDict[int, Known] = OrderedDict()


def known(session: Session, shop: Shop, now: datetime) -> Known:
    """The shop's own customers as they are now."""
    today, held = local_day(now, shop.zone), _KEPT.get(shop.id)
    if held is not None and held.today == today and _is_young(held, now):
        return held
    state = _state(session, shop, today)
    if held is None or held.state != state:
        found = spread(session, shop.id, shop.currency, year_begins(today), today)
        bins = histogram(Ranking(found.values))
        held = _KEPT[shop.id] = Known(state, now, today, found, bins, first_ordered_on(session, shop.id))
    _KEPT.move_to_end(shop.id)
    while len(_KEPT) > MOST_SHOPS:
        _KEPT.popitem(last=False)
    return held


def _is_young(held: Known, now: datetime) -> bool:
    return held.spread.customers >= MANY_CUSTOMERS and timedelta(0) <= now - held.made_at < KEPT_FOR


def is_at_hand(held: Known, version: int) -> bool:
    """Is a suggestion known already, or made in no time?"""
    return held.spread.customers < MANY_CUSTOMERS or version in held.suggested


def suggestion(
    session: Session, shop: Shop, held: Known, version: int, program: Program, now: datetime
) -> Suggestion | None:
    """What `laurel suggest` says, for the program that applies; None where it counts no spend, or nobody
    bought."""
    if program.measure.unit != "money" or not held.spread.buyers:
        return None
    if version not in held.suggested:
        held.suggested[version] = suggest(_spend(session, shop, held, program, now))
    return held.suggested[version]


def _spend(session: Session, shop: Shop, held: Known, program: Program, now: datetime) -> ShopSpend:
    """Where the period is the last twelve months, all that is asked for is known already."""
    since = first_day(program.period, held.today)
    if since != year_begins(held.today):
        return shop_spend(session, shop, now)
    return ShopSpend(
        program=program,
        currency=shop.currency,
        as_of=held.today,
        counted_from=since,
        first_order_on=held.first_order_on,
        customers=tuple(CustomerSpend(value, orders) for value, orders in held.spread.orders_of_each()),
    )


def _state(session: Session, shop: Shop, today: date) -> State:
    """Differs whenever a customer holds something else, or an order came, or the day is over."""
    people = select(func.count(), func.sum(Customer.metric_value)).where(
        Customer.shop_id == shop.id, col(Customer.gone).is_(False)
    )
    return (today, shop.currency, *session.exec(people).one(), newest_entry(session, shop.id))
