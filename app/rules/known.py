"""What a standing rests on beside the member's own spend: versions, hands, lines and notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.rules.program import Program


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the program and the instant from which it applies."""

    number: int
    program: Program
    start: datetime
    grandfathered_until: date | None = None
    """Whoever it would lower keeps the tier until this local day."""


@dataclass(frozen=True, slots=True)
class Override:
    """A tier by hand: at least (floor) or at most (ceiling) `tier`, from `start` to `end`."""

    id: int
    kind: Literal["floor", "ceiling"]
    tier: str | None
    """Its name; None (ceilings only): no tier at all."""
    start: datetime
    end: datetime | None = None
    by_hand: bool = False
    """Was the end set by somebody, and not by the expiry? Then it acts at once, without notices."""


@dataclass(frozen=True, slots=True)
class Line:
    """A population line: from the local `day` on this much earns, and this much keeps, the tier."""

    tier: str
    day: date
    entry: int
    keep: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a standing rests on beside the member's own spend. Sequences are sorted by time."""

    versions: Sequence[Version]
    overrides: Sequence[Override] = ()
    lines: Sequence[Line] = ()
    warned: Mapping[tuple[str, str], date] | None = None
    """The local day on which each notice (kind, occasion) was recorded. None: each on the day it was due."""
    falls_stop: datetime | None = None
    """From here nobody falls by time: the shop's currency changed and the merchant has to decide."""

    @property
    def by_labels(self) -> bool:
        """Does any version look at an order's tags or sales channel?"""
        return any(version.program.counting.by_labels for version in self.versions)

    def applying(self, at: datetime) -> Version:
        """The version that applies at an instant; the first one where it is earlier still."""
        begun = [version for version in self.versions if version.start <= at]
        return begun[-1] if begun else self.versions[0]


def carried(rank: int, old: Program, new: Program) -> int:
    """The same tier in another version: by its name, else by its place, else the next one below.

    The place of a tier that is gone may be that of another old tier by now: nobody rises to it.
    """
    while rank:
        if (place := _place(rank, old, new)) is not None:
            return place
        rank -= 1
    return 0


def gone(rank: int, old: Program, new: Program) -> str | None:
    """The name of the tier at `rank`, if another version has it neither by its name nor by its place."""
    return old.name(rank) if rank and _place(rank, old, new) is None else None


def _place(rank: int, old: Program, new: Program) -> int | None:
    names, before = [tier.name for tier in new.tiers], [tier.name for tier in old.tiers]
    if before[rank - 1] in names:
        return 1 + names.index(before[rank - 1])
    place = min(rank, len(names))
    return place if names[place - 1] not in before else None
