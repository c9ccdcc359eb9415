"""A drop in a few words: how it stands and what changes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.drops import release_of
from app.models import Drop
from app.rules.early_access import Release
from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Line:
    """`stage` is that of the rules; `next_to` are the tiers that may buy from `next_at`; none: everybody."""

    drop: Drop
    release: Release
    stage: str
    open_to: Sequence[str]
    next_at: datetime | None
    next_to: Sequence[str]

    @property
    def is_over(self) -> bool:
        return self.stage in ("public", "cancelled")


def line(drop: Drop, program: Program, zone: str, now: datetime) -> Line:
    release = release_of(drop, program, zone)
    coming = release.next_change(now)
    opening = [tier for tier, at in release.openings().items() if at == coming]
    to_all = coming == release.opens_to_all
    return Line(
        drop, release, release.stage(now), release.open_tiers(now), coming, () if to_all else tuple(opening)
    )
