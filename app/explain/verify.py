"""Folding every standing again, from the ledger alone (GAP-LEDGER: same input, same tiers)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.db import Database
from app.evaluate import fold
from app.knowledge import knowledge
from app.ledger import entries
from app.ledger.verify import PAGE, Verdict, one_instant, verify_ledger
from app.models import Customer, Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.programs import has_program
from app.records import recorded_changes
from app.rules.money import major
from app.rules.program import Program
from app.rules.spend import Entry
from app.rules.standing import Known


def verify(db: Database, shop: Shop, now: datetime) -> Verdict:
    """Every ledger sum from the order facts, every stored standing from the ledger. Writes nothing."""
    verdict = Verdict(shop.domain)
    verify_ledger(db, shop, verdict)
    if shop.state in (INSTALLING, BACKFILLING):
        verdict.skipped = "the store's history is still being read; nobody is judged before"
        return verdict
    with db.read() as session:
        if not has_program(session, shop.id):
            verdict.skipped = "the store has no program yet"
            return verdict
    after: int | None = 0
    while after is not None:
        with one_instant(db) as session:
            after = _page(session, shop, after, now, verdict)
    return verdict


def _page(session: Session, shop: Shop, after: int, now: datetime, verdict: Verdict) -> int | None:
    found = select(Customer).where(Customer.shop_id == shop.id, Customer.id > after)
    customers = session.exec(found.order_by(col(Customer.id)).limit(PAGE)).all()
    if not customers:
        return None
    ids = [customer.id for customer in customers]
    known = knowledge(session, shop, ids, now)
    facts = entries.of_customers(session, shop.id, ids, labelled=known[ids[0]].by_labels)
    version = known[ids[0]].applying(now)
    program = version.program
    changes = recorded_changes(session, shop.id, ids) if shop.live_at else None
    for customer in customers:
        verdict.customers += 1
        if customer.dirty or (customer.next_review_at is not None and customer.next_review_at <= now):
            verdict.pending += 1
            continue
        _fold_again(customer, facts[customer.id], known[customer.id], shop, program, now, verdict)
        recorded = changes.get(customer.id) if changes else None
        on_record = recorded.in_version(version.number) if recorded else 0
        if changes is not None and on_record != customer.rank:
            last = _tier(program, on_record)
            verdict.differs(
                "change", _named(customer), f"the last recorded change leads to {last}, not to the tier held"
            )
    return ids[-1] if len(ids) == PAGE else None


def _fold_again(
    customer: Customer,
    facts: Sequence[Entry],
    known: Known,
    shop: Shop,
    program: Program,
    now: datetime,
    verdict: Verdict,
) -> None:
    """As of the instant at which the stored standing was set: nothing has changed since, or it were dirty."""
    at = customer.evaluated_at or now
    folded = fold(facts, known, shop, at)
    if folded.rank != customer.rank:
        held, earned = _tier(program, customer.rank), _tier(program, folded.rank)
        verdict.differs("standing", _named(customer), f"{held} is stored, the ledger says {earned}")
    if folded.metric_value != customer.metric_value:
        currency = shop.counting_currency
        stored, summed = major(customer.metric_value, currency), major(folded.metric_value, currency)
        verdict.differs(
            "standing",
            _named(customer),
            f"spend {stored} {currency} is stored, the ledger says {summed} {currency}",
        )
    if folded.since != customer.since:
        verdict.differs(
            "standing",
            _named(customer),
            f"member since {customer.since} is stored, the ledger says {folded.since}",
        )


def _named(customer: Customer) -> str:
    return f"customer {customer.platform_id or customer.id}"


def _tier(program: Program, rank: int) -> str:
    """A later version of the program may have fewer tiers than a stored rank."""
    return (program.name(rank) if rank <= len(program.tiers) else f"tier {rank}") or "no tier"
