"""Orders of members: what was frozen for each is written on it, as far as the merchant's permissions go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.kept import keep
from app.errors import UserErrors
from app.ledger.facts import decode
from app.models import Customer, Order, OrderCare, Outbox, PlatformObject
from app.models.platform_object import DEFINITION
from app.order_care import is_to_be_sent
from app.platform import fulfilment, order_definitions, order_writes
from app.platform.fulfilment import FulfilmentWrite
from app.platform.order_writes import AT_ONCE, Held, as_written, difference, from_written, wanted
from app.programs import programs_by_version
from app.rules.order_care import OrderState, order_state

__all__ = ["AT_ONCE", "send"]

log = structlog.get_logger()

WRITE_ORDERS = "write_orders"
FIRST_LOOK = timedelta(seconds=30)
LONGEST = timedelta(hours=1)
GIVES_UP = timedelta(days=2)
"""What has no fulfilment order by then is not shipped by anybody: a download, a service."""


@dataclass(slots=True)
class _Job:
    """One order of a batch: what it should carry, what it holds, and what came of it."""

    row: Outbox
    care: OrderCare | None
    want: Held
    held: Held
    refused: str = ""
    waits: bool = field(default=False)

    @property
    def fulfilment_lacks(self) -> bool:
        return not self.refused and self.want.fulfilment not in (("", ""), self.held.fulfilment)


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Writes tags and metafields of all of them in one request, then what their parcels are told."""
    jobs = _jobs(turn, rows)
    _write(turn, jobs)
    _tell_parcels(turn, [job for job in jobs if job.fulfilment_lacks])
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for job in jobs:
            _settle(session, job, now)


def _jobs(turn: Turn, rows: Sequence[Outbox]) -> list[_Job]:
    with turn.context.db.read() as session:
        states = _states(session, turn, [int(row.subject) for row in rows])
    jobs = []
    for row in rows:
        care, state = states.get(int(row.subject), (None, None))
        held = from_written(row.written)
        jobs.append(_Job(row, care, wanted(state) if state else held, held))
    return jobs


def _states(
    session: Session, turn: Turn, order_ids: Sequence[int]
) -> Mapping[int, tuple[OrderCare, OrderState | None]]:
    """By order its row and state; no state for one that nobody packs any more, none of who is gone."""
    found = select(OrderCare, Order.facts).where(
        OrderCare.shop_id == turn.shop.id,
        Order.shop_id == turn.shop.id,
        Customer.shop_id == turn.shop.id,
        col(Order.id) == col(OrderCare.order_id),
        col(Customer.id) == col(Order.customer_id),
        col(Customer.gone).is_(False),
        col(OrderCare.order_id).in_(order_ids),
        col(OrderCare.rank) > 0,
    )
    rows = session.exec(found).all()
    programs = programs_by_version(session, turn.shop.id, {care.program_version for care, _ in rows})
    states = {}
    for care, facts in rows:
        tier = programs[care.program_version].tiers[care.rank - 1]
        state = order_state(tier, care.ordered_at, turn.shop.zone)
        states[care.order_id] = care, state if is_to_be_sent(decode(facts)) else None
    return states


def _write(turn: Turn, jobs: Sequence[_Job]) -> None:
    changes = {job.row.subject: difference(job.row.subject, job.want, job.held) for job in jobs}
    needed = [change for change in changes.values() if change]
    lacking = needed and _lacking(turn, (WRITE_ORDERS,))
    if needed and not lacking:
        _define(turn, {key for change in needed for key, _ in change.metafields})
    refused = order_writes.write(turn.calls, needed) if needed and not lacking else {}
    for job in jobs:
        if changes[job.row.subject] and lacking:
            job.refused = lacking
        else:
            job.refused = refused.get(job.row.subject, "")
        if not job.refused:
            job.held = replace(job.want, fulfilment=job.held.fulfilment)


def _define(turn: Turn, keys: Collection[str]) -> None:
    """A metafield is written first where the store's admin knows what it is."""
    with turn.context.db.read() as session:
        found = select(PlatformObject).where(
            PlatformObject.shop_id == turn.shop.id,
            PlatformObject.kind == DEFINITION,
            col(PlatformObject.key).in_([order_definitions.row_key(key) for key in keys]),
        )
        known = {row.key: row for row in session.exec(found).all()}
    for key in sorted(keys):
        try:
            for made in order_definitions.ensure(turn.calls, [key], known):
                keep(turn, made)
        except UserErrors as refused:
            # The tag is what people pack by, and a metafield of ours is kept without a definition too.
            log.warning("a definition was refused", shop=turn.shop.domain, key=key, problem=str(refused))


def _tell_parcels(turn: Turn, jobs: Sequence[_Job]) -> None:
    """The deadline and the hold; an order without parcels yet is looked at again."""
    if not jobs:
        return
    if lacking := _lacking(turn, fulfilment.SCOPES):
        for job in jobs:
            job.refused = lacking
        return
    parcels = fulfilment.read(turn.calls, [job.row.subject for job in jobs])
    there = [job for job in jobs if parcels.get(job.row.subject)]
    changes = [
        FulfilmentWrite(job.row.subject, *job.want.fulfilment, parcels[job.row.subject]) for job in there
    ]
    refused = fulfilment.write(turn.calls, changes)
    for job in jobs:
        job.refused, job.waits = refused.get(job.row.subject, ""), job not in there
    for job in there:
        if not job.refused:
            job.held = job.want


def _lacking(turn: Turn, scopes: Sequence[str]) -> str:
    """Which permissions the merchant has not given, in words; empty if all are there."""
    granted = turn.shop.scopes.split(",")
    absent = [scope for scope in scopes if scope not in granted]
    return f"Laurel lacks the permission {' and '.join(absent)} for this order." if absent else ""


def _settle(session: Session, job: _Job, now: datetime) -> None:
    written = as_written(job.held)
    decided = job.care.decided_at if job.care and job.care.decided_at else now
    if job.refused:
        outbox.dead(session, job.row, job.refused, written=written)
    elif job.waits and now - decided < GIVES_UP:
        again = min(max(now - decided, FIRST_LOOK), LONGEST)
        outbox.wait(session, job.row, now + again, written=written)
    else:
        outbox.sent(session, job.row, written, now)
