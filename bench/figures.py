"""What a measurement tells: figures, some with a goal, printed as a table or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`goal` is in words; `holds` says whether it was met, None where there is none."""

    part: str
    name: str
    value: float
    unit: str
    goal: str = ""
    holds: bool | None = None
    note: str = ""


def at_least(part: str, name: str, value: float, least: float, unit: str, note: str = "") -> Figure:
    return Figure(part, name, value, unit, f"≥ {least:g}", value >= least, note)


def below(part: str, name: str, value: float, most: float, unit: str, note: str = "") -> Figure:
    return Figure(part, name, value, unit, f"< {most:g}", value < most, note)


def as_table(figures: Sequence[Figure]) -> str:
    lines, part = [], ""
    for each in figures:
        if each.part != part:
            part = each.part
            lines.append(f"\n{part}")
        verdict = "" if each.holds is None else ("  reached" if each.holds else "  MISSED")
        goal = f"  goal {each.goal}" if each.goal else ""
        note = f"  ({each.note})" if each.note else ""
        lines.append(f"  {each.name:<58}{_number(each.value):>10} {each.unit:<10}{goal}{verdict}{note}")
    return "\n".join(lines)


def as_json(figures: Sequence[Figure]) -> str:
    return json.dumps([asdict(each) for each in figures], ensure_ascii=False, indent=2)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
