"""The options of `laurel economics`: a what-if such as `Gold.discount=12`, and money."""

import re
from collections.abc import Iterable

import click

from app.rules.economics import KNOBS
from app.rules.economics_look import Look, Source
from app.rules.economics_look import look as looked_at
from app.rules.member_year import BadFigure
from app.rules.money import BadAmount, minor
from app.rules.program import Program
from app.rules.tier_averages import TierCase

_TURN = re.compile(r"(?:(?P<tier>.+)\.)?(?P<knob>[a-z-]+)=(?P<figure>.+)")
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


def look(source: Source, program: Program, cases: Iterable[TierCase], turns: tuple[str, ...]) -> Look:
    """Raises click.BadParameter for a what-if that cannot be."""
    try:
        return looked_at(source, program, cases, _changes(turns, program, source.currency))
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
