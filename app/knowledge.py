"""What standings rest on beside the ledger: versions, overrides, notices and population lines.

Read for many customers at once. With `known` everything is told as it was recorded by then (I-9).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, col, select

from app.models import CustomerAlias, Cutoff, Notice, Override, Shop
from app.models.override import CEILING
from app.programs import versions
from app.rules import standing as rules
from app.rules.notices import FALLS


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that is on record beside the ledger, whenever it was recorded."""

    by_row: Mapping[int, int]
    """Every row that is one of these customers by now, with the surviving one."""
    notices: Sequence[Notice]
    overrides: Sequence[Override]
    versions: tuple[rules.Version, ...]
    lines: Sequence[Cutoff]


def knowledge(
    session: Session, shop: Shop, customer_ids: Collection[int], at: datetime
) -> dict[int, rules.Known]:
    """By customer what the fold takes. Overrides and notices of merged-away rows are the survivor's too."""
    return known_by(beside(session, shop, customer_ids, at), shop, customer_ids)


def beside(session: Session, shop: Shop, customer_ids: Collection[int], at: datetime) -> Beside:
    by_row = _rows(session, shop.id, customer_ids)
    notices = select(Notice).where(
        Notice.shop_id == shop.id, col(Notice.customer_id).in_(by_row), col(Notice.kind).in_(FALLS)
    )
    overrides = select(Override).where(Override.shop_id == shop.id, col(Override.customer_id).in_(by_row))
    applying = versions(session, shop.id, at)
    by_population = any(each.program.by_population for each in applying)
    return Beside(
        by_row=by_row,
        notices=session.exec(notices).all(),
        overrides=session.exec(overrides.order_by(col(Override.id))).all(),
        versions=applying,
        lines=_cutoffs(session, shop.id) if by_population else (),
    )


def known_by(
    found: Beside, shop: Shop, customer_ids: Collection[int], known: datetime | None = None
) -> dict[int, rules.Known]:
    """What of it had been recorded by `known` (None: all)."""
    warned, overrides = _warned(found, known), _overrides(found, known)
    lines = tuple(_line(row) for row in found.lines if _is_known(row.recorded_at, known))
    return {
        customer_id: rules.Known(
            versions=found.versions,
            overrides=overrides.get(customer_id, ()),
            lines=lines,
            warned=warned.get(customer_id, {}),
            falls_stop=shop.falls_stop_at,
        )
        for customer_id in customer_ids
    }


def lines_of(session: Session, shop_id: int) -> tuple[rules.Line, ...]:
    """The published history of the population lines, by day."""
    return tuple(_line(row) for row in _cutoffs(session, shop_id))


def _cutoffs(session: Session, shop_id: int) -> Sequence[Cutoff]:
    return session.exec(select(Cutoff).where(Cutoff.shop_id == shop_id).order_by(col(Cutoff.day))).all()


def _line(row: Cutoff) -> rules.Line:
    return rules.Line(row.tier, row.day, row.entry, row.keep)


def _is_known(recorded_at: datetime, known: datetime | None) -> bool:
    return known is None or recorded_at <= known


def _rows(session: Session, shop_id: int, customer_ids: Collection[int]) -> Mapping[int, int]:
    """Every row that is one of these customers by now, with the surviving one."""
    found = select(CustomerAlias.customer_id, CustomerAlias.survivor_id).where(
        CustomerAlias.shop_id == shop_id, col(CustomerAlias.survivor_id).in_(customer_ids)
    )
    return {each: each for each in customer_ids} | dict(session.exec(found).all())


def _overrides(found: Beside, known: datetime | None) -> dict[int, Sequence[rules.Override]]:
    told: dict[int, list[rules.Override]] = {}
    for row in found.overrides:
        if _is_known(row.created_at, known):
            told.setdefault(found.by_row[row.customer_id], []).append(as_rule(row, known))
    return {**told}


def as_rule(row: Override, known: datetime | None = None) -> rules.Override:
    """An override as the fold sees it; an end that was set after `known` was not known then."""
    ended = row.ended_at if known is None or (row.ended_at and row.ended_at <= known) else None
    end = min((each for each in (row.to_at, ended) if each is not None), default=None)
    kind: Literal["floor", "ceiling"] = "ceiling" if row.kind == CEILING else "floor"
    return rules.Override(row.id, kind, row.tier, row.from_at, end, by_hand=end is not None and end == ended)


def _warned(found: Beside, known: datetime | None) -> dict[int, dict[tuple[str, str], date]]:
    told: dict[int, dict[tuple[str, str], date]] = {}
    for row in found.notices:
        if _is_known(row.recorded_at, known):
            held, key = told.setdefault(found.by_row[row.customer_id], {}), (row.kind, row.occasion)
            held[key] = min(row.recorded_on, held.get(key, row.recorded_on))
    return told
