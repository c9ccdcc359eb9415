"""Customers: tier tag and metafields, several customers in one request, only what differs."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.models import Customer, Outbox, ProgramVersion
from app.platform.customers import AT_ONCE, CustomerWrite, as_written, difference, write
from app.programs import program_of
from app.rules.notices import FIRST_DAYS
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.writebacks import AtRisk, CustomerState, all_tags, customer_state

__all__ = ["AT_ONCE", "send"]


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Computes what each customer should carry now, writes the differences, keeps what was written."""
    wanted, changes = _changes(turn, rows)
    outcome = write(turn.calls, changes, can_wait=rows[0].lane >= outbox.MASS) if changes else None
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            if outcome and row.subject in outcome.refused:
                outbox.dead(session, row, outcome.refused[row.subject])
            elif outcome and row.subject in outcome.again:
                outbox.later(session, row, "another customer of the same call was refused", now, unknown=True)
            else:
                state = wanted[row.subject]
                outbox.sent(session, row, as_written(state) if state else row.written, now)


def _changes(
    turn: Turn, rows: Sequence[Outbox]
) -> tuple[dict[str, CustomerState | None], list[CustomerWrite]]:
    """The desired state by subject (None for somebody the store does not have), and what to change."""
    wanted: dict[str, CustomerState | None] = {}
    changes = []
    with turn.context.db.read() as session:
        version, program = program_of(session, turn.shop.id, turn.context.clock())
        ids = [int(row.subject) for row in rows]
        found = select(Customer).where(Customer.shop_id == turn.shop.id, col(Customer.id).in_(ids))
        customers = {customer.id: customer for customer in session.exec(found).all()}
    tags, now = all_tags(program), turn.context.clock()
    today = local_day(now, turn.shop.zone)
    for row in rows:
        customer = customers.get(int(row.subject))
        if customer is None or customer.gone or customer.platform_id is None or _stale(customer, version):
            wanted[row.subject] = None
            continue
        since = local_day(customer.since, turn.shop.zone) if customer.since else None
        rank = min(customer.rank, len(program.tiers))
        landing = min(customer.landing, len(program.tiers[rank - 1].landing)) if rank else 0
        state = customer_state(
            program,
            turn.shop.counting_currency,
            rank,
            since,
            customer.metric_value,
            landing=landing,
            at_risk=_at_risk(customer, program, today),
        )
        wanted[row.subject] = state
        change = difference(row.subject, customer.platform_id, state, row.written, tags)
        if change:
            changes.append(change)
    return wanted, changes


def _stale(customer: Customer, version: ProgramVersion) -> bool:
    """Not judged yet by the version that applies; that evaluation will want the write again."""
    judged, begun = customer.evaluated_at, version.from_at
    return judged is not None and begun is not None and judged < begun


def _at_risk(customer: Customer, program: Program, today: date) -> AtRisk | None:
    """The announced fall of a member, as far ahead as the first notice goes."""
    if customer.falls_on is None or customer.falls_on - today > timedelta(days=FIRST_DAYS):
        return None
    lower = program.name(min(customer.falls_to or 0, len(program.tiers)))
    return AtRisk(customer.falls_on, lower, customer.needed)
