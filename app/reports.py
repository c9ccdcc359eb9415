"""Long work that staff asked for on a page, and a worker does: asking, looking, cancelling.

Who asks twice gets the one report. `report_work.py` is the worker's side, `jobs/reports.py` makes them.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.models import ProgramVersion, Report, Shop
from app.models.report import CANCELLED, COMPARISON, DONE, IS_OPEN, SIMULATION, SUGGESTED, YEARS
from app.programs import draft_of, program_of
from app.rules.periods import local_day
from app.rules.said import said

KEPT = timedelta(days=30)
MAX_NAME = 80
SUGGESTION = "suggestion"

Params = Mapping[str, Any]
Variant = str | int | Mapping[str, Any] | None


def ask(
    session: Session,
    shop_id: int,
    kind: str,
    params: Params,
    author: str,
    now: datetime,
    name: str = "",
) -> Report:
    """A report that is waiting now. The same one that is not made yet is not asked for twice.

    comparison: `start` (ISO instant, or None: at once) and `grandfather_months`; of the draft that there is
    now. simulation: `one` and `other` (or None), each "live", "draft", "suggestion", a version's number or
    the rules of a program; `first` and `last` (ISO days; None: of the first order, and today).
    suggested and years: nothing; of the program that applies, and of the year to the day, when it is made.
    Raises NotFound where there is no such draft or version.
    """
    told = json.dumps(_resolved(session, shop_id, kind, params, now), sort_keys=True)
    same = select(Report).where(
        Report.shop_id == shop_id, Report.kind == kind, Report.params == told, IS_OPEN
    )
    if (asked := session.exec(same).first()) is not None:
        return asked
    row = Report(shop_id=shop_id, kind=kind, name=name[:MAX_NAME], params=told, author=author, asked_at=now)
    session.add(row)
    session.flush()
    return row


def get(session: Session, shop_id: int, report_id: int) -> Report | None:
    return session.get(Report, (shop_id, report_id))


def latest(session: Session, shop_id: int, kind: str, limit: int = 50) -> Sequence[Report]:
    """Newest first, without what they found."""
    found = select(Report).where(Report.shop_id == shop_id, Report.kind == kind)
    found = found.options(defer(cast("QueryableAttribute[str]", Report.result)))
    return session.exec(found.order_by(col(Report.asked_at).desc(), col(Report.id).desc()).limit(limit)).all()


def newest_done(session: Session, shop_id: int, kind: str) -> Report | None:
    """With what it found."""
    found = select(Report).where(Report.shop_id == shop_id, Report.kind == kind, Report.state == DONE)
    return session.exec(found.order_by(col(Report.asked_at).desc(), col(Report.id).desc()).limit(1)).first()


def remove_before(session: Session, report: Report) -> None:
    """Of a kind of which only the newest means anything."""
    session.exec(
        delete(Report).where(
            col(Report.shop_id) == report.shop_id,
            col(Report.kind) == report.kind,
            col(Report.asked_at) < report.asked_at,
        )
    )


def cancel(session: Session, shop_id: int, report_id: int, now: datetime) -> Report | None:
    """Ends one that is not made yet; a worker notices within a second. Any other stays what it is."""
    row = session.get(Report, (shop_id, report_id), with_for_update=True)
    if row is not None and row.open:
        row.state, row.done_at, row.until = CANCELLED, now, None
        session.add(row)
    return row


def remove(session: Session, shop_id: int, report_id: int) -> bool:
    gone = session.exec(delete(Report).where(col(Report.shop_id) == shop_id, col(Report.id) == report_id))
    return gone.rowcount > 0


def prune(session: Session, shop_id: int, now: datetime) -> int:
    """What nobody gave a name goes after 30 days."""
    old = delete(Report).where(
        col(Report.shop_id) == shop_id, col(Report.name) == "", col(Report.asked_at) < now - KEPT
    )
    return session.exec(old).rowcount


def _resolved(session: Session, shop_id: int, kind: str, params: Params, now: datetime) -> dict[str, Any]:
    """With what "draft", "live" and "today" mean now: the result does not depend on when it is made."""
    told = dict(params)
    if kind == COMPARISON:
        return told | {"draft_version": _version(session, shop_id, "draft", now)}
    if kind in (SUGGESTED, YEARS):
        return told
    if kind != SIMULATION:
        raise ValueError(f"there is no report of the kind {kind}")
    sides = {side: _variant(session, shop_id, told.get(side), now) for side in ("one", "other")}
    today = local_day(now, session.get_one(Shop, shop_id).zone).isoformat()
    return {"first": told.get("first"), "last": told.get("last") or today} | sides


def _variant(session: Session, shop_id: int, wanted: Variant, now: datetime) -> dict[str, Any] | None:
    if wanted is None:
        return None
    if wanted == SUGGESTION:
        return {"as": SUGGESTION}
    if isinstance(wanted, str | int):
        named = wanted if isinstance(wanted, str) else "version"
        return {"as": named, "version": _version(session, shop_id, wanted, now)}
    return {"as": "program", "rules": dict(wanted)}


def _version(session: Session, shop_id: int, wanted: str | int, now: datetime) -> int:
    if wanted == "draft":
        if (row := draft_of(session, shop_id)) is None:
            raise NotFound(said("There is no draft. Change a tier, a rule or a benefit first."))
        return row.version
    if isinstance(wanted, int):
        if session.get(ProgramVersion, (shop_id, wanted)) is None:
            raise NotFound(said("There is no version %(wanted)s.", wanted=wanted))
        return wanted
    try:
        return program_of(session, shop_id, now)[0].version
    except LookupError:
        raise NotFound(said("There is no program yet.")) from None
