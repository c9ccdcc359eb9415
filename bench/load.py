"""The load client: a process of its own, one thread over raw sockets, so that it costs the server little.

`python -m bench.load` reads what to do as JSON from stdin and prints the outcome as JSON. Every request
is built before the clock starts; only its webhook id is put in when it is sent.
"""

import json
import math
import select
import socket
import subprocess
import sys
import time
from collections import Counter, deque
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.orders import order_body
from bench.sale import Sale
from bench.signed import headers, request_bytes, signature

SECRET = "sandbox-secret-of-the-bench-0123456789"
SHOP = "bench-shop.myshopify.com"
CUSTOMERS = 300
PLACE = b"webhook-id-goes-here-0"
"""Stands where the id goes; as long as an id."""


@dataclass(frozen=True, slots=True)
class Ask:
    """How to load a server. With `rate` requests start on time, whether or not others were answered."""

    port: int
    seconds: float
    connections: int = 16
    rate: float = 0
    first_order: int = 1
    bodies: int = 400
    """How many different orders; they come again under fresh webhook ids."""


@dataclass(slots=True)
class Load:
    """What came of it; milliseconds. With a rate, time counts from when a request should have started."""

    answered: int = 0
    seconds: float = 0
    p50: float = 0
    p99: float = 0
    longest: float = 0
    statuses: dict[str, int] = field(default_factory=dict)
    broken: int = 0

    @property
    def per_second(self) -> float:
        """Accepted ones only."""
        return self.statuses.get("200", 0) / self.seconds if self.seconds else 0


def load(ask: Ask) -> Load:
    """Loads a server from a process of its own. Raises RuntimeError if that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(ask)),
        capture_output=True,
        text=True,
        timeout=ask.seconds + 60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load client failed:\n{done.stderr[-2000:]}")
    return Load(**json.loads(done.stdout))


class _Client:
    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._requests = _requests(ask)
        self._sent = 0
        self._epoll = select.epoll()
        self._sockets: dict[int, socket.socket] = {}
        self._started: dict[int, float] = {}
        self._idle: deque[int] = deque()
        self._times: list[float] = []
        self._statuses: Counter[str] = Counter()
        self._broken = 0
        for _ in range(ask.connections):
            self._connect()

    def run(self) -> Load:
        begun = time.perf_counter()
        until, last_answer = begun + self._ask.seconds, begun
        while (now := time.perf_counter()) < until + 5:
            if now < until:
                self._send_due(begun, now)
            elif len(self._idle) == len(self._sockets):
                break
            for number, _ in self._epoll.poll(0.002 if self._ask.rate else 0.05):
                self._receive(number)
                last_answer = time.perf_counter()
        return self._outcome(last_answer - begun)

    def _connect(self) -> None:
        made = socket.create_connection(("127.0.0.1", self._ask.port), timeout=5)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sockets[made.fileno()] = made
        self._epoll.register(made.fileno(), select.EPOLLIN)
        self._idle.append(made.fileno())

    def _send_due(self, begun: float, now: float) -> None:
        due = int((now - begun) * self._ask.rate) + 1 if self._ask.rate else math.inf
        while self._idle and self._sent < due:
            should_start = begun + self._sent / self._ask.rate if self._ask.rate else time.perf_counter()
            self._send(self._idle.popleft(), should_start)

    def _send(self, number: int, started: float) -> None:
        before, after = self._requests[self._sent % len(self._requests)]
        webhook_id = f"{self._ask.first_order:011d}{self._sent:011d}".encode()
        self._sent += 1
        self._started[number] = started
        try:
            self._sockets[number].sendall(before + webhook_id + after)
        except OSError:
            self._drop(number)

    def _receive(self, number: int) -> None:
        try:
            answer = self._sockets[number].recv(65_536)
        except OSError:
            answer = b""
        if not answer:
            self._drop(number)
            return
        if (started := self._started.pop(number, None)) is None:
            return
        self._times.append(time.perf_counter() - started)
        self._statuses[answer[9:12].decode("ascii", "replace")] += 1
        self._idle.append(number)

    def _drop(self, number: int) -> None:
        self._broken += 1
        self._epoll.unregister(number)
        self._sockets.pop(number).close()
        self._started.pop(number, None)
        self._connect()

    def _outcome(self, seconds: float) -> Load:
        times = sorted(self._times) or [0.0]
        return Load(
            answered=len(self._times),
            seconds=seconds,
            p50=times[len(times) // 2] * 1000,
            p99=times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
            longest=times[-1] * 1000,
            statuses=dict(self._statuses),
            broken=self._broken,
        )


def _requests(ask: Ask) -> list[tuple[bytes, bytes]]:
    """Signed requests, split where the webhook id goes."""
    built = []
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    for n in range(ask.bodies):
        customer = 7_000_000 + n % CUSTOMERS
        sale = Sale(
            order_id=5_000_000_000 + ask.first_order + n,
            customer_id=customer,
            email=f"customer-{customer}@example.com",
            goods_minor=2_000 + 37 * n,
            at=start + timedelta(seconds=n),
        )
        body = order_body(sale)
        heading = headers(SHOP, "orders/updated", PLACE.decode(), signature(SECRET, body))
        before, _, after = request_bytes(ask.port, heading, body).partition(PLACE)
        event, _, rest = after.partition(PLACE)
        built.append((before, event + b"of-the-bench" + rest))
    return built


def main() -> None:
    told: dict[str, Any] = json.load(sys.stdin)
    print(json.dumps(asdict(_Client(Ask(**told)).run())))


if __name__ == "__main__":
    main()
