"""Looking for what needs a person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from app.delivery.drift import JOB, is_looking
from app.drops.rows import unsettled
from app.hooks import open_hooks
from app.models import Drop, Grant, Hook, JobRun, Outbox, Shop, ShopLane, WebhookEvent
from app.models.grant import FAILED, NEEDS_REVIEW, TO_APPROVE
from app.models.outbox import IS_OPEN
from app.models.webhook_event import IS_DEAD
from app.programs import program_of
from app.rules.program import Program
from app.web.access import Missing, missing
from app.web.store_state import (
    NotUnderstood,
    Reconciled,
    Refusal,
    last_reconciled,
    not_understood,
    refusals,
)

MANY_TRIES = 3
FOR_A_PERSON = (TO_APPROVE, NEEDS_REVIEW, FAILED)


@dataclass(frozen=True, slots=True)
class Stuck:
    """Changes that failed some times and are tried again by themselves."""

    number: int
    problem: str


@dataclass(frozen=True, slots=True)
class Drift:
    """The last look at whether the store is as it should be; `objects` are the names of what was put back."""

    at: datetime
    seen: int
    changed: int
    objects: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    refused: Sequence[Refusal]
    not_understood: Sequence[NotUnderstood]
    to_decide: int
    access: Sequence[Missing]
    hooks: Sequence[Hook]
    drops: Sequence[Drop]
    stuck: Stuck
    rests_until: datetime | None
    """Shopify asked us to leave the store alone so long."""
    drift: Drift | None
    looking: bool
    reconciled: Reconciled | None
    cut_off: bool
    """The connection has run out, or Shopify cannot be reached for this store."""

    @property
    def number(self) -> int:
        lists = (self.refused, self.not_understood, self.access, self.hooks, self.drops)
        return sum(map(len, lists)) + self.to_decide + self.cut_off

    @property
    def waits(self) -> bool:
        """Is there something that goes on by itself?"""
        return bool(self.stuck.number or self.rests_until)


def find(session: Session, shop: Shop, now: datetime) -> Found:
    to_decide, stuck, problem, until = session.execute(_figures(shop.id)).one()
    return Found(
        refused=refusals(session, shop.id),
        not_understood=not_understood(session, shop.id),
        to_decide=to_decide,
        access=_access(session, shop, now),
        hooks=[each for each in open_hooks(session, shop.id) if each.failing_since is not None],
        drops=[each for each in unsettled(session, shop.id) if each.problem],
        stuck=Stuck(stuck, problem or ""),
        rests_until=until if until is not None and until > now else None,
        drift=last_drift(session, shop.id),
        looking=is_looking(session, shop.id),
        reconciled=last_reconciled(session, shop.id),
        cut_off=shop.state == "needs_reopen" or bool(shop.trouble),
    )


def _figures(shop_id: int) -> Any:
    """One statement: payments to decide, changes that failed often and why, and until when we rest."""

    def one(what: Any, model: Any, *conditions: Any) -> Any:
        found = select(what).select_from(model).where(model.shop_id == shop_id, *conditions)
        return found.scalar_subquery()

    tried = (IS_OPEN, col(Outbox.attempts) >= MANY_TRIES)
    return sql_select(
        one(func.count(), Grant, col(Grant.state).in_(FOR_A_PERSON)),
        one(func.count(), Outbox, *tried),
        one(func.max(Outbox.problem), Outbox, *tried),
        one(ShopLane.pause_until, ShopLane),
    )


def count(session: Session, shop: Shop, program: Program) -> int:
    """How many things need a person, for pages that lead to this one: one statement, whatever there is."""

    def number_of(model: Any, *conditions: Any) -> Any:
        return (
            select(func.count())
            .select_from(model)
            .where(model.shop_id == shop.id, *conditions)
            .scalar_subquery()
        )

    parts = (
        number_of(Outbox, col(Outbox.dead)),
        number_of(WebhookEvent, IS_DEAD),
        number_of(Grant, col(Grant.state).in_(FOR_A_PERSON)),
        number_of(Hook, col(Hook.ended_at).is_(None), col(Hook.failing_since).is_not(None)),
        number_of(Drop, col(Drop.settled_at).is_(None), col(Drop.problem) != ""),
    )
    found: int = sum(session.execute(sql_select(*parts)).one())
    cut_off = shop.state == "needs_reopen" or bool(shop.trouble)
    return found + cut_off + len([each for each in missing(shop, program) if each.wanted])


def last_drift(session: Session, shop_id: int) -> Drift | None:
    ended = select(JobRun).where(
        JobRun.shop_id == shop_id, JobRun.job == JOB, col(JobRun.done_at).is_not(None)
    )
    run = session.exec(ended.order_by(col(JobRun.done_at).desc()).limit(1)).first()
    if run is None or run.done_at is None:
        return None
    verdict: dict[str, Any] = json.loads(run.verdict or "{}")
    names = [str(each.get("name", "")) for each in verdict.get("objects", [])]
    return Drift(run.done_at, verdict.get("seen", 0), verdict.get("changed", 0), names)


def _access(session: Session, shop: Shop, now: datetime) -> list[Missing]:
    try:
        _, program = program_of(session, shop.id, now)
    except LookupError:
        return []
    return [each for each in missing(shop, program) if each.wanted]
