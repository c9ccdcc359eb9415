"""What a shop's customers hold, kept in memory from one look to the next while nothing changed.

Adding up a year of a large store takes seconds; seeing that nothing changed is one look into two indexes.
In a large store something always changes: what is known of it may be some minutes old. A worker adds it up
and makes the suggestion (`jobs/page_reports.py`); until it first did so a page adds up by itself.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app import reports
from app.ledger.shop_spend import shop_spend
from app.ledger.spread import spread, state_of, values_of
from app.ledger.tier_years import first_ordered_on
from app.models import Shop
from app.models.report import SUGGESTED
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
from app.web import large_stores
from app.web.large_stores import ask_worker, found_by_worker, is_large, is_young

MOST_SHOPS = 8


@dataclass(frozen=True)
class Known:
    """A shop's customers on a day, and what was made of them."""

    state: str
    made_at: datetime
    today: date
    spread: Spread
    histogram: Histogram
    """In the bins of `laurel suggest`."""
    first_order_on: date | None
    suggested: dict[int, Suggestion] = field(default_factory=dict)
    """By the version of the program whose period counts."""


_KEPT: OrderedDict[int, Known] = OrderedDict()
_SHAPES: dict[int, Histogram] = {}
"""Of stores at which a worker looks for the first time."""


def known(session: Session, shop: Shop, now: datetime) -> Known:
    """The shop's own customers as they are now; of a large store as a worker last found them, if it did."""
    today, held = local_day(now, shop.zone), _KEPT.get(shop.id)
    if held is not None and held.today == today and is_young(held.spread.customers, held.made_at, now):
        return held
    state = state_of(session, shop, today)
    if held is None or held.state != state:
        held = _KEPT[shop.id] = _reported(session, shop, now, state) or _found(session, shop, now, state)
    _KEPT.move_to_end(shop.id)
    while len(_KEPT) > MOST_SHOPS:
        _KEPT.popitem(last=False)
    return held


def is_coming(session: Session, shop: Shop, program: Program, now: datetime) -> bool:
    """Is a worker still to look at this large store for the first time?"""
    if program.measure.unit != "money" or shop.id in _KEPT or not is_large(session, shop.id):
        return False
    if reports.newest_done(session, shop.id, SUGGESTED) is not None:
        _SHAPES.pop(shop.id, None)
        return False
    ask_worker(session, shop, SUGGESTED, now)
    return True


def shape(session: Session, shop: Shop) -> Histogram:
    """How spend is spread, before a year is added up; looked at once: the page asks every other second."""
    if shop.id not in _SHAPES:
        _SHAPES[shop.id] = histogram(Ranking(values_of(session, shop.id)))
    return _SHAPES[shop.id]


def is_at_hand(held: Known, version: int) -> bool:
    """Is a suggestion known already, or made in no time?"""
    return held.spread.customers < large_stores.MANY_CUSTOMERS or version in held.suggested


def suggestion(
    session: Session, shop: Shop, held: Known, version: int, program: Program, now: datetime
) -> Suggestion | None:
    """What `laurel suggest` says, for the program that applies; None where it counts no spend or nobody
    bought, and while a worker is still to make it (`is_at_hand`)."""
    if program.measure.unit != "money" or not held.spread.buyers:
        return None
    if not is_at_hand(held, version):
        made = _reported(session, shop, now, held.state)
        if made is None or version not in made.suggested:
            ask_worker(session, shop, SUGGESTED, now)
            return None
        held.suggested[version] = made.suggested[version]
    if version not in held.suggested:
        held.suggested[version] = suggest(_spend(session, shop, held, program, now))
    return held.suggested[version]


def _reported(session: Session, shop: Shop, now: datetime, state: str) -> Known | None:
    """What a worker found of a large store. What has changed since, or was never found, is asked for."""
    if not is_large(session, shop.id):
        return None
    told = found_by_worker(session, shop, SUGGESTED, state, now)
    return _read(told, now) if told is not None else None


def _read(told: Mapping[str, Any], now: datetime) -> Known:
    held, first = Spread.unpacked(told["spread"]), told["first_order_on"]
    found = Known(
        state=told["state"],
        made_at=now,
        today=date.fromisoformat(told["today"]),
        spread=held,
        histogram=histogram(Ranking(held.values)),
        first_order_on=date.fromisoformat(first) if first else None,
    )
    if told["suggestion"]:
        found.suggested[told["version"]] = Suggestion.from_json(told["suggestion"])
    return found


def _found(session: Session, shop: Shop, now: datetime, state: str) -> Known:
    today = local_day(now, shop.zone)
    held = spread(session, shop.id, shop.currency, year_begins(today), today)
    bins = histogram(Ranking(held.values))
    return Known(state, now, today, held, bins, first_ordered_on(session, shop.id))


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
