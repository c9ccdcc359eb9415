"""Customers in the store against what they should carry: what staff changed, and what is simply due.

Whoever is on the way to the store already is left alone; that write will make it right.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.delivery import lanes
from app.delivery.context import Turn
from app.delivery.desired import Desired, desired
from app.ledger import people
from app.models import Customer, Outbox
from app.platform.customers_seen import CustomerSeen
from app.rules.customer_state import CustomerState, as_written

EXAMPLES = 10


@dataclass(slots=True)
class Drift:
    """What a look has found so far; customers are told by the platform's id."""

    seen: int = 0
    changed: int = 0
    """Changed by somebody else, and put back."""
    given: int = 0
    """Carried something of ours that nobody gave them, and lose it."""
    due: int = 0
    """Should carry something else by now, as the days have gone on."""
    examples: list[int] = field(default_factory=list)

    @property
    def by_hand(self) -> int:
        return self.changed + self.given


@dataclass(frozen=True, slots=True)
class _Known:
    states: Desired
    customers: dict[int, Customer]
    """By the platform's id."""
    rows: dict[int, Outbox]
    """By our id."""


def compare(turn: Turn, seen: Sequence[CustomerSeen], found: Drift, *, strangers_only: bool = False) -> None:
    """Adds to `found`, and wants what differs to be written. `strangers_only` for what a search has told."""
    with turn.context.db.read() as session:
        known = _known(session, turn, seen)
    changed: list[int] = []
    due: list[str] = []
    strangers: list[int] = []
    for each in seen:
        customer = known.customers.get(each.platform_id)
        row = known.rows.get(customer.id) if customer else None
        if customer is None or row is None:
            strangers += [each.platform_id] if carries(known.states, each) else []
        elif not strangers_only and row.wanted <= row.sent and not row.dead:
            state = known.states.of(customer)
            if state is not None and row.written != as_written(state):
                due.append(row.subject)
            elif state is not None and differs(known.states, state, each):
                changed.append(customer.id)
                found.examples += [each.platform_id][: EXAMPLES - len(found.examples)]
    found.seen += 0 if strangers_only else len(seen)
    found.changed, found.given, found.due = (
        found.changed + len(changed),
        found.given + len(strangers),
        found.due + len(due),
    )
    _mend(turn, changed, due, strangers)


def differs(states: Desired, state: CustomerState, seen: CustomerSeen) -> bool:
    """Tags of others are theirs. The platform may lay out JSON in its own way."""
    if _ours(states, seen.tags) != {tag.lower() for tag in state.tags} or seen.tier != state.tier:
        return True
    return _parsed(seen.status) != _parsed(state.status)


def carries(states: Desired, seen: CustomerSeen) -> bool:
    return bool(_ours(states, seen.tags) or seen.tier or seen.status)


def _ours(states: Desired, tags: Iterable[str]) -> set[str]:
    """The platform does not tell case apart."""
    known = {tag.lower() for tag in states.tags}
    return {tag.lower() for tag in tags} & known


def _parsed(text: str | None) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _known(session: Session, turn: Turn, seen: Sequence[CustomerSeen]) -> _Known:
    ids = [each.platform_id for each in seen]
    found = select(Customer).where(Customer.shop_id == turn.shop.id, col(Customer.platform_id).in_(ids))
    customers = {each.platform_id: each for each in session.exec(found).all() if each.platform_id}
    subjects = [str(each.id) for each in customers.values()]
    rows = select(Outbox).where(
        Outbox.shop_id == turn.shop.id, Outbox.kind == outbox.CUSTOMER, col(Outbox.subject).in_(subjects)
    )
    by_id = {int(row.subject): row for row in session.exec(rows).all()}
    return _Known(desired(session, turn.shop, turn.context.clock()), customers, by_id)


def _mend(turn: Turn, changed: Sequence[int], due: Sequence[str], strangers: Sequence[int]) -> None:
    now = turn.context.clock()
    with turn.context.db.write() as session:
        lanes.prolong(session, turn.shop.id, turn.fence)
        for customer_id in changed:
            row = session.get(Outbox, (turn.shop.id, outbox.CUSTOMER, str(customer_id)), with_for_update=True)
            if row is not None and row.wanted == row.sent:
                outbox.repair(session, row, now)
        subjects = {*due, *_claimed(session, turn, strangers, now)}
        outbox.want(session, turn.shop.id, outbox.CUSTOMER, subjects, now, lane=outbox.PROGRESS)


def _claimed(session: Session, turn: Turn, strangers: Sequence[int], now: datetime) -> Iterable[str]:
    """Rows of people whom we never wrote to, some of whom never bought."""
    contacts = [people.Contact(platform_id, None) for platform_id in strangers]
    claimed = [people.claim(session, turn.shop, contact, now) for contact in contacts]
    return [str(each) for each in claimed if each is not None]
