"""Evaluation: ledger → rules → standing change and outbox, in one transaction.

Live, `verify`, `explain` and previews use the same fold, so they agree for equal knowledge.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnExpressionArgument, and_, func, or_, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app import discounts_used, hooks, order_care, outbox, shown
from app.db import ACROSS_SHOPS, Database, is_outage
from app.grants import entry, keep
from app.grants.code import given_codes
from app.knowledge import knowledge
from app.ledger import entries
from app.models import AuditEvent, Customer, Notice, Shop, StandingChange
from app.models.shop import BACKFILLING, INSTALLING, LIVE
from app.programs import program_of
from app.records import changes, notices, recorded_changes
from app.rules.full_price import full_price_of
from app.rules.spend import Entry, contributions
from app.rules.standing import Known, Standing, Version, standing

BATCH = 200
PUT_OFF = timedelta(hours=1)

log = structlog.get_logger()


def shops_with_work(session: Session, now: datetime) -> Sequence[int]:
    """Shops with customers to evaluate, none while their history is read. Looks at all shops."""
    dirty = select(Customer.shop_id).where(col(Customer.dirty))
    reviewed = select(Customer.id).where(
        col(Customer.shop_id) == col(Shop.id), col(Customer.next_review_at) <= now
    )
    wanted = select(Shop.id).where(
        col(Shop.state).not_in((INSTALLING, BACKFILLING)), or_(col(Shop.id).in_(dirty), reviewed.exists())
    )
    return session.exec(wanted, execution_options={ACROSS_SHOPS: "finding shops with work"}).all()


def due(session: Session, shop: Shop, now: datetime, limit: int = BATCH) -> Sequence[Customer]:
    """Customers whose facts changed or whose review came, locked; none while the shop's history is read."""
    if shop.state in (INSTALLING, BACKFILLING):
        return ()
    dirty = _locked(session, shop.id, col(Customer.dirty), limit)
    reviewed = col(Customer.next_review_at) <= now
    rest = limit - len(dirty)
    return (
        dirty
        if not rest
        else [*dirty, *_locked(session, shop.id, and_(reviewed, ~col(Customer.dirty)), rest)]
    )


