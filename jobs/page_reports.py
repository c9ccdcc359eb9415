"""What pages of a large store show and do not add up themselves (`app/web/large_stores.py`).

Each says of what state of the store it was made; of a kind only the newest is kept.
"""

from datetime import datetime
from typing import Any

from app.db import Database
from app.explain.economics import source_of
from app.ledger.shop_spend import shop_spend
from app.ledger.spread import spread, state_of
from app.ledger.tier_years import tier_years, years_state
from app.models import Report, Shop
from app.programs import program_of
from app.reports import remove_before
from app.rules.periods import local_day
from app.rules.suggest import suggest
from app.rules.tier_averages import year_begins
from app.rules.value_metrics import NET_SPEND


def suggested(db: Database, report: Report, _params: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What customers hold as `Spread.packed`, and `Suggestion.to_json()`: None where none can be made.

    `state` is that of the customers before anything was added up, `version` the program's.
    """
    with db.read() as session:
        shop = session.get_one(Shop, report.shop_id)
        today = local_day(now, shop.zone)
        state = state_of(session, shop, today)
        version, program = program_of(session, shop.id, now)
        held = spread(session, shop.id, shop.currency, year_begins(today), today)
        bought = shop_spend(session, shop, now)
    found = suggest(bought) if program.metric == NET_SPEND and held.buyers else None
    with db.write() as session:
        remove_before(session, report)
    first = bought.first_order_on
    return {
        "state": state,
        "today": today.isoformat(),
        "first_order_on": first.isoformat() if first else None,
        "version": version.version,
        "spread": held.packed(),
        "suggestion": found.to_json() if found else None,
    }


def years(db: Database, report: Report, _params: dict[str, Any], now: datetime) -> dict[str, Any]:
    """By rank the members, what they bought in the year to `last`, and in how many orders: `tier_years`."""
    with db.read() as session:
        shop = session.get_one(Shop, report.shop_id)
        source, _ = source_of(session, shop, now)
        state = years_state(session, shop, source.last)
        found = tier_years(session, shop.id, source.currency, source.first, source.last)
    with db.write() as session:
        remove_before(session, report)
    return {
        "state": state,
        "last": source.last.isoformat(),
        "years": {rank: [year.customers, year.spend_minor, year.orders] for rank, year in found.items()},
    }
