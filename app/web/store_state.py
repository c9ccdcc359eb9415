"""What of our work stands in the store, what is on its way, and what was refused."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import outbox
from app.models import Customer, JobRun, Outbox, PlatformObject, Shop, WebhookBody, WebhookEvent
from app.models.outbox import IS_OPEN
from app.models.platform_object import DISCOUNT, SEGMENT
from app.models.webhook_event import IS_DEAD
from app.rules.audiences import audiences
from app.rules.program import Program
from app.rules.writebacks import discounts

AT_MOST = 20
"""Refusals shown at once; the oldest cause is usually that of all."""
WRITTEN_KINDS = (outbox.CUSTOMER, outbox.PROGRAM)
RECONCILIATIONS = ("reconcile-hourly", "reconcile-nightly")


@dataclass(frozen=True, slots=True)
class WriteBacks:
    """Customers and program objects that were ever to be written, those still to be, and what was given up.

    `dead` counts read-backs and the store's settings too: they need a person as much.
    """

    total: int
    open: int
    dead: int

    @property
    def done(self) -> int:
        return max(0, self.total - self.open - self.dead)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A subject that Shopify refused, or that was tried too often."""

    kind: str
    subject: str
    problem: str
    customer: Customer | None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A delivery that could not be posted. Without its body it cannot be replayed."""

    id: int
    topic: str
    received_at: datetime
    reason: str
    has_body: bool


@dataclass(frozen=True, slots=True)
class Made:
    """An object of the program in the store; `platform_id` is empty while it does not stand yet."""

    kind: str
    name: str
    platform_id: str
    link: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    at: datetime
    seen: int
    missing: int
    older: int


def write_backs(session: Session, shop_id: int) -> WriteBacks:
    """Three counts in one statement, each over its own index."""

    def number_of(*conditions: Any) -> Any:
        return select(func.count()).where(Outbox.shop_id == shop_id, *conditions).scalar_subquery()

    written = col(Outbox.kind).in_(WRITTEN_KINDS)
    is_open = (IS_OPEN,)
    found = select(number_of(written), number_of(written, *is_open), number_of(col(Outbox.dead)))
    return WriteBacks(*session.exec(found).one())


def refusals(session: Session, shop_id: int) -> Sequence[Refusal]:
    found = select(Outbox).where(Outbox.shop_id == shop_id, col(Outbox.dead))
    rows = session.exec(found.order_by(col(Outbox.wanted_at)).limit(AT_MOST)).all()
    ids = [int(row.subject) for row in rows if row.kind == outbox.CUSTOMER]
    people = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id).in_(ids))
    names = {str(each.id): each for each in session.exec(people).all()} if ids else {}
    return [
        Refusal(
            row.kind,
            row.subject,
            row.problem,
            names.get(row.subject) if row.kind == outbox.CUSTOMER else None,
        )
        for row in rows
    ]


def not_understood(session: Session, shop_id: int) -> Sequence[NotUnderstood]:
    found = (
        select(WebhookEvent, col(WebhookBody.event_id))
        .outerjoin(
            WebhookBody,
            (col(WebhookBody.shop_id) == shop_id) & (col(WebhookBody.event_id) == col(WebhookEvent.id)),
        )
        .where(WebhookEvent.shop_id == shop_id, IS_DEAD)
        .order_by(col(WebhookEvent.id).desc())
        .limit(AT_MOST)
    )
    return [
        NotUnderstood(event.id, event.topic, event.received_at, event.reason, body is not None)
        for event, body in session.exec(found).all()
    ]


def made(session: Session, shop: Shop, program: Program) -> Sequence[Made]:
    """Every object that the program wants, in its order, and whether it stands."""
    found = select(PlatformObject).where(
        PlatformObject.shop_id == shop.id, col(PlatformObject.kind).in_((DISCOUNT, SEGMENT))
    )
    rows = {(row.kind, row.key): row for row in session.exec(found).all()}
    wanted = [(SEGMENT, each.key, each.name) for each in audiences(program)]
    discounted = discounts(program, shop.currency, language=shop.language)
    wanted += [(DISCOUNT, each.key, each.title) for each in discounted]
    return [
        Made(kind, name, row.platform_id.rsplit("/", 1)[-1] if row else "", row.link if row else "")
        for kind, key, name in wanted
        for row in (rows.get((kind, key)),)
    ]


def last_reconciled(session: Session, shop_id: int) -> Reconciled | None:
    found = select(JobRun).where(
        JobRun.shop_id == shop_id, col(JobRun.job).in_(RECONCILIATIONS), col(JobRun.done_at).is_not(None)
    )
    run = session.exec(found.order_by(col(JobRun.done_at).desc()).limit(1)).first()
    if run is None or run.done_at is None:
        return None
    verdict: dict[str, Any] = json.loads(run.verdict or "{}")
    return Reconciled(run.done_at, verdict.get("seen", 0), verdict.get("missing", 0), verdict.get("older", 0))
