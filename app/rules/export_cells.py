"""The rows and cells of a CSV export: text in, checked values out, and an error that names the place."""

import csv
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache

from app.rules.money import MAX_MINOR, BadAmount, currency_code, exponent, minor
from app.rules.value import value

MAX_ROWS = 5_000_000
MAX_SHOWN_CHARS = 60
FIRST_YEAR, LAST_YEAR = 1970, 2199  # of an order; arithmetic with zones and months is safe well within

_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?) ?"
    r"(Z|UTC|[+-][0-9]{2}:?[0-9]{2})"
)
_COUNT = re.compile(r"[0-9]{1,9}")
_ID = re.compile(r"[0-9]{1,19}")
_minor = lru_cache(maxsize=32_768)(minor)  # most amounts of an export are 0.00 or stand there twice


@lru_cache(maxsize=1_024)
def _count(text: str) -> int:
    match = _COUNT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    return int(match[0])


class BadRow(ValueError):
    """A place in an export that cannot be used.

    `line` is the line of the file on which the row begins, as an editor counts; `column` the header's name,
    None where the whole row is meant; `value` what stands there; `problem` a sentence without the place.
    """

    def __init__(self, line: int, column: str | None, value: str | None, problem: str) -> None:
        self.line, self.column, self.value, self.problem = line, column, value, problem
        super().__init__(f"line {line}{f', column {column}' if column else ''}: {problem}")


@value
class Row:
    """One row. Values are asked for by the column's name; blank and absent are the same.

    Every method but `text` raises BadRow for what it cannot read.
    """

    line: int
    cells: list[str]
    position: dict[str, int]  # of every column that may be asked for

    def text(self, column: str) -> str:
        return self.cells[self.position[column]].strip()

    def currency(self, column: str) -> str:
        try:
            return currency_code(self.text(column))
        except BadAmount:
            raise self.not_a("currency code such as USD", column) from None

    def amount(self, column: str, currency: str, *, optional: bool = False, signed: bool = False) -> int:
        """Minor units. `optional`: blank is 0; `signed`: may be below zero."""
        text = self.cells[self.position[column]].strip()
        if optional and not text:
            return 0
        try:
            value = _minor(text, currency)
        except BadAmount:
            example = f"12.{'5':0<{exponent(currency)}}" if exponent(currency) else "12"
            raise self.not_a(f"plain amount of {currency} such as {example}", column) from None
        if value < 0 and not signed:
            raise self.bad(column, f"{shown(text)} is below zero, which this column never is")
        return value

    def count(self, column: str) -> int:
        try:
            return _count(self.cells[self.position[column]])
        except ValueError:
            raise self.not_a("whole number such as 1", column) from None

    def identity(self, column: str) -> int | None:
        text = self.text(column)
        if not text:
            return None
        if not _ID.fullmatch(text) or not 0 < int(text) <= MAX_MINOR:
            raise self.not_a("platform id such as 450789469 (has a spreadsheet rewritten it?)", column)
        return int(text)

    def instant(self, column: str) -> datetime:
        """An aware instant in UTC, from `2009-12-01 07:45:00 +0000` or ISO 8601 with an offset."""
        match = _INSTANT.fullmatch(self.text(column))
        try:
            if match and FIRST_YEAR <= int(match[1][:4]) <= LAST_YEAR:
                offset = match[3].replace("UTC", "Z")
                return datetime.fromisoformat(f"{match[1]}T{match[2]}{offset}").astimezone(UTC)
        except ValueError:
            pass  # the 30th of February, 25 o'clock: said below like any other text
        expected = "date and time with an offset such as 2009-12-01 07:45:00 +0000"
        raise self.not_a(f"{expected}, from {FIRST_YEAR} to {LAST_YEAR}", column)

    def instant_or_none(self, column: str) -> datetime | None:
        return self.instant(column) if self.text(column) else None

    def not_a(self, expected: str, column: str) -> BadRow:
        return self.bad(column, f"{shown(self.text(column))} is not a {expected}")

    def bad(self, column: str, problem: str) -> BadRow:
        return BadRow(self.line, column, self.text(column), problem)


def shown(text: str) -> str:
    """A value for a message: quoted, escaped, and short whatever the file holds."""
    return repr(text if len(text) <= MAX_SHOWN_CHARS else f"{text[:MAX_SHOWN_CHARS]}…")


def read_rows(lines: Iterable[str], required: Collection[str], optional: Collection[str]) -> Iterator[Row]:
    """The rows under the header of CSV text. Other columns are ignored, blank lines skipped.

    Raises BadRow for text that is not CSV, missing or doubled columns, and for what is over a limit.
    """
    rows = _split(lines)
    header_line, header = next(rows, (1, []))
    position = _positions(header_line, header, required, optional)
    for number, (line, cells) in enumerate(rows, start=1):
        if number > MAX_ROWS:
            raise BadRow(line, None, None, f"the file has more than {MAX_ROWS:,} rows; split it")
        if len(cells) != len(header):
            problem = f"the row has {len(cells)} cells where the header has {len(header)}"
            raise BadRow(line, None, None, problem)
        cells.append("")  # where absent columns are read
        yield Row(line, cells, position)


def _split(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Rows with the lines on which they begin. The csv module itself limits a cell to 131,072 characters."""
    reader = csv.reader(lines, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise BadRow(line, None, None, f"the row that begins here is not CSV: {error}") from None
        if cells is None:
            return
        if cells:
            yield line, cells


def _positions(
    line: int, header: list[str], required: Collection[str], optional: Collection[str]
) -> dict[str, int]:
    known = {column.lower(): column for column in (*required, *optional)}
    position: dict[str, int] = {}
    for at, cell in enumerate(header):
        column = known.get(cell.strip().lower())
        if column in position:
            raise BadRow(line, column, cell, f"the header names {column} twice")
        if column:
            position[column] = at
    missing = [column for column in required if column not in position]
    if missing:
        raise BadRow(line, None, None, f"the header has no {', no '.join(missing)}")
    return dict.fromkeys(optional, len(header)) | position
