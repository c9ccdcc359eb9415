"""Changing the program of a store that is live: draft, publish, schedule, cancel, go back.

Versions are never edited: one ends where the next begins, and going back is a new version with older rules.
Publishing marks everybody as due in the same transaction. The marks are rows, so the evaluation that
follows may be killed and goes on where it was. The first publish of a store is `evaluate.go_live`.
"""

import json
from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session, col, select

from app import outbox
from app.cutoffs import draw_lines
from app.drops.renaming import rename_hours
from app.errors import CannotPublish
from app.evaluate import mark_all
from app.models import AuditEvent, ProgramVersion, Shop
from app.program_start import amounts_decided
from app.programs import add_draft, add_version, draft_of, parsed, program_of, published, scheduled
from app.rules.periods import leaves_on, local_day
from app.rules.program import Program
from app.rules.program_diff import differences
from app.rules.said import Moment, said

MOST_GRANDFATHER_MONTHS = 24


def save_draft(
    session: Session, shop: Shop, program: Program, author: str, now: datetime, note: str = ""
) -> ProgramVersion:
    """Makes these rules the draft; the audit says what differs from what applies.

    Before the store is live the draft is what everybody is judged by, so everybody is due again.
    """
    shop = _held(session, shop)
    before = _applying(session, shop, now)
    row = add_draft(session, shop.id, program, author, now, note)
    if shop.live_at is None and before is not None and parsed(before.rules) != program:
        mark_all(session, shop.id)
    _audit(session, shop, row, before, author, "draft saved", now)
    return row


def publish(
    session: Session,
    shop: Shop,
    author: str,
    now: datetime,
    *,
    start: datetime | None = None,
    grandfather_months: int = 0,
) -> ProgramVersion:
    """The draft applies from `start` on, default now. Whom it would lower keeps the tier for some months.

    Raises CannotPublish without a draft, before the store is live, for a start in the past, and while another
    version is scheduled.
    """
    shop = _held(session, shop)
    live = _live_version(session, shop, now)
    draft = draft_of(session, shop.id)
    if draft is None:
        raise CannotPublish(
            said("%(shop)s has no draft to publish. Make or import one first.", shop=shop.domain)
        )
    if start is not None and start < now:
        raise CannotPublish(
            said("A version cannot begin in the past: what happened since then has happened.")
        )
    _begin(session, shop, live, draft, author, now, start or now, grandfather_months)
    return draft


def rollback(
    session: Session, shop: Shop, author: str, now: datetime, to_version: int | None = None
) -> ProgramVersion:
    """A new version with the rules of an older one, live at once: by default of the one before the live one.

    A draft stays what it is. Raises CannotPublish where there is no such version.
    """
    shop = _held(session, shop)
    live = _live_version(session, shop, now)
    older = _older(session, shop, live, to_version)
    note = f"back to version {older.version}"
    row = add_version(session, shop.id, parsed(older.rules), author, now, note)
    _begin(session, shop, live, row, author, now, now, 0)
    return row


def cancel_schedule(session: Session, shop: Shop, author: str, now: datetime) -> ProgramVersion:
    """The scheduled version is a draft again; a newer draft keeps its place. Raises CannotPublish."""
    shop = _held(session, shop)
    chain = published(session, shop.id)
    row = scheduled(chain, now)
    if row is None:
        raise CannotPublish(said("%(shop)s has no scheduled version.", shop=shop.domain))
    newer = draft_of(session, shop.id)
    row.from_at, row.grandfathered_until = None, None
    if newer is not None and newer.version > row.version:
        row.to_at = now
    before = chain[-2]
    before.to_at = None
    session.add_all([row, before])
    session.flush()
    mark_all(session, shop.id)
    _audit(session, shop, row, before, author, "schedule cancelled", now)
    return row


def _same_values(old: Program, new: Program) -> bool:
    """Does everybody hold under the new program what was last evaluated under the old one?"""
    return (old.metric, old.period, old.counting) == (new.metric, new.period, new.counting)


