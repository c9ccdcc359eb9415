"""`laurel clock`: starts the jobs of the schedule when their time has come. Several clocks are safe."""

import click

from app.cli.running import migrated, until_stopped
from app.config import Config
from app.errors import ConfigError
from app.main import build_context
from jobs import schedule


@click.command()
def clock() -> None:
    """Run the scheduled jobs, beside `laurel serve --web-only` and `laurel worker`."""
    config = Config.from_environment()
    if config.on_sqlite:
        raise ConfigError(
            "SQLite has one process, laurel serve, which keeps time by itself. A clock needs Postgres."
        )
    migrated(config)
    scheduler = schedule.start(build_context(config))
    click.echo("The clock is running.", err=True)
    until_stopped()
    scheduler.shutdown(wait=True)