def _locked(
    session: Session, shop_id: int, condition: ColumnExpressionArgument[bool], limit: int
) -> Sequence[Customer]:
    """One condition at a time: an index of part of the table serves no `or`."""
    found = (
        select(Customer)
        .where(Customer.shop_id == shop_id, condition)
        .order_by(col(Customer.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return session.exec(found).all()


def evaluate_due(db: Database, shop_id: int, now: datetime, limit: int = BATCH) -> int:
    """Evaluates up to `limit` customers in one transaction; returns how many.

    If that fails they are taken one by one, and one that cannot be judged is looked at again in an hour:
    it must not keep the others of its store waiting.
    """

    def unit(session: Session) -> int:
        shop = session.get_one(Shop, shop_id)
        customers = due(session, shop, now, limit)
        evaluate(session, shop, customers, now)
        return len(customers)

    try:
        return db.transact(unit)
    except Exception as problem:
        if isinstance(problem, DBAPIError) and is_outage(problem):
            raise
        if limit > 1:
            return sum(evaluate_due(db, shop_id, now, 1) for _ in range(limit))
        log.exception("a customer could not be judged", shop=shop_id)
        return db.transact(lambda session: _put_off(session, shop_id, now))


def _put_off(session: Session, shop_id: int, now: datetime) -> int:
    customers = due(session, session.get_one(Shop, shop_id), now, 1)
    for customer in customers:
        customer.dirty, customer.next_review_at = False, now + PUT_OFF
        session.add(customer)
    return len(customers)


def evaluate(session: Session, shop: Shop, customers: Sequence[Customer], now: datetime) -> int:
    """Folds each customer anew, records moves in the present, wants write-backs; returns the moves."""
    if not customers:
        return 0
    ids = [customer.id for customer in customers]
    known = knowledge(session, shop, ids, now)
    facts = entries.of_customers(session, shop.id, ids, labelled=known[ids[0]].by_labels)
    recorded = recorded_changes(session, shop.id, ids) if shop.live_at else {}
    written = outbox.known(session, shop.id, outbox.CUSTOMER, map(str, ids)) if shop.live_at else set()
    recorded_now: list[StandingChange] = []
    wanted: dict[int, list[Customer]] = {outbox.NOW: [], outbox.PROGRESS: []}
    risen: list[entry.Risen] = []
    warned_now: list[Notice] = []
    version = known[ids[0]].applying(now)
    reduced = discounts_used.reduced_orders(session, shop, ids, given_codes)
    basis = (shop.counting_currency, shop.zone)
    for customer in customers:
        folded = fold(facts[customer.id], known[customer.id], shop, now)
        full_price = full_price_of(facts[customer.id], reduced, folded, version.program, basis, now)
        if shop.live_at:
            new = changes(customer, folded, facts[customer.id], version, recorded.get(customer.id), now)
            warned = known[customer.id].warned or {}
            told = notices(customer, folded, version.program, shop, new, warned, now)
            session.add_all([*new, *told])
            recorded_now += new
            warned_now += told
            risen += [entry.Risen(customer, new, folded.rank)] if new else []
            if customer.platform_id is not None and not customer.gone:
                knows, happened = known[customer.id], {"moved": bool(new), "told": bool(told)}
                lane = shown.lane(customer, folded, full_price, knows, written, now, **happened)
                if lane is not None:
                    wanted[lane].append(customer)
        _keep(customer, folded, now)
        customer.full_price_tenths = full_price
        session.add(customer)
    if shop.live_at:
        hooks.want_changes(session, shop, recorded_now, now)
        gone = {customer.id for customer in customers if customer.gone}
        frozen = order_care.freeze(session, shop, ids, _judge(facts, known, shop, gone), now)
        hooks.want_orders(session, shop, frozen, now)
        entry.for_entries(session, shop, version, risen, now)
        keep.for_warned(session, shop, version, warned_now, now)
    mass = len(wanted[outbox.NOW]) > BATCH // 2
    _want(session, shop.id, wanted[outbox.NOW], now, outbox.MASS if mass else outbox.NOW)
    _want(session, shop.id, wanted[outbox.PROGRESS], now, outbox.PROGRESS)
    session.flush()
    return len(recorded_now)


def fold(facts: Sequence[Entry], known: Known, shop: Shop, at: datetime) -> Standing:
    """The standing at `at` of the person with these entries."""
    currency = shop.counting_currency
    return standing(lambda program: contributions(facts, program, currency), known, shop.zone, at)


def _judge(
    facts: Mapping[int, Sequence[Entry]], known: Mapping[int, Known], shop: Shop, gone: Collection[int]
) -> order_care.Judge:
    """Nothing is written for somebody who is gone, so their orders have no tier."""

    def judge(customer_id: int, at: datetime) -> tuple[int, Version]:
        knows = known[customer_id]
        rank = 0 if customer_id in gone else fold(facts[customer_id], knows, shop, at).rank
        return rank, knows.applying(at)

    return judge


def go_live(session: Session, shop: Shop, actor: str, now: datetime) -> None:
    """The draft applies from now on, and the store may be written to. Going live twice changes nothing."""
    if shop.live_at is not None:
        return
    version, _ = program_of(session, shop.id, now)
    version.from_at, version.author = now, actor
    shop.live_at, shop.state = now, LIVE
    session.add_all([version, shop])
    mark_all(session, shop.id)
    outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now, lane=outbox.NOW)
    detail = json.dumps({"version": version.version})
    session.add(AuditEvent(shop_id=shop.id, at=now, actor=actor, action="program went live", detail=detail))


def mark_all(session: Session, shop_id: int) -> None:
    """Everybody is due: the program, the zone or the currency changed, or the history has been read."""
    session.exec(update(Customer).where(col(Customer.shop_id) == shop_id).values(dirty=True))


def counts(session: Session, shop_id: int) -> dict[int, int]:
    """Living customers by rank, as last evaluated."""
    found = (
        select(Customer.rank, func.count())
        .where(Customer.shop_id == shop_id, col(Customer.gone).is_(False))
        .group_by(col(Customer.rank))
    )
    return dict(session.exec(found).all())


def _keep(customer: Customer, folded: Standing, now: datetime) -> None:
    customer.metric_value, customer.rank, customer.since = folded.metric_value, folded.rank, folded.since
    customer.landing, customer.by_hand = folded.landing, folded.override_id is not None
    customer.below_since = folded.below_since
    customer.falls_on = folded.fall.day if folded.fall else None
    customer.falls_to = folded.fall.to_rank if folded.fall else None
    customer.needed = folded.fall.needed if folded.fall else None
    customer.next_review_at = folded.next_review_at
    customer.evaluated_at, customer.dirty = now, False


def _want(session: Session, shop_id: int, customers: Sequence[Customer], now: datetime, lane: int) -> None:
    subjects = [str(customer.id) for customer in customers]
    outbox.want(session, shop_id, outbox.CUSTOMER, subjects, now, lane=lane)
