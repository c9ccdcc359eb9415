"""The platform's side: several connections that send, and send again whatever was not answered with 2xx."""

import queue
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException

from bench.load import SECRET
from bench.signed import headers, signature
from tests.soak.history import Message

THREADS = 6
TIMEOUT_SECONDS = 10.0


class Sender:
    def __init__(self, port: int, shop: str, messages: Sequence[Message], seed: int) -> None:
        self._port, self._shop = port, shop
        self._random = random.Random(seed)
        self._left: queue.SimpleQueue[Message] = queue.SimpleQueue()
        for message in messages:
            self._left.put(message)
        self.total = len(messages)
        self.acknowledged: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(THREADS)]
        self.begun = time.monotonic()

    @property
    def share_done(self) -> float:
        return sum(self.acknowledged.values()) / self.total

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self, timeout: float) -> None:
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
            assert not thread.is_alive(), f"not all was accepted in {timeout} s: {self.statuses}"

    def _run(self) -> None:
        connection: HTTPConnection | None = None
        while True:
            try:
                message = self._left.get_nowait()
            except queue.Empty:
                return
            while True:
                connection = connection or HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
                status = self._send(connection, message)
                with self._lock:
                    self.statuses[status] += 1
                    if status.startswith("2"):
                        self.acknowledged[message.webhook_id] += 1
                if status.startswith("2"):
                    break
                with suppress(OSError):
                    connection.close()
                connection = None
                time.sleep(self._random.uniform(0.02, 0.2))

    def _send(self, connection: HTTPConnection, message: Message) -> str:
        heading = headers(self._shop, message.topic, message.webhook_id, signature(SECRET, message.body))
        try:
            connection.request("POST", "/webhooks", message.body, heading)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as broken:
            return type(broken).__name__
        return str(answer.status)
