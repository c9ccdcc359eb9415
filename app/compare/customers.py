"""Every customer of a store under two programs, page by page, so that memory does not grow with the store.

Both standings are the live fold, of the same facts at the same instant, so what is told here is what the
evaluation after publishing records, unless something happens in between.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from app.compare.lines import lines_from
from app.compare.shape import Comparison
from app.compare.tally import Pair, Tally
from app.db import Database
from app.evaluate import fold
from app.knowledge import knowledge, lines_of
from app.ledger import entries
from app.ledger.verify import one_instant
from app.models import Customer, Shop
from app.programs import published, versions
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, local_day, starts_at
from app.rules.program import MAX_TIERS, Program
from app.rules.spend import Entry, contributions
from app.rules.standing import Known, Line, Standing, Version, carried, moves

Page = list[tuple[Customer, Sequence[Entry], Known]]

PAGE = 1_000
FLIP_DAYS = 90
UNPUBLISHED = 1_000_000_000
"""The number of a version that has none yet."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Versions are put in the place of what `knowledge` takes, so the instant is of no matter."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The versions of the store as they are, and with the draft from `start` on."""

    shop: Shop
    now: datetime
    live: tuple[Version, ...]
    draft: Version
    shop_then: Shop
    """Publishing decides an open change of currency: the amounts are in the new one from then on."""
    recorded: tuple[Line, ...] = ()
    """The store's lines, where only the draft looks at lines."""
    lines: tuple[Line, ...] = ()
    """Those that would be drawn for the draft."""

    @property
    def start(self) -> datetime:
        return self.draft.start

    @property
    def by_labels(self) -> bool:
        """Does any of the programs look at the tags or channels of orders?"""
        return any(version.program.counting.by_labels for version in (*self.live, self.draft))


def compare(
    db: Database,
    shop: Shop,
    program: Program,
    now: datetime,
    *,
    start: datetime | None = None,
    grandfather_months: int = 0,
    most_told: int = 50,
    advance: Callable[[int], None] = lambda _: None,
    only: Sequence[int] | None = None,
) -> Comparison:
    """The draft against what is live, for everybody, if it began at `start` (default: now).

    With a later start nothing is taken to be bought until then. Before the store is live everybody is
    compared with no tier. What is scheduled is left out. `advance` hears how many customers were done.
    `only` names the customers to judge, at most a page; a program with tiers for the best part needs all.

    Flipping back means that within 90 days of the start, by what the ledger knows already and with nothing
    bought, the former tier is shown again: whoever went up falls to it or below it, because spend leaves the
    period (or a hand's floor ends); whoever went down rises to it or above it, because a refund leaves the
    period, a review or a population line comes, or a floor begins. Grace and notices take their time first.
    """
    plan = _plan(db, shop, program, now, start, grandfather_months)
    if program.by_population:
        plan = replace(plan, lines=_lines(db, plan))
    old = plan.live[-1] if plan.live else None
    tally = Tally(old.program if old else None, plan.draft, shop, most_told, local_day(now, shop.zone))
    for customers in _pages(db, plan, advance, only):
        for pair in customers:
            tally.add(pair)
    return tally.told(old.number if old else None)


def under_draft(
    db: Database, shop: Shop, program: Program, customer_id: int, now: datetime
) -> tuple[Customer, Standing] | None:
    """One customer as they would stand if the program began now; None where the store has no such customer.

    Tiers for the best part keep the lines that were drawn last.
    """
    plan = _plan(db, shop, program, now, None, 0)
    for page in _read_only(db, plan, [customer_id]):
        for customer, facts, known in page:
            if not customer.gone:
                return customer, _after(facts, known, plan)
    return None


def _plan(
    db: Database,
    shop: Shop,
    program: Program,
    now: datetime,
    start: datetime | None,
    grandfather_months: int,
) -> Plan:
    begins = start or now
    until = leaves_on(local_day(begins, shop.zone), grandfather_months) if grandfather_months else None
    with db.read() as session:
        live = shop.live_at is not None and published(session, shop.id)
        chain = versions(session, shop.id, now) if live else ()
        by_population = any(version.program.by_population for version in versions(session, shop.id, now))
        recorded = lines_of(session, shop.id) if program.by_population and not by_population else ()
    begun = tuple(version for version in chain if version.start <= now)
    shop_then = Shop(domain=shop.domain, currency=shop.currency, zone=shop.zone)
    return Plan(shop, now, begun, Version(UNPUBLISHED, program, begins, until), shop_then, recorded)


