"""The draft as a form: its fields are named as in a program file, and what is wrong is told by the field.

`tiers[0].entry` is text, money in major units. A suffix says what else it is: `demotion.grace_months:int`,
`counting.tax:bool` (anything but nothing is yes), `counting.leave_out_tags:list` (one a line, or commas),
`tiers[1].benefits[0].collections:ints` (the same of whole numbers), `…from_full_price_tenths:tenths` (82.5 is
825), `tiers[2].keep:text?` or `:int?` (nothing: left out), `tiers[2]:drop` (taken out, after everything else
was read).
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session

from app.models import ProgramVersion, Shop
from app.platform.auth import Staff
from app.programs import draft_of, parsed, program_of
from app.rules.file_problems import ProgramFileError
from app.rules.program import MAX_TIERS, Program
from app.rules.program_file import read_program, write_program
from app.web.worded import worded

NAME = re.compile(
    r"([a-z_]+(?:\[\d{1,3}\])?(?:\.[a-z_]+(?:\[\d{1,3}\])?)*)(?::(int\??|bool|list|ints|tenths|text\?|drop))?"
)
TENTHS = re.compile(r"([0-9]{1,4})(?:\.([0-9]))?")
STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")
MOST_ITEMS = max(MAX_TIERS, 50)


def edited(session: Session, shop: Shop, now: datetime) -> tuple[ProgramVersion, Program]:
    """What the merchant is working on: the draft if there is one, else what applies."""
    row = draft_of(session, shop.id)
    return (row, parsed(row.rules)) if row is not None else program_of(session, shop.id, now)


def author_of(staff: Staff) -> str:
    """How the audit names a member of the store's staff."""
    return f"staff {staff.user_id}"


def changed(program: Program, currency: str, fields: Iterable[tuple[str, str]]) -> Program:
    """The program with these fields of a form in it; fields that no form of ours has are left alone.

    Raises ProgramFileError with every problem; a problem's path is the field's name without its suffix.
    """
    whole: dict[str, Any] = json.loads(write_program(program, currency))
    drops: list[list[str | int]] = []
    for name, value in fields:
        match = NAME.fullmatch(name)
        if match is None or (path := _steps(match[1]))[0] not in Program.model_fields:
            continue
        kind = match[2]
        if kind == "drop":
            drops.append(path)
        else:
            _set(whole, path, _value(value, kind), leave_out=(kind or "").endswith("?") and not value.strip())
    for path in sorted(drops, key=lambda steps: (len(steps), str(steps[-1]).zfill(4)), reverse=True):
        _drop(whole, path)
    try:
        return read_program(json.dumps(whole).encode(), currency).program
    except ProgramFileError as error:
        raise ProgramFileError(
            tuple(replace(each, path=_as_named(each.path, drops)) for each in error.problems)
        ) from None


def by_field(error: ProgramFileError) -> dict[str, str]:
    """The first problem of each field, worded; what belongs to none stands under the empty name."""
    return {path: worded(words) for path, words in unworded(error).items()}


def unworded(error: ProgramFileError) -> dict[str, str]:
    """The same as the rules say it."""
    told: dict[str, str] = {}
    for problem in error.problems:
        told.setdefault(problem.path, problem.sentence)
    return told


def _as_named(path: str, drops: list[list[str | int]]) -> str:
    """The place as the form names it: there what is taken out still has its number."""
    named: list[str | int] = []
    for step in _steps(path):
        if isinstance(step, int):
            gone = sorted(at for *above, at in drops if above == named and isinstance(at, int))
            for each in gone:
                step += each <= step
        named.append(step)
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in named).removeprefix(".")


def _steps(path: str) -> list[str | int]:
    return [match[1] or int(match[2]) for match in STEP.finditer(path)]


def _value(text: str, kind: str | None) -> Any:
    text = text.strip()
    if kind in ("int", "int?"):
        return _whole(text)
    if kind == "tenths":
        return _whole(f"{match[1]}{match[2] or 0}") if (match := TENTHS.fullmatch(text)) else text
    if kind == "bool":
        return text not in ("", "false", "0")
    if kind in ("list", "ints"):
        listed = [each.strip() for each in re.split(r"[,\n]", text) if each.strip()]
        return listed if kind == "list" else [_whole(each) for each in listed]
    return text


def _whole(text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?[0-9]{1,18}", text) else text


def _set(whole: Any, path: list[str | int], value: Any, leave_out: bool) -> None:
    place = whole
    for step, following in pairwise(path):
        place = _entered(place, step, [] if isinstance(following, int) else {})
        if place is None:
            return
    last = path[-1]
    if leave_out and isinstance(place, dict):
        place.pop(last, None)
    elif isinstance(place, dict):
        place[last] = value
    elif isinstance(place, list) and isinstance(last, int) and last <= len(place) < MOST_ITEMS:
        place[last : last + 1] = [value]


def _entered(place: Any, step: str | int, empty: Any) -> Any:
    """The part below, made if it is not there yet; None where the path fits nothing."""
    if isinstance(place, dict) and isinstance(step, str):
        held = place.get(step)
        if not isinstance(held, list | dict):
            place[step] = held = empty
        return held
    if isinstance(place, list) and isinstance(step, int) and step < MOST_ITEMS:
        if step == len(place):
            place.append(empty)
        return place[step] if step < len(place) else None
    return None


def _drop(whole: Any, path: list[str | int]) -> None:
    place = whole
    for step in path[:-1]:
        fits = (isinstance(place, dict) and step in place) or (
            isinstance(place, list) and isinstance(step, int) and step < len(place)
        )
        if not fits:
            return
        place = place[step]
    last = path[-1]
    if isinstance(place, dict):
        place.pop(last, None)
    elif isinstance(place, list) and isinstance(last, int) and last < len(place):
        del place[last]
