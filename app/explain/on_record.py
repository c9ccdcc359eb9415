"""Everything that explains one customer, read once, whenever it was recorded: explanations of a day by what
was known then and by what is known now share it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session, col, select

from app.explain.shape import Merged, Who
from app.explain.waiting import ReadBacks, read_backs
from app.knowledge import Beside, beside
from app.ledger import entries
from app.models import Customer, CustomerAlias, LedgerEntry, Order, Shop, StandingChange
from app.programs import programs_by_version
from app.records import moves_of
from app.rules.order_labels import Labels, from_text
from app.rules.program import Program

IDS_PER_QUERY = 1_000


@dataclass(frozen=True, slots=True)
class OnRecord:
    rows: Sequence[LedgerEntry]
    beside: Beside
    labels: Mapping[int, Labels]
    names: Mapping[int, str]
    who: Who
    moves: Sequence[StandingChange]
    programs: Mapping[int, Program]
    """By version, for the moves."""
    reads: ReadBacks


def on_record(session: Session, shop: Shop, customer: Customer, at: datetime) -> OnRecord:
    rows = entries.rows_of_customers(session, shop.id, [customer.id])
    found = beside(session, shop, [customer.id], at)
    names, labels = _orders(session, shop.id, {row.order_id for row in rows})
    changes = moves_of(session, shop.id, customer.id)
    return OnRecord(
        rows=rows,
        beside=found,
        labels=labels,
        names=names,
        who=_who(session, customer),
        moves=changes,
        programs=_programs(session, shop.id, found, changes),
        reads=read_backs(session, shop.id),
    )


def _programs(
    session: Session, shop_id: int, found: Beside, moves: Sequence[StandingChange]
) -> dict[int, Program]:
    programs = {version.number: version.program for version in found.versions}
    others = {row.program_version for row in moves} - programs.keys()
    return programs | programs_by_version(session, shop_id, others)


def _who(session: Session, customer: Customer) -> Who:
    found = (
        select(CustomerAlias, Customer)
        .where(
            CustomerAlias.shop_id == customer.shop_id,
            Customer.shop_id == customer.shop_id,
            CustomerAlias.survivor_id == customer.id,
            col(Customer.id) == col(CustomerAlias.customer_id),
        )
        .order_by(col(CustomerAlias.merged_at), col(CustomerAlias.customer_id))
    )
    merged = tuple(
        Merged(row.id, row.platform_id, row.email, alias.merged_at)
        for alias, row in session.exec(found).all()
    )
    return Who(customer.id, customer.platform_id, customer.email, customer.name, customer.gone, merged)


def _orders(
    session: Session, shop_id: int, order_ids: Collection[int]
) -> tuple[dict[int, str], dict[int, Labels]]:
    """What they are called, and the tags and channel of those that have any."""
    names: dict[int, str] = {}
    labels: dict[int, Labels] = {}
    rest = iter(order_ids)
    while some := list(islice(rest, IDS_PER_QUERY)):
        found = select(Order.id, Order.name, Order.tags, Order.channel).where(
            Order.shop_id == shop_id, col(Order.id).in_(some)
        )
        for order_id, name, tags, channel in session.exec(found).all():
            names[order_id] = name or f"#{order_id}"
            if tags or channel:
                labels[order_id] = Labels(from_text(tags), channel)
    return names, labels


def order_names(session: Session, shop_id: int, order_ids: Collection[int]) -> dict[int, str]:
    """What people call them; those without a name by their number."""
    return _orders(session, shop_id, order_ids)[0]
