"""What is told of a program's economics: every tier with its sums, and the what-if beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.rules.economics import economics, what_if
from app.rules.member_year import shown
from app.rules.program import Program
from app.rules.tier_averages import TierCase
from app.rules.tier_economics import TierEconomics, WhatIf


@dataclass(frozen=True)
class Source:
    """Where the years come from; `first` to `last` are local days, `history_from` the oldest order's."""

    title: str
    currency: str
    first: date
    last: date
    history_from: date | None
    live: bool  # members already have the discount

    @property
    def days_known(self) -> int | None:
        """Of the year, where the history is shorter than it."""
        if self.history_from is None or self.history_from <= self.first:
            return None
        return max(0, (self.last - self.history_from).days + 1)


@dataclass(frozen=True)
class TierLine:
    """`economics` is None where nothing was bought that could be reckoned with."""

    case: TierCase
    economics: TierEconomics | None
    what_if: WhatIf | None
    changes: Mapping[str, int]  # of the what-if, by knob


@dataclass(frozen=True)
class Look:
    source: Source
    program: Program
    tiers: tuple[TierLine, ...]  # from the lowest up

    @property
    def cost_minor(self) -> int:
        """Of all members together, a year."""
        return shown(_sum(members * told.year.cost_minor for members, told in self._held()))

    @property
    def gain_minor(self) -> int:
        """Of all members together, a year, by the loaded view."""
        return shown(_sum(members * told.loaded.gain_minor for members, told in self._held()))

    def _held(self) -> Iterator[tuple[int, TierEconomics]]:
        for line in self.tiers:
            if line.economics is not None and line.case.basis == "members":
                yield line.case.members, line.economics

    def to_json(self) -> dict[str, Any]:
        source = self.source
        return {
            "source": source.title,
            "currency": source.currency,
            "first": source.first.isoformat(),
            "last": source.last.isoformat(),
            "history_from": source.history_from.isoformat() if source.history_from else None,
            "live": source.live,
            "spend": "paid goods without tax, refunds gone, taken as list revenue",
            "tiers": [_tier_json(each) for each in self.tiers],
            "all_members": {"cost_minor": self.cost_minor, "gain_minor": self.gain_minor},
        }


def _sum(amounts: Iterable[Fraction]) -> Fraction:
    return sum(amounts, Fraction())


def _tier_json(line: TierLine) -> dict[str, Any]:
    case = line.case
    return {
        "tier": case.tier.name,
        "members": case.members,
        "basis": case.basis,
        "entry_minor": case.entry_minor,
        "economics": line.economics.to_json() if line.economics else None,
        "what_if": line.what_if.to_json() | {"changes": line.changes} if line.what_if else None,
    }


def look(
    source: Source, program: Program, cases: Iterable[TierCase], changes: Mapping[str, Mapping[str, int]]
) -> Look:
    """`changes` of a what-if by tier and knob. Raises BadFigure for one that cannot be."""
    return Look(source, program, tuple(_line(case, changes.get(case.tier.name, {})) for case in cases))


def _line(case: TierCase, changes: Mapping[str, int]) -> TierLine:
    if case.figures is None:
        return TierLine(case, None, None, {})
    turned = what_if(case.figures, changes) if changes else None
    return TierLine(case, economics(case.figures), turned, changes)
