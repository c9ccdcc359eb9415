"""The lines of the record that say when a tier, and at last the public, could buy."""

import json
from datetime import datetime

from sqlmodel import Session

from app.drops.rows import events_of, record
from app.models import Drop
from app.rules.early_access import Release

EVERYBODY = ""
"""Whom the opening to the public is for."""


def record_openings(session: Session, drop: Drop, release: Release, *, enforced: bool, now: datetime) -> None:
    """One line for each opening that has come since the last look, dated now, with when it was due."""
    opened = [json.loads(event.detail) for event in events_of(session, drop) if event.kind == "open"]
    told = {(each["to"], each["due_at"]) for each in opened}
    due = {tier: release.opens_to(tier) for tier in release.open_tiers(now)}
    if release.stage(now) == "public":
        due = release.openings() | {EVERYBODY: release.opens_to_all}
    for tier, at in due.items():
        if (tier, at.isoformat()) not in told:
            detail = {"to": tier, "due_at": at.isoformat(), "enforced": "hard" if enforced else "soft"}
            record(session, drop, "open", detail, now)
