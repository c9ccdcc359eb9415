"""`laurel backup`: a copy of the database that is whole, taken while everything runs."""

import shlex
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.engine import URL, make_url

from app.cli.opening import json_option, now, print_json
from app.config import database_address
from app.errors import BadInput, LaurelError


@click.command()
@click.option(
    "--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where to; else backups/laurel-DATE.db beside the database.",
)  # fmt: skip
@json_option
def backup(target: Path | None, as_json: bool) -> None:
    """Copy the database into one checked file. On Postgres: say how pg_dump does it."""
    url = make_url(database_address())
    if url.get_backend_name() != "sqlite":
        _say(as_json, {"backup": None, "command": _pg_dump(url, now())}, _hint(url))
        return
    source = Path(url.database or "")
    if not source.is_file():
        raise BadInput(f"there is no database at {source} yet")
    target = target or source.parent / "backups" / f"laurel-{now():%Y-%m-%d-%H%M%S}.db"
    _copy(source, target)
    size = target.stat().st_size
    _say(as_json, {"backup": str(target), "bytes": size}, f"{target}: {size:,} bytes, whole.")


def _copy(source: Path, target: Path) -> None:
    """One reading transaction, so that the copy is of one instant; nobody who writes has to wait for it.

    Under another name until it is checked: a file that bears the name of a backup is one.
    """
    if target.exists():
        raise BadInput(f"{target} is there already; a backup overwrites nothing")
    target.parent.mkdir(parents=True, exist_ok=True)
    unchecked = target.with_name(f"{target.name}.part")
    unchecked.unlink(missing_ok=True)
    unchecked.touch(mode=0o600)  # it holds e-mail addresses
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(unchecked)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise LaurelError(f"The copy is not whole ({verdict}); the database itself may be damaged.")
        unchecked.rename(target)
    except (sqlite3.Error, OSError) as error:
        raise LaurelError(f"The backup did not succeed: {error}") from error
    finally:
        unchecked.unlink(missing_ok=True)


def _hint(url: URL) -> str:
    return f"On Postgres its own tool makes the backup, while everything runs:\n\n  {_pg_dump(url, now())}"


def _pg_dump(url: URL, at: datetime) -> str:
    """Without the password: pg_dump asks, or takes it from ~/.pgpass."""
    address = URL.create(
        "postgresql", url.username, None, url.host, url.port, url.database
    ).render_as_string()
    return f"pg_dump --format=custom --file=laurel-{at:%Y-%m-%d-%H%M%S}.dump {shlex.quote(address)}"


def _say(as_json: bool, data: dict[str, object], words: str) -> None:
    if as_json:
        print_json(data)
    else:
        click.echo(words)
