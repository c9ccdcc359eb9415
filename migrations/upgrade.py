"""Bringing a database up to date. Safe to run twice and from two processes at once."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

LOCK = 7_214_001
"""Postgres advisory lock: two processes that upgrade at once go one after the other."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def upgrade(engine: Engine) -> tuple[str | None, str | None]:
    """Runs what is missing; returns the revision before and after."""
    with engine.begin() as connection:
        connection.execution_options(across_shops="the structure of the database")
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = _revision(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return before, _revision(connection)


def current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return _revision(connection)


def head() -> str | None:
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
