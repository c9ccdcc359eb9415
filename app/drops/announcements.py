"""What was announced of a drop, told from its record; and the line that is added where it was moved."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from app.drops.rows import events_of, record
from app.models import Drop, DropEvent
from app.rules.announced import Announced
from app.rules.early_access import Release

KINDS = ("planned", "changed", "moved")


def announcements(events: Sequence[DropEvent]) -> list[Announced]:
    """What was announced when, oldest first."""
    told = []
    for event in events:
        if event.kind in KINDS:
            about = json.loads(event.detail)
            opens = {tier: datetime.fromisoformat(at) for tier, at in about["opens_at"].items()}
            told.append(Announced(event.at, datetime.fromisoformat(about["public_at"]), opens))
    return told


def said_of(release: Release) -> dict[str, object]:
    """The part of an announcement that promises something."""
    opens = {tier: at.isoformat() for tier, at in release.openings().items()}
    return {"public_at": release.opens_to_all.isoformat(), "opens_at": opens, "zone": release.zone}


def note_moved(session: Session, drop: Drop, release: Release, now: datetime) -> None:
    """A new version of the program gives other hours, another zone says an opening differently."""
    last = announcements(events_of(session, drop))[-1]
    if (last.public_at, last.opens_at) != (release.opens_to_all, release.openings()):
        record(session, drop, "moved", said_of(release), now)
