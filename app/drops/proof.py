"""The proof of a drop: its whole record, and what it comes to (GAP-EARLY, PIT-DELIVERY)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from app.drops.early_buyers import EarlyBuy, find
from app.drops.rows import events_of
from app.models import Drop, DropEvent
from app.rules.early_access import Release


@dataclass(frozen=True, slots=True)
class Opening:
    """`tier` is empty for everybody. `late` is from when it was due until the record shows it."""

    tier: str
    due_at: datetime
    at: datetime
    enforced: str

    @property
    def late(self) -> timedelta:
        return max(self.at - self.due_at, timedelta(0))


@dataclass(frozen=True, slots=True)
class Proof:
    events: Sequence[DropEvent]
    openings: Sequence[Opening]
    exposed: Sequence[DropEvent]
    """Where somebody else made a product visible to everybody before the public time."""
    early: Sequence[EarlyBuy]
    is_over: bool

    @property
    def enforced(self) -> str:
        """Hard only if it was at every opening to members."""
        kinds = {each.enforced for each in self.openings if each.tier}
        return "hard" if kinds == {"hard"} else "soft"

    @property
    def kept(self) -> bool:
        """Did nobody buy before they were allowed, and did nobody see it in the listings?"""
        return not self.early and not self.exposed


def told(drop: Drop, proof: Proof) -> dict[str, Any]:
    """The whole record as data: what the command prints and the page exports."""
    return {
        "id": drop.id,
        "title": drop.title,
        "kept": proof.kept,
        "over": proof.is_over,
        "enforced": proof.enforced,
        "openings": [asdict(each) for each in proof.openings],
        "exposed": [each.id for each in proof.exposed],
        "bought_early": [asdict(each) for each in proof.early],
        "record": [
            {"at": each.at, "kind": each.kind, "detail": json.loads(each.detail)} for each in proof.events
        ],
    }


def prove(session: Session, drop: Drop, release: Release, now: datetime) -> Proof:
    events = events_of(session, drop)
    return Proof(
        events=events,
        openings=[_opening(each, drop.created_at) for each in events if each.kind == "open"],
        exposed=[each for each in events if _exposes(each, release)],
        early=find(session, drop),
        is_over=release.stage(now) in ("public", "cancelled"),
    )


def _opening(event: DropEvent, planned_at: datetime) -> Opening:
    """What was to open before it was planned was due when it was."""
    about = json.loads(event.detail)
    due_at = max(datetime.fromisoformat(about["due_at"]), planned_at)
    return Opening(about["to"], due_at, event.at, about["enforced"])


def _exposes(event: DropEvent, release: Release) -> bool:
    if event.kind != "seen" or event.at >= release.opens_to_all:
        return False
    about = json.loads(event.detail)
    return bool(about["published"]) and about["status"] == "ACTIVE"
