"""What earns and what keeps each tier on a day: fixed amounts, or the line of a population (ID-FIXED)."""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date

from app.rules.known import Line
from app.rules.program import Program, Tier


class Thresholds:
    """Of one program; `lines` are sorted by day."""

    def __init__(self, program: Program, lines: Iterable[Line]) -> None:
        self.program = program
        self._lines: dict[str, list[Line]] = {}
        for line in lines:
            self._lines.setdefault(line.tier, []).append(line)
        self._days = {tier: [line.day for line in drawn] for tier, drawn in self._lines.items()}

    def earned(self, value: int, day: date) -> int:
        tiers = self.program.tiers
        for rank in range(len(tiers), 0, -1):
            entry = self.entry_of(tiers[rank - 1], day)
            if entry is not None and value >= entry:
                return rank
        return 0

    def held_below(self, rank: int, kept: int, day: date) -> int:
        """The highest lower tier that is still held: whoever falls has held all tiers below."""
        return next((lower for lower in range(rank - 1, 0, -1) if self.holds(lower, kept, day)), 0)

    def holds(self, rank: int, kept: int, day: date) -> bool:
        """Until its first line is drawn nobody loses a tier for want of it."""
        least = self.keep(rank, day) if rank else None
        return least is None or kept >= least

    def entry_of(self, tier: Tier, day: date) -> int | None:
        """What earns a tier on a day; None for a population line that is not drawn yet."""
        if tier.entry is not None:
            return tier.entry
        line = self._line(tier, day)
        return line.entry if line else None

    def keep(self, rank: int, day: date) -> int | None:
        tier = self.program.tiers[rank - 1]
        if tier.entry is not None:
            return tier.keep or tier.entry
        line = self._line(tier, day)
        return line.keep if line else None

    def _line(self, tier: Tier, day: date) -> Line | None:
        drawn = bisect_right(self._days.get(tier.name, ()), day)
        return self._lines[tier.name][drawn - 1] if drawn else None
