"""What long-running commands share: a migrated database, and stopping when asked to."""

import signal
import threading

from app.config import Config
from app.db import Database
from migrations.upgrade import upgrade


def migrated(config: Config) -> None:
    """Brings the database up to date before anything starts; several processes may do so at once."""
    database = Database(config.database_url)
    upgrade(database.engine)
    database.close()


def until_stopped() -> None:
    """Waits for SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
