"""Adding the ledger up again: every sum against the facts of its order (GAP-LEDGER, reliability P4).

Reads page by page, each page in a transaction of its own that sees one instant, so that a store of any size
is checked in little memory and nobody waits for it. Writes nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlmodel import Session, col, exists, select

from app.db import Database
from app.ledger import entries
from app.ledger import facts as codec
from app.ledger.differences import Gap, gaps
from app.ledger.people import misplaced_orders
from app.ledger.posting import owners
from app.models import LedgerEntry, Order, Shop
from app.rules.money import major

PAGE = 500
MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: ledger, misplaced, standing or change; `subject` names an order or a customer."""

    kind: str
    subject: str
    words: str


@dataclass(slots=True)
class Verdict:
    """What was looked at in one store and what differs. `differences` holds the first of `found`."""

    shop: str
    orders: int = 0
    entries: int = 0
    customers: int = 0
    pending: int = 0
    """Customers whose evaluation is still to come: their stored standing is not expected to be right."""
    skipped: str = ""
    """Why standings were not looked at."""
    found: int = 0
    differences: list[Difference] = field(default_factory=list)

    def differs(self, kind: str, subject: str, words: str) -> None:
        self.found += 1
        if len(self.differences) < MOST_TOLD:
            self.differences.append(Difference(kind, subject, words))


@contextmanager
def one_instant(db: Database) -> Iterator[Session]:
    """A session whose statements all see the same instant: SQLite's do, Postgres must be told."""
    with db.read() as session:
        if not db.on_sqlite:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


def verify_ledger(db: Database, shop: Shop, verdict: Verdict) -> None:
    """Compares every order's entries with what its facts say should exist."""
    after: int | None = 0
    while after is not None:
        with one_instant(db) as session:
            after = _page(session, shop, after, verdict)
    with one_instant(db) as session:
        for order_id in misplaced_orders(session, shop.id):
            verdict.differs("misplaced", f"order {order_id}", "its money stands at a merged-away customer")
        for order_id in _without_order(session, shop.id):
            verdict.differs("ledger", f"order {order_id}", "it has ledger entries and no facts")


def _page(session: Session, shop: Shop, after: int, verdict: Verdict) -> int | None:
    found = select(Order).where(Order.shop_id == shop.id, Order.id > after)
    orders = session.exec(found.order_by(col(Order.id)).limit(PAGE)).all()
    rows: dict[int, list[LedgerEntry]] = {order.id: [] for order in orders}
    for row in entries.of_orders(session, shop.id, list(rows)):
        rows[row.order_id].append(row)
    facts = {order.id: codec.decode(order.facts) for order in orders}
    whose = owners(session, shop.id, facts.values())
    for order in orders:
        verdict.orders += 1
        verdict.entries += len(rows[order.id])
        subject = f"{order.name or 'order'} ({order.id})"
        if whose[order.id] != order.customer_id:
            verdict.differs(
                "misplaced", subject, f"it is posted to {order.customer_id} and belongs to {whose[order.id]}"
            )
        for gap in gaps(shop, facts[order.id], whose[order.id], rows[order.id]):
            verdict.differs("ledger", subject, _words(gap))
    return orders[-1].id if len(orders) == PAGE else None


def _words(gap: Gap) -> str:
    """`refund:7 (paid) of 2026-05-01: goods 12.00 USD are missing`."""
    component, payment, customer_id, counted_on, _, currency = gap.key
    money = [
        f"{name.replace('_', ' ')} {major(abs(amount), currency)} {currency} "
        f"{'are missing' if amount > 0 else 'too much'}"
        for name, amount in zip(entries.MONEY, gap.amounts.parts(), strict=True)
        if amount
    ]
    at = f", customer {customer_id}" if customer_id else ""
    return (
        f"{component} ({payment}{at}) of {counted_on}: {', '.join(money) or 'the split by product differs'}"
    )


def _without_order(session: Session, shop_id: int) -> list[int]:
    known = exists().where(col(Order.shop_id) == shop_id, col(Order.id) == col(LedgerEntry.order_id))
    found = select(LedgerEntry.order_id).where(LedgerEntry.shop_id == shop_id, ~known).distinct()
    return list(session.exec(found.limit(MOST_TOLD)).all())