def _lines(db: Database, plan: Plan) -> tuple[Line, ...]:
    """A first walk: the lines rest on what everybody holds under the draft."""
    held = array("q")
    for page in _read(db, plan):
        for customer, facts, known in page:
            if not customer.gone:
                held.append(_after(facts, known, plan).metric_value)
    return lines_from(plan.draft.program, held, local_day(plan.start, plan.shop.zone))


def _pages(
    db: Database, plan: Plan, advance: Callable[[int], None], only: Sequence[int] | None
) -> Iterator[Iterator[Pair]]:
    for page in _read(db, plan) if only is None else _read_only(db, plan, only):
        yield (_pair(customer, facts, known, plan) for customer, facts, known in page if not customer.gone)
        advance(len(page))


def _read(db: Database, plan: Plan) -> Iterator[Page]:
    after = 0
    while True:
        with one_instant(db) as session:
            found = select(Customer).where(Customer.shop_id == plan.shop.id, Customer.id > after)
            customers = session.exec(found.order_by(col(Customer.id)).limit(PAGE)).all()
            page = _known(session, plan, customers)
        if page:
            yield page
        if len(page) < PAGE:
            return
        after = page[-1][0].id


def _read_only(db: Database, plan: Plan, only: Sequence[int]) -> Iterator[Page]:
    with one_instant(db) as session:
        found = select(Customer).where(Customer.shop_id == plan.shop.id, col(Customer.id).in_(only))
        yield _known(session, plan, session.exec(found).all())


def _known(session: Session, plan: Plan, customers: Sequence[Customer]) -> Page:
    ids = [customer.id for customer in customers]
    if not ids:
        return []
    facts = entries.of_customers(session, plan.shop.id, ids, labelled=plan.by_labels)
    known = knowledge(session, plan.shop, ids, LONG_AGO)
    return [(each, facts[each.id], known[each.id]) for each in customers]


def _pair(customer: Customer, facts: Sequence[Entry], known: Known, plan: Plan) -> Pair:
    if plan.live and plan.start > plan.now:
        known = _warned_by_then(facts, known, plan)
    after = _after(facts, known, plan)
    before = _before(facts, known, plan)
    held = before.rank if before else 0
    kept = carried(held, plan.live[-1].program, plan.draft.program) if held else 0
    return Pair(customer, facts, before, after, kept, _back_on(facts, known, plan, after, kept))


def _warned_by_then(facts: Sequence[Entry], known: Known, plan: Plan) -> Known:
    """With the notices that will have been recorded when a later start comes: else nobody falls till then."""
    zone, at = plan.shop.zone, plan.now
    start, warned = local_day(plan.start, zone), dict(known.warned or {})
    for _ in range(MAX_TIERS):
        known = replace(known, versions=plan.live, warned=warned)
        told, today = fold(facts, known, plan.shop, at), local_day(at, zone)
        recorded = {(each.kind, each.occasion): max(each.day, today) for each in told.notices}
        warned = {key: day for key, day in recorded.items() if day <= start} | warned
        if told.fall is None or told.fall.day > start:
            break
        at = max(at, starts_at(told.fall.day, zone))
    return replace(known, warned=warned)


def _before(facts: Sequence[Entry], known: Known, plan: Plan) -> Standing | None:
    if not plan.live:
        return None
    return fold(facts, replace(known, versions=plan.live), plan.shop, plan.start)


def _after(facts: Sequence[Entry], known: Known, plan: Plan) -> Standing:
    return fold(facts, _with_draft(known, plan), plan.shop_then, plan.start)


def _with_draft(known: Known, plan: Plan) -> Known:
    lines = tuple(sorted((*known.lines, *plan.recorded, *plan.lines), key=lambda line: line.day))
    return replace(known, versions=(*plan.live, plan.draft), lines=lines, falls_stop=None)


def _back_on(facts: Sequence[Entry], known: Known, plan: Plan, after: Standing, kept: int) -> date | None:
    """The day on which the former tier is shown again, if it comes soon."""
    until = plan.start + timedelta(days=FLIP_DAYS)
    if after.rank > kept:
        fall = after.fall
        soon = fall is not None and fall.to_rank <= kept and fall.day <= local_day(until, plan.shop.zone)
        return fall.day if fall is not None and soon else None
    if after.rank == kept:
        return None

    def spends(program: Program) -> Sequence[OrderSpend]:
        return contributions(facts, program, plan.shop.currency)

    path = moves(spends, _with_draft(known, plan), plan.shop.zone, until)
    days = (
        local_day(move.at, plan.shop.zone) for move in path if move.at > plan.start and move.to_rank >= kept
    )
    return next(days, None)
