"""What an evaluation writes down beside the standing itself: the moves, and the notices of a fall.

Both are dated records. A move that time or a purchase brought is recorded as the fold tells it; where a
late fact tells the past anew, the record of it stays and the difference in the present is recorded.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from sqlmodel import Session, col, func, select

from app.models import Customer, Notice, Shop, StandingChange
from app.programs import parsed, published
from app.rules.notices import FELL, occasion
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.spend import Entry
from app.rules.standing import Move, Standing, Version, carried


@dataclass(frozen=True, slots=True)
class Recorded:
    """The last change on record of a customer."""

    rank: int
    """As the version it was recorded under numbers the tiers."""
    at: datetime
    version: int
    chain: Mapping[int, Program]
    """The published versions, by number, in the order of time."""

    def in_version(self, number: int) -> int:
        """The same tier as a later version numbers it: a tier put below is no move of those above."""
        numbers = list(self.chain)
        if self.version not in numbers or number not in numbers:
            return self.rank
        rank = self.rank
        for old, new in pairwise(numbers[numbers.index(self.version) : numbers.index(number) + 1]):
            rank = carried(rank, self.chain[old], self.chain[new])
        return rank


def moves_of(session: Session, shop_id: int, customer_id: int) -> Sequence[StandingChange]:
    """Every recorded change of a customer, oldest first."""
    found = select(StandingChange).where(
        StandingChange.shop_id == shop_id, StandingChange.customer_id == customer_id
    )
    return session.exec(found.order_by(col(StandingChange.id))).all()


def recorded_changes(session: Session, shop_id: int, ids: Sequence[int]) -> Mapping[int, Recorded]:
    """The last recorded change of each customer that has one."""
    last = (
        select(func.max(StandingChange.id))
        .where(StandingChange.shop_id == shop_id, col(StandingChange.customer_id).in_(ids))
        .group_by(col(StandingChange.customer_id))
    )
    found = select(
        StandingChange.customer_id,
        StandingChange.to_rank,
        StandingChange.at,
        StandingChange.program_version,
    ).where(StandingChange.shop_id == shop_id, col(StandingChange.id).in_(last))
    chain = {row.version: parsed(row.rules) for row in published(session, shop_id)}
    return {row[0]: Recorded(row[1], row[2], row[3], chain) for row in session.exec(found).all()}


def changes(
    customer: Customer,
    folded: Standing,
    facts: Sequence[Entry],
    version: Version,
    recorded: Recorded | None,
    now: datetime,
) -> list[StandingChange]:
    """The rows to record: the whole path the first time, later what happened since."""

    def row(move: Move) -> StandingChange:
        reason: dict[str, str | int | None] = {
            "kind": move.kind,
            "metric_value": move.metric_value,
            "threshold": move.threshold,
        }
        reason |= {"order_id": move.order_id} if move.order_id else {}
        reason |= {"override_id": move.override_id} if move.override_id else {}
        reason |= {"lost": move.lost} if move.lost else {}
        return StandingChange(
            shop_id=customer.shop_id,
            customer_id=customer.id,
            from_rank=move.from_rank,
            to_rank=move.to_rank,
            at=move.at,
            recorded_at=now,
            reason=json.dumps(reason, sort_keys=True),
            program_version=move.version,
            event_id=customer.cause_id,
        )

    if recorded is None:
        return [row(move) for move in folded.moves]
    since = [move for move in folded.moves if move.at > recorded.at]
    if since and since[0].from_rank == recorded.in_version(since[0].version):
        return [row(move) for move in since]
    on_record = recorded.in_version(version.number)
    if folded.rank == on_record:
        return []
    return [row(_difference(customer, folded, facts, version, on_record, now))]


def _difference(
    customer: Customer,
    folded: Standing,
    facts: Sequence[Entry],
    version: Version,
    recorded: int,
    now: datetime,
) -> Move:
    """One move from what is on record to what holds now."""
    higher = max(folded.rank, recorded)
    tiers = version.program.tiers
    threshold = tiers[higher - 1].entry if higher <= len(tiers) else None
    value = folded.metric_value
    if folded.moves:
        last = folded.moves[-1]
        told = replace(
            last,
            from_rank=recorded,
            to_rank=folded.rank,
            metric_value=value,
            threshold=threshold,
            version=version.number,
        )
        if folded.rank > recorded:
            return replace(told, kind="merge") if last.kind == "went_live" else told
        if last.to_rank < last.from_rank and not customer.gone:
            return told
    if customer.gone:
        return Move(now, recorded, folded.rank, value, None, "merge", version.number, threshold)
    back = [entry for entry in facts if entry.goods < 0]
    if not back:
        return Move(now, recorded, folded.rank, value, None, "moved", version.number, threshold)
    last_back = max(back, key=lambda entry: (entry.recorded_at, entry.occurred_at))
    at = min(last_back.occurred_at, now)
    return Move(at, recorded, folded.rank, value, last_back.order_id, "reversal", version.number, threshold)


def notices(
    customer: Customer,
    folded: Standing,
    program: Program,
    shop: Shop,
    new: Sequence[StandingChange],
    warned: Mapping[tuple[str, str], date],
    now: datetime,
) -> list[Notice]:
    """The notices that are due and not on record, and one for each fall by time that happened (DEM-DAY)."""
    if customer.gone:
        return []
    today = local_day(now, shop.zone)
    rows = []
    data: dict[str, object]
    for due in folded.notices:
        if due.recorded or due.day > today or folded.fall is None:
            continue
        data = {
            "tier": program.name(folded.rank),
            "lower": program.name(folded.fall.to_rank),
            "needed": folded.fall.needed,
            "held": folded.metric_value,
            "currency": shop.counting_currency,
        }
        rows.append(_notice(customer, due.kind, due.occasion, due.day, today, due.falls_on, data, now))
    for change in new:
        if json.loads(change.reason)["kind"] == "time" and change.to_rank < change.from_rank:
            day = local_day(change.at, shop.zone)
            above = program.tiers[change.to_rank] if change.to_rank < len(program.tiers) else None
            data = {
                "tier": program.name(change.to_rank),
                "lost": program.name(min(change.from_rank, len(program.tiers))),
                "to_earn_it_back": above.entry if above else None,
                "currency": shop.counting_currency,
            }
            about = occasion(day, change.from_rank)
            if (FELL, about) in warned:
                continue
            rows.append(_notice(customer, FELL, about, day, today, day, data, now))
    return rows


def _notice(
    customer: Customer,
    kind: str,
    occasion: str,
    due: date,
    today: date,
    falls: date,
    data: object,
    now: datetime,
) -> Notice:
    return Notice(
        shop_id=customer.shop_id,
        customer_id=customer.id,
        kind=kind,
        occasion=occasion,
        due_on=due,
        recorded_on=today,
        falls_on=falls,
        data=json.dumps(data, sort_keys=True),
        recorded_at=now,
    )
