"""The explanation of one member, by the functions that judge live."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from itertools import islice

from sqlmodel import Session, col, select

from app.evaluate import fold
from app.explain.next import ahead, hands, rank_of, said
from app.explain.order_rows import Judge, order_lines
from app.explain.shape import Change, Explanation, Leaving, Merged, ProgramUsed, TierLine, Who, Window
from app.explain.waiting import waiting
from app.knowledge import knowledge
from app.ledger import entries
from app.models import Customer, CustomerAlias, Order, Shop, StandingChange
from app.programs import programs_by_version
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.qualifying import first_day
from app.rules.spend import contributions
from app.rules.standing import Known, Standing

IDS_PER_QUERY = 1_000


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
    rows = entries.rows_of_customers(session, shop.id, [customer.id], known)
    knows = knowledge(session, shop, [customer.id], at, known)[customer.id]
    facts = [entries.entry(row) for row in rows]
    if knows.by_labels:
        facts = entries.with_labels(session, shop.id, {customer.id: facts})[customer.id]
    version = knows.applying(at)
    program, live = version.program, shop.live_at is not None
    folded = fold(facts, knows, shop, at)
    today = local_day(at, shop.zone)
    names = order_names(session, shop.id, {row.order_id for row in rows})
    first = first_day(program.period, today, _entered(folded, shop))
    spends = contributions(facts, program, shop.counting_currency)
    orders = order_lines(rows, spends, names, Judge(program, shop.counting_currency, at, first, facts))
    fall, by_hand = ahead(folded, knows, program), hands(session, shop, folded, knows, at)
    next_rank = folded.rank + 1 if folded.rank < len(program.tiers) else None
    told = Explanation(
        shop=shop.domain,
        currency=shop.counting_currency,
        at=at,
        known=known,
        who=_who(session, customer),
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
        changes=_changes(session, shop.id, customer.id, knows, known, names),
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
        waiting=waiting(session, shop, customer, names, at),
    )
    return told, program


def _landing(folded: Standing, program: Program) -> int | None:
    tier = program.tier(folded.rank) if folded.landing else None
    return tier.landing[folded.landing - 1].percent if tier else None


def _entered(folded: Standing, shop: Shop) -> date | None:
    return local_day(folded.entered_at, shop.zone) if folded.entered_at else None


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


def order_names(session: Session, shop_id: int, order_ids: Collection[int]) -> dict[int, str]:
    names: dict[int, str] = {}
    rest = iter(order_ids)
    while some := list(islice(rest, IDS_PER_QUERY)):
        found = select(Order.id, Order.name).where(Order.shop_id == shop_id, col(Order.id).in_(some))
        names |= {order_id: name or f"#{order_id}" for order_id, name in session.exec(found).all()}
    return names


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


def _changes(
    session: Session,
    shop_id: int,
    customer_id: int,
    knows: Known,
    known: datetime | None,
    names: Mapping[int, str],
) -> tuple[Change, ...]:
    found = select(StandingChange).where(
        StandingChange.shop_id == shop_id, StandingChange.customer_id == customer_id
    )
    if known is not None:
        found = found.where(col(StandingChange.recorded_at) <= known)
    rows = session.exec(found.order_by(col(StandingChange.id))).all()
    programs = {version.number: version.program for version in knows.versions}
    others = {row.program_version for row in rows} - programs.keys()
    programs |= programs_by_version(session, shop_id, others)
    return tuple(change_of(row, programs[row.program_version], names) for row in rows)


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
