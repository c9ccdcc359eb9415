"""CSV that a spreadsheet opens without running anything."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
ROWS_A_PART = 500


def safe(cell: object) -> str:
    """A cell as text; one that a spreadsheet would take for a formula begins with an apostrophe.

    Source: OWASP, "CSV Injection". Numbers are ours and stay numbers, below nought too.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(STARTS_A_FORMULA) else text


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "".join(csv_parts(head, rows))


def csv_parts(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same text part by part, for a file that is sent while it is still being read."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    for number, row in enumerate(rows, start=1):
        writer.writerow([safe(cell) for cell in row])
        if number % ROWS_A_PART == 0:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()