def _begin(
    session: Session,
    shop: Shop,
    live: ProgramVersion,
    row: ProgramVersion,
    author: str,
    now: datetime,
    start: datetime,
    grandfather_months: int,
) -> None:
    if not 0 <= grandfather_months <= MOST_GRANDFATHER_MONTHS:
        raise CannotPublish(
            said(
                "Grandfathering lasts from 0 to %(most)s months.",
                most=MOST_GRANDFATHER_MONTHS,
            )
        )
    program, old = parsed(row.rules), parsed(live.rules)
    if start <= now and _same_values(old, program):
        draw_lines(session, shop, row, program, now)
    live.to_at = row.from_at = start
    if grandfather_months:
        row.grandfathered_until = leaves_on(local_day(start, shop.zone), grandfather_months)
    session.add_all([live, row])
    session.flush()
    mark_all(session, shop.id)
    if start <= now:
        amounts_decided(shop)
        session.add(shop)
        rename_hours(session, shop.id, old, program)
        outbox.want(session, shop.id, outbox.PROGRAM, [outbox.OBJECTS_SUBJECT], now)
    action = "program published" if start <= now else "program scheduled"
    _audit(session, shop, row, live, author, action, now)


def _live_version(session: Session, shop: Shop, now: datetime) -> ProgramVersion:
    """The version that a new one would follow."""
    chain = published(session, shop.id)
    if shop.live_at is None or not chain:
        raise CannotPublish(
            said(
                "%(shop)s is not live yet: its first program begins with Go live in the app.",
                shop=shop.domain,
            )
        )
    if (waiting := scheduled(chain, now)) is not None:
        raise CannotPublish(
            said(
                "Version %(version)s is scheduled for %(moment)s; cancel that first.",
                version=waiting.version,
                moment=Moment(waiting.from_at or now),
            )
        )
    return chain[-1]


def _held(session: Session, shop: Shop) -> Shop:
    """The shop as it is now, locked: two who publish at once come one after the other."""
    session.flush()
    return session.get_one(Shop, shop.id, with_for_update=True, populate_existing=True)


def _older(session: Session, shop: Shop, live: ProgramVersion, wanted: int | None) -> ProgramVersion:
    found = select(ProgramVersion).where(
        ProgramVersion.shop_id == shop.id,
        col(ProgramVersion.from_at).is_not(None),
        ProgramVersion.version != live.version,
    )
    if wanted is None:
        found = found.where(ProgramVersion.to_at == live.from_at)
    else:
        found = found.where(ProgramVersion.version == wanted)
    row = session.exec(found.order_by(col(ProgramVersion.version).desc())).first()
    if row is None and wanted == live.version:
        raise CannotPublish(said("Version %(wanted)s is the live one.", wanted=wanted))
    if row is None:
        raise CannotPublish(
            said("%(shop)s has no version before the live one.", shop=shop.domain)
            if wanted is None
            else said("%(shop)s has no version %(wanted)s that was live.", shop=shop.domain, wanted=wanted)
        )
    return row


def _applying(session: Session, shop: Shop, now: datetime) -> ProgramVersion | None:
    try:
        return program_of(session, shop.id, now)[0]
    except LookupError:
        return None


def _audit(
    session: Session,
    shop: Shop,
    row: ProgramVersion,
    before: ProgramVersion | None,
    actor: str,
    action: str,
    now: datetime,
) -> None:
    changes = differences(parsed(before.rules) if before else None, parsed(row.rules))
    detail = {
        "version": row.version,
        "before": before.version if before else None,
        "from_at": row.from_at,
        "grandfathered_until": row.grandfathered_until,
        "changes": [asdict(each) for each in changes],
    }
    text = json.dumps(detail, default=str)
    session.add(AuditEvent(shop_id=shop.id, at=now, actor=actor, action=action, detail=text))
