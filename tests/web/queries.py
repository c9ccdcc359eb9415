"""What a page asks of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from tests.stage import Line


@contextmanager
def counted_queries(line: Line) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            asked.append(statement)

    event.listen(line.context.db.engine, "before_cursor_execute", note)
    yield asked
    event.remove(line.context.db.engine, "before_cursor_execute", note)
