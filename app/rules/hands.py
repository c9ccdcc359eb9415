"""What was set by hand: floors and ceilings beside the computed rank (I-18)."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from app.rules.known import Known, Override, carried


class Hands:
    """The overrides of one member. Ranks are those of the version with the index `version`."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def floor(self, at: datetime, version: int) -> int:
        """The highest floor in force; 0 where there is none."""
        return max((self._rank_of(each, version) for each in self._active("floor", at)), default=0)

    def clamped(self, computed: int, at: datetime, version: int) -> tuple[int, int | None]:
        """The rank to show, and the override that decided it. A ceiling outranks a floor."""
        rank, by = computed, None
        for each in self._active("floor", at):
            if self._rank_of(each, version) > rank:
                rank, by = self._rank_of(each, version), each.id
        for each in self._active("ceiling", at):
            if self._rank_of(each, version) < rank:
                rank, by = self._rank_of(each, version), each.id
        return rank, by

    def edges(self) -> set[datetime]:
        """The instants at which one begins or ends."""
        found = {each.start for each in self._known.overrides}
        return found | {each.end for each in self._known.overrides if each.end is not None}

    def begun(self, override_id: int | None, at: datetime) -> bool:
        return any(each.id == override_id and each.start == at for each in self._known.overrides)

    def ended(self, at: datetime) -> bool:
        return any(each.end == at for each in self._known.overrides)

    def _active(self, kind: str, at: datetime) -> Iterator[Override]:
        for each in self._known.overrides:
            if each.kind == kind and each.start <= at and (each.end is None or at < each.end):
                yield each

    def _rank_of(self, override: Override, version: int) -> int:
        """By its name in the newest version that has it; a tier still to come lifts and lowers nobody."""
        if override.tier is None:
            return 0
        versions = self._known.versions[: version + 1]
        for number in reversed(range(len(versions))):
            names = [tier.name for tier in versions[number].program.tiers]
            if override.tier in names:
                rank = 1 + names.index(override.tier)
                for old, new in pairwise(versions[number:]):
                    rank = carried(rank, old.program, new.program)
                return rank
        return 0 if override.kind == "floor" else len(versions[-1].program.tiers)
