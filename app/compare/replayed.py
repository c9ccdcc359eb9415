"""Programs replayed on a store's ledger: what `laurel simulate` and the page of a simulation tell."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from app.db import Database
from app.errors import LaurelError
from app.ledger.shoppers import how_many, shoppers_after
from app.ledger.tier_years import first_ordered_on
from app.models import Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.said import said
from app.rules.simulate import simulate
from app.rules.simulated_comparison import Comparison
from app.rules.simulated_comparison import compare as side_by_side
from app.rules.simulated_plan import Plan, Shopper
from app.rules.simulation import Simulation


@dataclass(frozen=True, slots=True)
class History:
    """What there is to replay: living customers, from the local day of the first order to today."""

    customers: int
    began: date
    today: date


def history_of(session: Session, shop: Shop, now: datetime) -> History:
    """Raises LaurelError for a store that has nothing to replay, or not yet."""
    if not shop.currency or shop.state in (INSTALLING, BACKFILLING):
        raise LaurelError(
            said("The order history of %(shop)s is not read yet. Try again when it is.", shop=shop.domain)
        )
    began = first_ordered_on(session, shop.id)
    if began is None:
        raise LaurelError(said("%(shop)s has no orders to replay.", shop=shop.domain))
    return History(how_many(session, shop.id), began, local_day(now, shop.zone))


def shoppers(
    db: Database, shop: Shop, programs: Sequence[Program], advance: Callable[[int], None] = lambda _: None
) -> Iterator[Shopper]:
    """Each page in a session of its own, so that a long replay holds nothing.

    `advance` hears after each page how many customers were read.
    """
    labelled = any(program.counting.by_labels for program in programs)
    after: int | None = 0
    while after is not None:
        with db.read() as session:
            page, after = shoppers_after(session, shop, after, labelled=labelled)
        yield from page
        advance(len(page))


def replayed(shown: Iterable[Shopper], plans: Sequence[Plan]) -> Simulation | Comparison:
    """One plan, or two side by side."""
    return simulate(shown, plans[0]) if len(plans) == 1 else side_by_side(shown, *plans)
