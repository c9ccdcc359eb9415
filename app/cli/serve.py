"""`laurel serve`: the web server, and beside it the whole line where one process is enough.

granian takes more webhooks a second than gunicorn here (`make bench` shows both); it is MIT.
"""

import atexit

import click
from flask import Flask
from granian import Granian
from granian.constants import Interfaces

from app.cli.running import migrated, settled
from app.config import Config
from app.delivery import lanes
from app.main import build_context, create_app
from jobs import schedule
from jobs.worker import Worker

WEB_ONLY, EVERYTHING = "app.cli.serve:web", "app.cli.serve:everything"


@click.command()
@click.option(
    "--web-only", is_flag=True, help="Only answer HTTP; run `laurel worker` and `laurel clock` beside it."
)
@click.option("--workers", default=1, show_default=True, help="Web processes (Postgres only).")
@click.option("--host", help="Address to listen on; else HOST, else 127.0.0.1.")
@click.option("--port", type=int, help="Port; else PORT, else 9700.")
def serve(web_only: bool, workers: int, host: str | None, port: int | None) -> None:
    """Run the app. On SQLite this one process is all there is: web, worker and clock."""
    config = Config.from_environment()
    if config.on_sqlite and (web_only or workers > 1):
        raise click.UsageError("SQLite has one process: leave out --web-only and --workers, or use Postgres.")
    migrated(config)
    host, port = host or config.host, port or config.port
    click.echo(f"Laurel listens on http://{host}:{port}", err=True)
    run(WEB_ONLY if web_only else EVERYTHING, host, port, workers, config.threads)


def run(target: str, host: str, port: int, workers: int, threads: int) -> None:
    """Serves, in the one way in which we set the server; `target` names a factory of an application."""
    Granian(
        target=target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=2048,
        respawn_failed_workers=True,
        log_enabled=False,
        websockets=False,
    ).serve()


def web() -> Flask:
    """The application of a web process; workers and clocks run elsewhere."""
    app = create_app(build_context(Config.from_environment()))
    settled()
    return app


def everything() -> Flask:
    """The application with its worker and clock in the same process."""
    config = Config.from_environment()
    context = build_context(config)
    if config.on_sqlite:
        lanes.free_all(context.db)
    worker = Worker(context, delivery_threads=config.delivery_threads)
    app = create_app(context)
    settled()
    worker.start()
    scheduler = schedule.start(context)
    atexit.register(worker.stop, timeout=3)
    atexit.register(scheduler.shutdown, wait=False)
    return app
