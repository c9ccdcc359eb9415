"""Finding what happened: audit events, newest first, fifty at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import AuditEvent
from app.web.activity.words import KINDS, actions_of

PAGE = 50
MOST_PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    events: Sequence[AuditEvent]
    number: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE))


def find(session: Session, shop_id: int, kind: str, page: int) -> Found:
    """`kind` is one of KINDS or empty; a page that is not there is the last one."""
    wanted: list[Any] = [AuditEvent.shop_id == shop_id]
    if kind in KINDS:
        wanted.append(col(AuditEvent.action).in_(actions_of(kind)))
    number = session.exec(select(func.count()).select_from(AuditEvent).where(*wanted)).one()
    page = min(page, max(1, -(-number // PAGE)))
    newest_first = (col(AuditEvent.at).desc(), col(AuditEvent.id).desc())
    found = select(AuditEvent).where(*wanted).order_by(*newest_first)
    rows = session.exec(found.offset((page - 1) * PAGE).limit(PAGE)).all() if number else ()
    return Found(rows, number, page)
