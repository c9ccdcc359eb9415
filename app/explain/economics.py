"""Where a store's economics are reckoned from: its last twelve months and the program that applies."""

from datetime import datetime

from sqlmodel import Session

from app.errors import BadInput
from app.ledger.tier_years import first_ordered_on
from app.models import Shop
from app.programs import program_of
from app.rules.economics_look import Source
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.tier_averages import year_begins


def source_of(session: Session, shop: Shop, now: datetime) -> tuple[Source, Program]:
    """The year to today, and the program. Raises BadInput before the store's currency is known."""
    if not shop.currency:
        raise BadInput(f"The currency of {shop.domain} is not known yet: open the app in the store once.")
    version, program = program_of(session, shop.id, now)
    live = version.from_at is not None and version.from_at <= now
    last = local_day(now, shop.zone)
    source = Source(
        title=f"{shop.domain}, program version {version.version} ({'live' if live else 'not live'})",
        currency=shop.currency,
        first=year_begins(last),
        last=last,
        history_from=first_ordered_on(session, shop.id),
        live=live,
    )
    return source, program
