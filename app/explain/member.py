"""The explanation of one member, by the functions that judge live."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from app.evaluate import fold
from app.explain.next import ahead, hands, rank_of, said
from app.explain.on_record import OnRecord, on_record
from app.explain.order_rows import Judge, order_lines
from app.explain.shape import Change, Explanation, Leaving, ProgramUsed, TierLine, Window
from app.explain.waiting import waiting
from app.knowledge import known_by
from app.ledger import entries
from app.models import Customer, Shop, StandingChange
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.spend import contributions
from app.rules.standing import Standing


def explain(
    session: Session, shop: Shop, customer: Customer, at: datetime, known: datetime | None = None
) -> Explanation:
    """Why this member stands where they stand at `at`, by what was recorded by `known` (None: all).

    Reads only. `customer` is a surviving row; for a merged-away one follow the alias first.
    """
    return explain_by(session, shop, customer, at, known)[0]


def explain_by(
    session: Session, shop: Shop, customer: Customer, at: datetime, known: datetime | None = None
) -> tuple[Explanation, Program]:
    """The same, and the program that applied, for whoever shows what is in its units."""
    return explained(on_record(session, shop, customer, at), shop, customer, at, known)


def explained(
    told: OnRecord, shop: Shop, customer: Customer, at: datetime, known: datetime | None
) -> tuple[Explanation, Program]:
    """As `explain_by`, from what was read already."""
    rows = [row for row in told.rows if known is None or row.recorded_at <= known]
    knows = known_by(told.beside, shop, [customer.id], known)[customer.id]
    facts = [entries.entry(row) for row in rows]
    if knows.by_labels:
        facts = [entries.carrying(each, told.labels) for each in facts]
    version = knows.applying(at)
    program, live = version.program, shop.live_at is not None
    folded = fold(facts, knows, shop, at)
    today = local_day(at, shop.zone)
    seen = {row.order_id for row in rows}
    names = {order_id: name for order_id, name in told.names.items() if order_id in seen}
    first = first_day(program.period, today, _entered(folded, shop))
    spends = contributions(facts, program, shop.counting_currency)
    orders = order_lines(rows, spends, names, Judge(program, shop.counting_currency, at, first, facts))
    fall, by_hand = ahead(folded, knows, program), hands(told.beside.overrides, folded, knows, at)
    next_rank = folded.rank + 1 if folded.rank < len(program.tiers) else None
    explanation = Explanation(
        shop=shop.domain,
        currency=shop.counting_currency,
        at=at,
        known=known,
        who=told.who,
        tier=rank_of(program, folded.rank),
        since=folded.since,
        earned=rank_of(program, folded.earned_rank),
        metric_value=folded.metric_value,
        correction_minor=folded.metric_value - sum(order.counted_minor for order in orders),
        program=ProgramUsed(
            version.number, live, version.start if live else None, program.counting.model_dump(mode="json")
        ),
        window=Window(
            first=first,
            last=today,
            period=program.period.words,
            zone=shop.zone,
        ),
        tiers=tuple(
            TierLine(rank, tier.name, tier.entry, rank <= folded.earned_rank)
            for rank, tier in enumerate(program.tiers, start=1)
        ),
        next_tier=rank_of(program, next_rank) if next_rank else None,
        to_next=folded.to_next,
        orders=orders,
        path=_path(folded, program, names),
        changes=_changes(told, known, names),
        leaving=tuple(
            Leaving(each.day, each.amount, each.left, rank_of(program, each.earned_rank))
            for each in folded.leaving
        ),
        below_since=folded.below_since,
        landing_percent=_landing(folded, program),
        fall=fall,
        by_hand=by_hand,
        computed=rank_of(program, folded.computed_rank),
        next_review_at=folded.next_review_at,
        note=said(shop, program, folded, fall, by_hand),
        waiting=waiting(shop, customer, names, told.reads, at),
    )
    return explanation, program


def _landing(folded: Standing, program: Program) -> int | None:
    tier = program.tier(folded.rank) if folded.landing else None
    return tier.landing[folded.landing - 1].percent if tier else None


def _entered(folded: Standing, shop: Shop) -> date | None:
    return local_day(folded.entered_at, shop.zone) if folded.entered_at else None


def _path(folded: Standing, program: Program, names: Mapping[int, str]) -> tuple[Change, ...]:
    return tuple(
        Change(
            at=move.at,
            recorded_at=None,
            from_tier=rank_of(program, move.from_rank, move.lost),
            to_tier=rank_of(program, move.to_rank),
            kind=move.kind,
            metric_value=move.metric_value,
            threshold=move.threshold,
            order_id=move.order_id,
            order_name=names.get(move.order_id) if move.order_id else None,
            program_version=move.version,
        )
        for move in folded.moves
    )


def _changes(told: OnRecord, known: datetime | None, names: Mapping[int, str]) -> tuple[Change, ...]:
    return tuple(
        change_of(row, told.programs[row.program_version], names)
        for row in told.moves
        if known is None or row.recorded_at <= known
    )


def change_of(row: StandingChange, program: Program, names: Mapping[int, str]) -> Change:
    """`program` is the version that the row names."""
    reason = json.loads(row.reason)
    order_id = reason.get("order_id")
    return Change(
        at=row.at,
        recorded_at=row.recorded_at,
        from_tier=rank_of(program, row.from_rank, reason.get("lost")),
        to_tier=rank_of(program, row.to_rank),
        kind=reason.get("kind", ""),
        metric_value=reason.get("metric_value"),
        threshold=reason.get("threshold"),
        order_id=order_id,
        order_name=names.get(order_id, f"#{order_id}") if order_id else None,
        program_version=row.program_version,
    )
