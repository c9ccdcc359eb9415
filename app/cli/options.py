"""What several commands are given in the same way: a file, a day, a time zone."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import available_timezones

import click

from app.rules.export_cells import FIRST_YEAR, LAST_YEAR

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def a_day(_context: click.Context, _parameter: click.Parameter, day: datetime | None) -> date | None:
    """A local day on which there may be orders."""
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise click.BadParameter(f"give a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day.date() if day else None


def a_zone(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    if name not in available_timezones():
        raise click.BadParameter(f"{name!r} is not a time zone such as Europe/London")
    return name
