"""What the customers of each tier bought in a year, kept in memory while nothing changed.

Adding up a year of a large store takes seconds: a worker does it (`jobs/page_reports.py`), and what it last
found is told. Seeing that nothing changed is a look into few indexes.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from app.ledger.tier_years import tier_years, years_state
from app.models import Shop
from app.models.report import YEARS
from app.rules.economics_look import Source
from app.rules.tier_averages import TierYear
from app.web.large_stores import found_by_worker, is_large, is_young

MOST_SHOPS = 32


@dataclass(frozen=True, slots=True)
class Years:
    """By the rank that customers hold, in the year to `last`."""

    state: str
    made_at: datetime
    last: date
    by_rank: Mapping[int, TierYear]

    @property
    def customers(self) -> int:
        return sum(each.customers for each in self.by_rank.values())


_KEPT: OrderedDict[int, Years] = OrderedDict()


def years_of(session: Session, shop: Shop, source: Source, now: datetime) -> Years | None:
    """As `tier_years`. None while a worker is still to look at a large store for the first time."""
    held = _KEPT.get(shop.id)
    if held is None or held.last != source.last or not is_young(held.customers, held.made_at, now):
        state = years_state(session, shop, source.last)
        if held is None or held.state != state:
            held = _newer(session, shop, source, state, now)
    if held is None:
        return None
    _KEPT[shop.id] = held
    _KEPT.move_to_end(shop.id)
    while len(_KEPT) > MOST_SHOPS:
        _KEPT.popitem(last=False)
    return held


def _newer(session: Session, shop: Shop, source: Source, state: str, now: datetime) -> Years | None:
    """Of a large store what a worker found; what has changed since is asked for."""
    if not is_large(session, shop.id):
        found = tier_years(session, shop.id, source.currency, source.first, source.last)
        return Years(state, now, source.last, found)
    told = found_by_worker(session, shop, YEARS, state, now)
    return _read(told, now) if told is not None else None


def _read(told: Mapping[str, Any], now: datetime) -> Years:
    years = {int(rank): TierYear(*year) for rank, year in told["years"].items()}
    return Years(told["state"], now, date.fromisoformat(told["last"]), years)
