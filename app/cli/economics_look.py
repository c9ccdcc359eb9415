"""What `laurel economics` tells: every tier of a program with its sums, and the what-if beside them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import click

from app.rules.economics import KNOBS, economics, what_if
from app.rules.member_year import BadFigure, TierFigures, shown
from app.rules.money import BadAmount, minor
from app.rules.program import Program
from app.rules.tier_averages import TierCase
from app.rules.tier_economics import TierEconomics, WhatIf

_TURN = re.compile(r"(?:(?P<tier>.+)\.)?(?P<knob>[a-z-]+)=(?P<figure>.+)")
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


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


def look(source: Source, program: Program, cases: Iterable[TierCase], turns: tuple[str, ...]) -> Look:
    """Raises click.BadParameter for a what-if that cannot be."""
    changes = _changes(turns, program, source.currency)
    return Look(source, program, tuple(_line(case, changes.get(case.tier.name, {})) for case in cases))


def _line(case: TierCase, changes: dict[str, int]) -> TierLine:
    if case.figures is None:
        return TierLine(case, None, None, {})
    turned = _turned(case.figures, changes) if changes else None
    return TierLine(case, economics(case.figures), turned, changes)


def _turned(figures: TierFigures, changes: dict[str, int]) -> WhatIf:
    try:
        return what_if(figures, changes)
    except BadFigure as problem:
        raise click.BadParameter(str(problem), param_hint="--what-if") from None


def _changes(turns: tuple[str, ...], program: Program, currency: str) -> dict[str, dict[str, int]]:
    """By tier. `discount=12` is for every tier, `Gold.discount=12` for one."""
    changes: dict[str, dict[str, int]] = {}
    for turn in turns:
        match = _TURN.fullmatch(turn)
        if match is None or match["knob"] not in KNOBS:
            problem = f"{turn!r} is not such as discount=12 or Gold.discount=12; there are {', '.join(KNOBS)}"
            raise click.BadParameter(problem, param_hint="--what-if")
        figure = _figure(match["knob"], match["figure"], currency)
        for name in _meant(match["tier"], program):
            changes.setdefault(name, {})[match["knob"]] = figure
    return changes


def _meant(wanted: str | None, program: Program) -> list[str]:
    names = [tier.name for tier in program.tiers if wanted is None or tier.name.lower() == wanted.lower()]
    if not names:
        known = ", ".join(tier.name for tier in program.tiers)
        raise click.BadParameter(f"there is no tier {wanted!r}; there are {known}", param_hint="--what-if")
    return names


def _figure(knob: str, text: str, currency: str) -> int:
    if KNOBS[knob].endswith("_minor"):
        return amount(text, currency, "--what-if")
    if not _WHOLE.fullmatch(text):
        raise click.BadParameter(f"{text!r} is not a whole percent such as 12", param_hint="--what-if")
    return int(text)


def amount(text: str, currency: str, option: str) -> int:
    """Money of an option, in minor units. Raises click.BadParameter."""
    try:
        found = minor(text, currency)
    except BadAmount as problem:
        raise click.BadParameter(str(problem), param_hint=option) from None
    if found < 0:
        raise click.BadParameter(f"{text} is below zero", param_hint=option)
    return found
