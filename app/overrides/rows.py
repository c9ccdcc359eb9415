"""A file of overrides: its rows read and checked, every bad one told with its line and what to do."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.errors import BadInput
from app.models.override import FLOOR
from app.overrides.by_hand import checked
from app.rules.periods import starts_at
from app.rules.program import Program

COLUMNS = ("customer", "tier", "kind", "until", "reason", "goodwill")
NEEDED = ("customer", "tier")
MOST_ROWS = 200_000
LAST_YEAR = 2199
YES, NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n", "")


@dataclass(frozen=True, slots=True)
class Problem:
    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `customer` is as written: an e-mail or the platform's id."""

    line: int
    customer: str
    kind: str
    tier: str | None
    until: datetime | None
    reason: str
    goodwill: bool


@dataclass(frozen=True, slots=True)
class Left:
    """What a row leaves open, for all rows of a file."""

    until: date | None = None
    reason: str = ""


def read_rows(
    lines: Iterable[str], program: Program, zone: str, now: datetime, left: Left
) -> tuple[list[Row], list[Problem]]:
    """The good rows and the problems of the others. Raises BadInput for a file without the right columns."""
    reader = csv.reader(lines, strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        position = _header(next(reader, []))
        for line, cells in _numbered(reader):
            if len(rows) + len(problems) >= MOST_ROWS:
                raise BadInput(f"the file has more than {MOST_ROWS:,} rows; split it", line=line)
            if len(cells) != len(position):
                words = f"{len(cells)} cells under {len(position)} columns; put quotes around commas"
                problems.append(Problem(line, words))
                continue
            told = {name: cells[at].strip() for name, at in position.items()}
            try:
                rows.append(_row(line, told, program, zone, now, left))
            except BadInput as bad:
                problems.append(Problem(line, str(bad)))
    except csv.Error as error:
        raise BadInput(f"this is not CSV: {error}", line=reader.line_num) from None
    return rows, problems


def until_instant(day: date, zone: str, now: datetime) -> datetime:
    """The end of the local day `day`, which is the last one; raises BadInput if it is over."""
    if day.year > LAST_YEAR:
        raise BadInput(f"{day} is too far away; leave it out for no end at all")
    at = starts_at(day + timedelta(days=1), zone)
    if at <= now:
        raise BadInput(f"{day} is over; give a later last day, or none at all")
    return at


def _header(cells: list[str]) -> Mapping[str, int]:
    names = [cell.strip().lower() for cell in cells]
    wrong = [name for name in names if name not in COLUMNS]
    if wrong or not set(NEEDED) <= set(names) or len(set(names)) < len(names):
        about = f"has {', '.join(repr(each) for each in wrong)}" if wrong else "has not each column once"
        raise BadInput(
            f"the first line {about}. The columns are {', '.join(COLUMNS)}, separated by commas; "
            f"{' and '.join(NEEDED)} are needed",
            line=1,
        )
    return {name: at for at, name in enumerate(names)}


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins; empty lines are passed over."""
    begins = reader.line_num + 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _row(line: int, told: Mapping[str, str], program: Program, zone: str, now: datetime, left: Left) -> Row:
    if not told["customer"]:
        raise BadInput("say who: an e-mail or the platform's customer id")
    kind = told.get("kind", "").lower() or FLOOR
    tier, reason = checked(program, kind, told["tier"] or None, told.get("reason", "") or left.reason)
    day = _day(told.get("until", "")) or left.until
    until = until_instant(day, zone, now) if day else None
    return Row(line, told["customer"], kind, tier, until, reason, _yes(told.get("goodwill", "")))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-31") else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> date:
    raise BadInput(f"until is {text[:40]!r}; write the last day as 2026-12-31")


def _yes(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise BadInput(f"goodwill is {text[:40]!r}; write yes or no")
