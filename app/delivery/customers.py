"""Customers: tier tag and metafields, several customers in one request, only what differs."""

from collections.abc import Sequence

from sqlmodel import col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.desired import desired
from app.models import Customer, Outbox
from app.platform.customers import AT_ONCE, CustomerWrite, difference, write
from app.rules.customer_state import CustomerState, as_written
from app.rules.said import said

__all__ = ["AT_ONCE", "changes_of", "send"]


def send(turn: Turn, rows: Sequence[Outbox]) -> None:
    """Computes what each customer should carry now, writes the differences, keeps what was written."""
    wanted, changes = changes_of(turn, rows)
    outcome = write(turn.calls, changes, can_wait=rows[0].lane >= outbox.MASS) if changes else None
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for row in rows:
            if outcome and row.subject in outcome.refused:
                outbox.dead(session, row, outcome.refused[row.subject])
            elif outcome and row.subject in outcome.again:
                outbox.later(
                    session, row, said("Another customer of the same call was refused."), now, unknown=True
                )
            else:
                state = wanted[row.subject]
                outbox.sent(session, row, as_written(state) if state else row.written, now)


def changes_of(
    turn: Turn, rows: Sequence[Outbox]
) -> tuple[dict[str, CustomerState | None], list[CustomerWrite]]:
    """The desired state by subject (None for somebody the store does not have), and what to change."""
    wanted: dict[str, CustomerState | None] = {}
    changes = []
    with turn.context.db.read() as session:
        states = desired(session, turn.shop, turn.context.clock())
        ids = [int(row.subject) for row in rows]
        found = select(Customer).where(Customer.shop_id == turn.shop.id, col(Customer.id).in_(ids))
        customers = {customer.id: customer for customer in session.exec(found).all()}
    for row in rows:
        customer = customers.get(int(row.subject))
        state = wanted[row.subject] = states.of(customer)
        if state is None or customer is None or customer.platform_id is None:
            continue
        change = difference(row.subject, customer.platform_id, state, row.written, states.tags)
        if change:
            changes.append(change)
    return wanted, changes
