"""What is not settled yet about a member, in words: an explanation must not look surer than it is."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.explain.shape import Waiting
from app.models import Customer, Order, Outbox, Shop
from app.models.shop import BACKFILLING, INSTALLING

MAX_READ_BACKS = 1_000


def waiting(
    session: Session, shop: Shop, customer: Customer, names: Mapping[int, str], now: datetime
) -> tuple[Waiting, ...]:
    found = []
    if shop.state in (INSTALLING, BACKFILLING):
        found.append(Waiting("backfill", "The store's history is still being read; nobody is judged before."))
    elif customer.dirty:
        found.append(Waiting("evaluation", "Facts have changed since the stored tier was set."))
    elif customer.next_review_at is not None and customer.next_review_at <= now:
        found.append(Waiting("evaluation", "A review is due."))
    open_reads = _open_read_backs(session, shop.id)
    for order_id in sorted(open_reads.keys() & names.keys()):
        found.append(Waiting("read_back", _words(names[order_id], open_reads[order_id]), order_id))
    return (*found, *_unknown(session, shop.id, open_reads.keys() - names.keys()))


def _words(name: str, row: Outbox) -> str:
    if row.dead:
        return f"{name} could not be read from the store: {row.problem}"
    return f"{name} is being read from the store again, because what arrived does not say everything."


def _open_read_backs(session: Session, shop_id: int) -> dict[int, Outbox]:
    found = select(Outbox).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.READ_BACK,
        col(Outbox.wanted) > col(Outbox.sent),
    )
    rows = session.exec(found.limit(MAX_READ_BACKS)).all()
    return {int(row.subject): row for row in rows}


def _unknown(session: Session, shop_id: int, order_ids: Collection[int]) -> Iterable[Waiting]:
    """Refunds and edits without their order name nobody: each could be this member's."""
    found = select(Order.id).where(
        Order.shop_id == shop_id, col(Order.id).in_(order_ids), col(Order.updated_at).is_(None)
    )
    unknown = session.exec(found.order_by(col(Order.id))).all() if order_ids else ()
    if len(unknown) > 1:
        yield Waiting("unknown_order", f"{len(unknown)} {_MANY_UNKNOWN}", unknown[0])
    elif unknown:
        yield Waiting("unknown_order", _ONE_UNKNOWN, unknown[0])


_ONE_UNKNOWN = "A refunded or edited order of the store is not known yet; whose it is is not said."
_MANY_UNKNOWN = "refunded or edited orders of the store are not known yet; whose they are is not said."
