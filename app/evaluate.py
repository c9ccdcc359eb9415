"""Evaluation: ledger → rules → standing change and outbox, in one transaction.

Live, `verify`, `explain` and previews use the same fold, so they agree for equal knowledge.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnExpressionArgument, and_, func, or_, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from app import outbox
from app.db import ACROSS_SHOPS, Database, is_outage
from app.ledger import entries
from app.models import AuditEvent, Customer, ProgramVersion, Shop, StandingChange
from app.models.shop import BACKFILLING, INSTALLING, LIVE
from app.programs import program_of
from app.rules.program import Program
from app.rules.spend import Entry, by_order
from app.rules.standing import Standing, standing

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
    version, program = program_of(session, shop.id)
    ids = [customer.id for customer in customers]
    known = entries.of_customers(session, shop.id, ids)
    recorded = recorded_ranks(session, shop.id, ids) if shop.live_at else {}
    written = outbox.known(session, shop.id, outbox.CUSTOMER, map(str, ids)) if shop.live_at else set()
    moves, changed, progressed = 0, [], []
    for customer in customers:
        folded = fold(known[customer.id], program, shop, version.from_at or now, now)
        if shop.live_at:
            new = _changes(
                customer, folded, known[customer.id], program, version, recorded.get(customer.id), now
            )
            session.add_all(new)
            moves += len(new)
            if customer.platform_id is not None and not customer.gone:
                if new or (folded.rank and str(customer.id) not in written):
                    changed.append(customer)
                elif folded.rank and folded.spend_minor != customer.metric_minor:
                    progressed.append(customer)
        _keep(customer, folded, now)
        session.add(customer)
    mass = len(changed) > BATCH // 2
    _want(session, shop.id, changed, now, outbox.MASS if mass else outbox.NOW)
    _want(session, shop.id, progressed, now, outbox.PROGRESS)
    session.flush()
    return moves


def fold(known: Sequence[Entry], program: Program, shop: Shop, start: datetime, at: datetime) -> Standing:
    """The standing at `at` of the person with these entries, under a program that applies from `start`."""
    spends = by_order(known, program.counting, shop.currency)
    return standing(spends, program, shop.zone, min(start, at), at)


def go_live(session: Session, shop: Shop, actor: str, now: datetime) -> None:
    """The draft applies from now on, and the store may be written to. Going live twice changes nothing."""
    if shop.live_at is not None:
        return
    version, _ = program_of(session, shop.id)
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
    customer.metric_minor, customer.rank, customer.since = folded.spend_minor, folded.rank, folded.since
    customer.next_review_at = folded.next_review_at
    customer.evaluated_at, customer.dirty = now, False


def _want(session: Session, shop_id: int, customers: Sequence[Customer], now: datetime, lane: int) -> None:
    subjects = [str(customer.id) for customer in customers]
    outbox.want(session, shop_id, outbox.CUSTOMER, subjects, now, lane=lane)


def recorded_ranks(session: Session, shop_id: int, ids: Sequence[int]) -> Mapping[int, int]:
    """The rank that each customer's last recorded change led to."""
    last = (
        select(func.max(StandingChange.id))
        .where(StandingChange.shop_id == shop_id, col(StandingChange.customer_id).in_(ids))
        .group_by(col(StandingChange.customer_id))
    )
    found = select(StandingChange.customer_id, StandingChange.to_rank).where(
        StandingChange.shop_id == shop_id, col(StandingChange.id).in_(last)
    )
    return dict(session.exec(found).all())


def _changes(
    customer: Customer,
    folded: Standing,
    known: Sequence[Entry],
    program: Program,
    version: ProgramVersion,
    recorded: int | None,
    now: datetime,
) -> list[StandingChange]:
    """The rows to record: the whole path the first time, later only the difference in the present."""

    def change(from_rank: int, to_rank: int, at: datetime, **reason: object) -> StandingChange:
        threshold = program.tiers[max(from_rank, to_rank) - 1].entry_minor
        return StandingChange(
            shop_id=customer.shop_id,
            customer_id=customer.id,
            from_rank=from_rank,
            to_rank=to_rank,
            at=at,
            recorded_at=now,
            reason=json.dumps({"threshold_minor": threshold, **reason}, sort_keys=True),
            program_version=version.version,
            event_id=customer.cause_id,
        )

    if recorded is None:
        return [
            change(
                move.from_rank,
                move.to_rank,
                move.at,
                kind="spend" if move.order_id else "went_live",
                spend_minor=move.spend_minor,
                order_id=move.order_id,
            )
            for move in folded.moves
        ]
    if folded.rank == recorded:
        return []
    if folded.rank > recorded:
        move = folded.moves[-1]
        at, kind, order_id = move.at, "spend" if move.order_id else "merge", move.order_id
    else:
        at, kind, order_id = _reversal(customer, known, now)
    return [change(recorded, folded.rank, at, kind=kind, spend_minor=folded.spend_minor, order_id=order_id)]


def _reversal(customer: Customer, known: Sequence[Entry], now: datetime) -> tuple[datetime, str, int | None]:
    """What took money back last: a fall is dated by it. A merged-away row falls because it holds nothing."""
    if customer.gone:
        return now, "merge", None
    back = [entry for entry in known if entry.goods < 0]
    if not back:
        return now, "moved", None
    last = max(back, key=lambda entry: (entry.recorded_at, entry.occurred_at))
    return min(last.occurred_at, now), "reversal", last.order_id
