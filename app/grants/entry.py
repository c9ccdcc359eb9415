"""Rewards for reaching a tier: promised with the move, and judged again before they are paid.

Over a whole family of merged rows there is one for a tier and a period of the program (P22); the caller
holds the survivor's lock.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app.grants import states
from app.grants.family import family_of
from app.grants.promise import LAUREL, promise, wake
from app.models import Customer, CustomerAlias, Grant, Shop, StandingChange, WebhookEvent
from app.models.grant import CANCELLED
from app.rules.benefits.entry_reward import EntryReward
from app.rules.periods import local_day
from app.rules.program import Program, Tier
from app.rules.rewards import CATCH_UP_DAYS, entry_reward, same_period
from app.rules.standing import Version

ENTRY = "entry_reward"
BY_PURCHASE, BY_REVIEW = "spend", "review"
CAUSES = ("orders/", "refunds/", "order_transactions/", "api/order")
"""Deliveries that tell of an order. A move that follows from a merge, a file or a hand is none of its own."""


@dataclass(frozen=True, slots=True)
class Risen:
    """A member who was just judged: the moves to be recorded, and the rank at the end of them."""

    customer: Customer
    moves: Sequence[StandingChange]
    rank: int


def for_entries(
    session: Session, shop: Shop, version: Version, risen: Sequence[Risen], now: datetime
) -> list[Grant]:
    """Promises the rewards of tiers that were reached just now, and still hold at the end of the moves."""
    tiers = version.program.tiers
    rewarded = {rank for rank, tier in enumerate(tiers, start=1) if _has_reward(tier)}
    if shop.paused_at is not None or not rewarded:
        return []
    promised = []
    for member in risen:
        for move in member.moves:
            reached = move.to_rank in rewarded and move.program_version == version.number
            if reached and not member.customer.gone and _is_entry(session, member, move, now):
                promised += _entry(session, shop, version.program, member.customer, move, now)
    return promised


def _has_reward(tier: Tier) -> bool:
    return any(isinstance(each, EntryReward) for each in tier.benefits)


def _is_entry(session: Session, member: Risen, move: StandingChange, now: datetime) -> bool:
    """Silence (design 4): moves of going live, of a new version, by hand, by merging, and what a file or a
    late reading of the past tells, promise nothing. Up and down again in one breath is no entry (I-19)."""
    if not move.from_rank < move.to_rank <= member.rank or move.at + timedelta(days=CATCH_UP_DAYS) < now:
        return False
    kind = json.loads(move.reason)["kind"]
    if kind == BY_REVIEW:
        return True
    if kind != BY_PURCHASE or move.event_id is None:
        return False
    cause = select(WebhookEvent.topic).where(
        WebhookEvent.shop_id == move.shop_id, WebhookEvent.id == move.event_id
    )
    return (session.exec(cause).first() or "").startswith(CAUSES) and not _merged_since(session, move)


def _merged_since(session: Session, move: StandingChange) -> bool:
    """A merge moves orders, of which the store tells as of any change: what is older came with the merge."""
    found = select(CustomerAlias.customer_id).where(
        CustomerAlias.shop_id == move.shop_id,
        CustomerAlias.survivor_id == move.customer_id,
        col(CustomerAlias.merged_at) > move.at,
    )
    return session.exec(found).first() is not None


def _entry(
    session: Session, shop: Shop, program: Program, customer: Customer, move: StandingChange, now: datetime
) -> list[Grant]:
    tier = program.tiers[move.to_rank - 1]
    due = entry_reward(program.period, tier, local_day(move.at, shop.zone))
    if due is None:
        return []
    why = json.loads(move.reason) | {"version": move.program_version}
    due_at = now + timedelta(days=program.money_out.wait_days)
    before = [
        each
        for each in _before(session, customer, due.tier)
        if same_period(program.period, each.occasion_on, due.day)
    ]
    if before:
        _promise_again(session, before, due.day, why, due_at, now)
        return []
    made = promise(
        session,
        shop,
        customer.id,
        due,
        program,
        now,
        due_at=due_at,
        order_id=why.get("order_id"),
        reason=why,
    )
    return [made] if made else []


def _promise_again(
    session: Session,
    before: Sequence[Grant],
    day: date,
    why: dict[str, Any],
    due_at: datetime,
    now: datetime,
) -> None:
    """Bought, given back before it was paid, and bought again: the reward is deserved after all, once.

    Its period begins on the new day, and it rests on the new order. What a person took back stays so.
    """
    last = before[0]
    if all(each.state == CANCELLED and each.attempts == 0 for each in before) and last.author == LAUREL:
        states.promise_again(last, day, due_at, now)
        last.order_id, last.reason = why.get("order_id"), json.dumps(why, sort_keys=True)
        session.add(last)
        wake(session, last, now)


def _before(session: Session, customer: Customer, tier: str) -> Sequence[Grant]:
    """The rewards for this tier that anybody of the family was promised, the latest first."""
    found = select(Grant).where(
        Grant.shop_id == customer.shop_id,
        Grant.benefit == ENTRY,
        Grant.tier == tier,
        col(Grant.customer_id).in_(family_of(session, customer.shop_id, customer.id)),
    )
    return session.exec(found.order_by(col(Grant.occasion_on).desc(), col(Grant.id).desc())).all()
