"""The clock of a sandbox, which may be moved by months. Only beside a sandbox; production has real time."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import requests

from app.config import Config

ASK_EVERY_SECONDS = 0.5
UNMOVED = timedelta(milliseconds=250)
"""A smaller difference is the time that asking took, no move of its clock; time must not go back for that."""


class SandboxClock:
    """The sandbox's time, asked for at most twice a second; real time while it does not answer."""

    def __init__(self, sandbox_url: str) -> None:
        self._url = f"{sandbox_url}/control/clock"
        self._http = requests.Session()
        self._http.trust_env = False
        self._lock = threading.Lock()
        self._ahead = timedelta(0)
        self._asked_at = -ASK_EVERY_SECONDS

    def __call__(self) -> datetime:
        if time.monotonic() - self._asked_at >= ASK_EVERY_SECONDS and self._lock.acquire(blocking=False):
            try:
                self.look()
            finally:
                self._lock.release()
        return datetime.now(UTC) + self._ahead

    def look(self) -> None:
        """Asks now; without an answer the clock goes on as it did."""
        self._asked_at = time.monotonic()
        try:
            told = self._http.get(self._url, timeout=2).json()["exact"]
            ahead = datetime.fromisoformat(told) - datetime.now(UTC)
        except (requests.exceptions.RequestException, ValueError, KeyError):
            return
        if abs(ahead - self._ahead) > UNMOVED:
            self._ahead = ahead


def real_clock() -> datetime:
    return datetime.now(UTC)


def clock_of(config: Config) -> Callable[[], datetime]:
    return SandboxClock(config.sandbox_url) if config.sandbox_url else real_clock
