"""How long an answer takes at a steady 200 deliveries a second while the workers work on them.

Each delivery is a new order; time counts from when a request should have started, so a stall is not hidden.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.databases import ENGINES, postgres_answers, slowest_syncs_ms
from bench.figures import Figure, below
from bench.load import Ask, load
from bench.processes import LAUREL, Group
from bench.stage import REAL, WORKING, environment, served
from bench.waiting import seconds_until_posted

RATE = 200
P99_MS = 100


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    seconds = 5.0 if quick else 30.0
    p99, longest = slowest_syncs_ms(place, seconds)
    yield Figure(
        "steady: the disk alone", "p99 of 40 syncs a second", p99, "ms", f"(longest {longest:.0f} ms)"
    )
    for engine in ENGINES:
        if engine == "postgres" and not postgres_answers():
            continue
        yield from _engine(engine, place, seconds)


def _engine(engine: str, place: Path, seconds: float) -> Iterator[Figure]:
    part = f"steady: {engine}, {RATE}/s for {seconds:.0f} s, workers at work"
    target, workers = (WORKING, 1) if engine == "sqlite" else (REAL, 2)
    with served(engine, place, target, workers=workers) as (port, group, url), ExitStack() as stack:
        if engine == "postgres":
            worker = Group([*LAUREL, "worker"], environment(url), place / "worker.log")
            stack.callback(worker.stop)
        found = load(Ask(port, seconds, 32, RATE, bodies=int(seconds * RATE)))
        behind = seconds_until_posted(url, 60)
        note = f"p50 {found.p50:.1f}, longest {found.longest:.0f} ms, {found.statuses}"
        yield below(part, "p99 of an answer", found.p99, P99_MS, "ms", note)
        yield Figure(part, "all posted and evaluated after the last answer", behind, "s")
        yield Figure(part, "memory of the serve process", group.memory_mib(), "MiB")
        yield Figure(part, "its peak", group.memory_mib("VmHWM"), "MiB")
