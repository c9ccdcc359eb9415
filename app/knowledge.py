"""What standings rest on beside the ledger: versions, overrides, notices and population lines.

Read for many customers at once. With `known` everything is told as it was recorded by then (I-9).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, col, select

from app.models import CustomerAlias, Cutoff, Notice, Override, Shop
from app.models.override import CEILING
from app.programs import versions
from app.rules import standing as rules
from app.rules.notices import FALLS


def knowledge(
    session: Session, shop: Shop, customer_ids: Collection[int], at: datetime, known: datetime | None = None
) -> dict[int, rules.Known]:
    """By customer what the fold takes. Overrides and notices of merged-away rows are the survivor's too."""
    by_row = _rows(session, shop.id, customer_ids)
    warned = _warned(session, shop.id, by_row, known)
    overrides = _overrides(session, shop.id, by_row, known)
    applying = versions(session, shop.id, at)
    lines = lines_of(session, shop.id, known) if any(each.program.by_population for each in applying) else ()
    return {
        customer_id: rules.Known(
            versions=applying,
            overrides=overrides.get(customer_id, ()),
            lines=lines,
            warned=warned.get(customer_id, {}),
            falls_stop=shop.falls_stop_at,
        )
        for customer_id in customer_ids
    }


def lines_of(session: Session, shop_id: int, known: datetime | None = None) -> tuple[rules.Line, ...]:
    """The published history of the population lines, by day."""
    found = select(Cutoff).where(Cutoff.shop_id == shop_id)
    if known is not None:
        found = found.where(col(Cutoff.recorded_at) <= known)
    return tuple(
        rules.Line(row.tier, row.day, row.entry, row.keep)
        for row in session.exec(found.order_by(col(Cutoff.day))).all()
    )


def _rows(session: Session, shop_id: int, customer_ids: Collection[int]) -> Mapping[int, int]:
    """Every row that is one of these customers by now, with the surviving one."""
    found = select(CustomerAlias.customer_id, CustomerAlias.survivor_id).where(
        CustomerAlias.shop_id == shop_id, col(CustomerAlias.survivor_id).in_(customer_ids)
    )
    return {each: each for each in customer_ids} | dict(session.exec(found).all())


def _overrides(
    session: Session, shop_id: int, by_row: Mapping[int, int], known: datetime | None
) -> dict[int, Sequence[rules.Override]]:
    found = select(Override).where(Override.shop_id == shop_id, col(Override.customer_id).in_(by_row))
    if known is not None:
        found = found.where(col(Override.created_at) <= known)
    told: dict[int, list[rules.Override]] = {}
    for row in session.exec(found.order_by(col(Override.id))).all():
        told.setdefault(by_row[row.customer_id], []).append(as_rule(row, known))
    return {**told}


def as_rule(row: Override, known: datetime | None = None) -> rules.Override:
    """An override as the fold sees it; an end that was set after `known` was not known then."""
    ended = row.ended_at if known is None or (row.ended_at and row.ended_at <= known) else None
    end = min((each for each in (row.to_at, ended) if each is not None), default=None)
    kind: Literal["floor", "ceiling"] = "ceiling" if row.kind == CEILING else "floor"
    return rules.Override(row.id, kind, row.tier, row.from_at, end, by_hand=end is not None and end == ended)


def _warned(
    session: Session, shop_id: int, by_row: Mapping[int, int], known: datetime | None
) -> dict[int, dict[tuple[str, str], date]]:
    found = select(Notice).where(
        Notice.shop_id == shop_id, col(Notice.customer_id).in_(by_row), col(Notice.kind).in_(FALLS)
    )
    if known is not None:
        found = found.where(col(Notice.recorded_at) <= known)
    told: dict[int, dict[tuple[str, str], date]] = {}
    for row in session.exec(found).all():
        held, key = told.setdefault(by_row[row.customer_id], {}), (row.kind, row.occasion)
        held[key] = min(row.recorded_on, held.get(key, row.recorded_on))
    return told
