"""`laurel worker`: posts, evaluates and delivers. Run as many as you like on Postgres."""

import click

from app.cli.running import migrated, settled, until_stopped
from app.config import Config
from app.errors import ConfigError
from app.main import build_context
from jobs.worker import Worker


@click.command()
def worker() -> None:
    """Process what arrives and write to the stores, beside `laurel serve --web-only`."""
    config = Config.from_environment()
    if config.on_sqlite:
        raise ConfigError(
            "SQLite has one process, laurel serve, which works by itself. A worker needs Postgres."
        )
    migrated(config)
    running = Worker(build_context(config), delivery_threads=config.delivery_threads)
    settled()
    running.start()
    click.echo("The worker is at work.", err=True)
    until_stopped()
    running.stop()
