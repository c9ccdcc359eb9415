"""`laurel db upgrade`: brings the database up to date."""

import click

from app.config import database_address
from app.db import Database
from migrations import upgrade as migration


@click.group()
def db() -> None:
    """The database itself."""


@db.command()
def upgrade() -> None:
    """Create the tables, or change them to what this version needs. Safe to repeat."""
    database = Database(database_address())
    try:
        before, after = migration.upgrade(database.engine)
    finally:
        database.close()
    click.echo(f"The database is at {after}" + (" already." if before == after else "."))
