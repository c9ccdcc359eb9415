"""What long-running commands share: a migrated database, and stopping when asked to."""

import gc
import signal
import threading

from app.config import Config
from app.db import Database
from migrations.upgrade import upgrade

COLLECT_AFTER = (5_000, 20, 20)
"""Objects made between two collections; Python's own (700, 10, 10) suits a small program."""


def settled() -> None:
    """Call once everything is loaded: the collector need not walk it again.

    A full collection of the loaded libraries stops every thread for 100 to 160 ms, and came twice in
    15 s at 200 deliveries a second. https://docs.python.org/3/library/gc.html#gc.freeze
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


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
