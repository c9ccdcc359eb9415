"""Files of rows, sent while they are read: however many there are, little is held at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from flask import Response, current_app
from sqlmodel import Session

from app.delivery import Context
from app.rules.csv_cells import csv_parts

ROWS_AT_ONCE = 1_000
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as the alphabet of its country."""


def csv_file(
    name: str, head: Sequence[str], rows: Callable[[Session], Iterable[Sequence[object]]]
) -> Response:
    """An answer whose rows are read in one transaction of its own, so that they are of one moment."""
    context: Context = current_app.extensions["laurel"]

    def parts() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        with context.db.read() as session:
            yield from csv_parts(head, rows(session))

    answer = Response(parts(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
