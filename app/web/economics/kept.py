"""What the customers of each tier bought in a year, kept in memory while nothing changed.

Adding up a year of a large store takes seconds; seeing that nothing changed is a look into few indexes.
"""

from collections import OrderedDict
from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.ledger.tier_years import newest_entry, tier_years
from app.models import Customer, Shop, StandingChange
from app.rules.economics_look import Source
from app.rules.tier_averages import TierYear

MOST_SHOPS = 32

State = tuple[object, ...]
_KEPT: OrderedDict[int, tuple[State, Mapping[int, TierYear]]] = OrderedDict()


def years_of(session: Session, shop: Shop, source: Source) -> Mapping[int, TierYear]:
    """As `tier_years`, by the rank that customers hold."""
    state = _state(session, shop, source)
    held = _KEPT.get(shop.id)
    if held is None or held[0] != state:
        held = state, tier_years(session, shop.id, source.currency, source.first, source.last)
        _KEPT[shop.id] = held
    _KEPT.move_to_end(shop.id)
    while len(_KEPT) > MOST_SHOPS:
        _KEPT.popitem(last=False)
    return held[1]


def _state(session: Session, shop: Shop, source: Source) -> State:
    """Differs whenever a customer stands elsewhere, or an order came, or the day is over."""
    people = (
        select(Customer.rank, func.count(), func.sum(Customer.metric_value))
        .where(Customer.shop_id == shop.id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
        .order_by(col(Customer.rank))
    )
    move = select(func.max(StandingChange.id)).where(StandingChange.shop_id == shop.id)
    ranks = tuple(tuple(row) for row in session.exec(people).all())
    return source.last, source.currency, ranks, newest_entry(session, shop.id), session.exec(move).one()
