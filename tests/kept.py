"""A stage that was set before is set again from a copy of it, and not played again call by call.

Two stages are the same if the same was asked of the sandbox, in the same order, and nothing else touched the
database: then what installing or going live brings about is the same. Only the first of a process plays it.
"""

import json
import sqlite3
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sandbox.delivery_log import DeliveryLog
from sandbox.webhooks import Sender
from sandbox.world import World

if TYPE_CHECKING:
    from tests.stage import Line

KEPT_SECONDS = 300
"""Older copies are played anew: the platform's tokens in them would run out early."""
MOST = 40
UNTOUCHED = ("/webhooks/quiet", "/session-token")
OF_THE_WORLD = ("clock", "ids", "stores", "faults", "requests", "bulk_seconds")

_copies: dict[tuple[str, ...], "Copy"] = {}


@dataclass(frozen=True)
class Copy:
    database: sqlite3.Connection
    world: dict[str, Any]
    deliveries: DeliveryLog
    app_url: str
    made_at: float

    @property
    def fresh(self) -> bool:
        return time.monotonic() - self.made_at < KEPT_SECONDS


class Past:
    """What has been done to a stage since its database was empty; unknown once somebody else wrote."""

    def __init__(self, path: str) -> None:
        self._file = sqlite3.connect(path, check_same_thread=False)
        self._steps: list[str] = []
        self._version = self._now()

    def asked(self, method: str, path: str, body: object) -> None:
        if method != "GET" and not path.endswith(UNTOUCHED):
            self._steps.append(f"{method} {path} {json.dumps(body, default=str)}")

    def play(self, line: "Line", step: str, play: Callable[[], None]) -> None:
        """Does a step, or takes over what it led to when it was done after the same past."""
        line.deliver()
        if self._now() != self._version:
            play()
            return
        key = (*self._steps, step)
        copy = _copies.get(key)
        if copy and copy.fresh:
            self._take_over(copy, line)
        else:
            play()
            line.deliver()
            self._keep(key, line)
        self._steps = list(key)
        self._version = self._now()

    def close(self) -> None:
        self._file.close()

    def _now(self) -> int:
        return int(self._file.execute("PRAGMA data_version").fetchone()[0])

    def _keep(self, key: tuple[str, ...], line: "Line") -> None:
        world = line.sandbox.world
        if world.late.waiting:
            return
        database = sqlite3.connect(":memory:", check_same_thread=False)
        self._file.backup(database)
        with world.lock:
            parts = deepcopy({name: getattr(world, name) for name in OF_THE_WORLD})
            deliveries = deepcopy(_sender(world).log)
        while len(_copies) >= MOST:
            _copies.pop(next(iter(_copies)))
        _copies[key] = Copy(database, parts, deliveries, line.app_url, time.monotonic())

    def _take_over(self, copy: Copy, line: "Line") -> None:
        copy.database.backup(self._file)
        world = line.sandbox.world
        with world.lock:
            for name, part in deepcopy(copy.world).items():
                setattr(world, name, part)
            for store in world.stores.values():
                for number, row in store.webhook_subscriptions.items():
                    store.webhook_subscriptions[number] = replace(
                        row, uri=row.uri.replace(copy.app_url, line.app_url)
                    )
            _sender(world).log = deepcopy(copy.deliveries)
        line.clock()


def _sender(world: World) -> Sender:
    assert isinstance(world.sender, Sender)
    return world.sender
