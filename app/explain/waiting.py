"""What is not settled yet about a member, in words: an explanation must not look surer than it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.explain.shape import Waiting
from app.models import Customer, Order, Outbox, Shop
from app.models.shop import BACKFILLING, INSTALLING
from app.rules.said import N_, said

MAX_READ_BACKS = 1_000


@dataclass(frozen=True, slots=True)
class ReadBacks:
    """Orders that are being read from the store again, and those of them of which nothing else is known."""

    open: Mapping[int, Outbox]
    unknown: Sequence[int]


def waiting(
    shop: Shop, customer: Customer, names: Mapping[int, str], reads: ReadBacks, now: datetime
) -> tuple[Waiting, ...]:
    found = []
    if shop.state in (INSTALLING, BACKFILLING):
        found.append(
            Waiting("backfill", said("The store's history is still being read; nobody is judged before."))
        )
    elif customer.dirty:
        found.append(
            Waiting(
                "evaluation",
                said("Something has changed since the tier was set: it is judged again in a moment."),
            )
        )
    elif customer.next_review_at is not None and customer.next_review_at <= now:
        found.append(Waiting("evaluation", said("A review is due.")))
    for order_id in sorted(reads.open.keys() & names.keys()):
        found.append(Waiting("read_back", _words(names[order_id], reads.open[order_id]), order_id))
    return (*found, *_unknown([each for each in reads.unknown if each not in names]))


def _words(name: str, row: Outbox) -> str:
    if row.dead:
        return said(
            "%(order)s could not be read from the store: %(problem)s", order=name, problem=row.problem
        )
    return said(
        "%(order)s is being read from the store again, because what arrived does not say everything.",
        order=name,
    )


def read_backs(session: Session, shop_id: int) -> ReadBacks:
    found = select(Outbox).where(
        Outbox.shop_id == shop_id,
        Outbox.kind == outbox.READ_BACK,
        col(Outbox.wanted) > col(Outbox.sent),
    )
    rows = session.exec(found.limit(MAX_READ_BACKS)).all()
    reading = {int(row.subject): row for row in rows}
    unknown = select(Order.id).where(
        Order.shop_id == shop_id, col(Order.id).in_(reading), col(Order.updated_at).is_(None)
    )
    return ReadBacks(reading, session.exec(unknown.order_by(col(Order.id))).all() if reading else ())


def _unknown(unknown: Sequence[int]) -> Iterable[Waiting]:
    """Refunds and edits without their order name nobody: each could be this member's."""
    if len(unknown) > 1:
        yield Waiting("unknown_order", said(_MANY_UNKNOWN, number=len(unknown)), unknown[0])
    elif unknown:
        yield Waiting("unknown_order", said(_ONE_UNKNOWN), unknown[0])


_ONE_UNKNOWN = N_("A refunded or edited order of the store is not known yet; whose it is is not said.")
_MANY_UNKNOWN = N_(
    "%(number)s refunded or edited orders of the store are not known yet; whose they are is not said."
)
