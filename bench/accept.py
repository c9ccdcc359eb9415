"""Accepted deliveries a second, 12 kB each over 16 connections, beside three handlers on the same server.

The HMAC-and-JSON handler stores nothing: it is what the checks alone allow. The endpoint is measured
without and, where one process does all, also with its worker posting what arrives.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from bench.databases import ENGINES, fsync_ms, postgres_answers
from bench.figures import Figure, at_least, below
from bench.load import Ask, Load, load
from bench.stage import REAL, WORKING, served

PROCESSES = {"sqlite": 1, "postgres": 2}
OF_HMAC_AND_JSON = {"sqlite": 0.4, "postgres": 0.25}
P99_MS = 60
TIMES_SQLMODEL = 2
WARM_SECONDS = 0.5
ROUNDS = 3
AT_WORK = "Laurel's endpoint, its worker posting what arrives"

HANDLERS = {
    "bare Flask handler": "bench.handlers:bare",
    "HMAC and strict JSON, nothing stored": "bench.handlers:hmac_json",
    "one SQLModel session a request": "bench.handlers:sqlmodel",
    "Laurel's endpoint": REAL,
}


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    seconds = 1.5 if quick else 9.0
    for engine in ENGINES:
        if engine == "postgres" and not postgres_answers():
            yield Figure("accept: postgres", "left out", 0, "", note="no PostgreSQL at 127.0.0.1:5432")
            continue
        yield from _engine(engine, place, seconds)


def _engine(engine: str, place: Path, seconds: float) -> Iterator[Figure]:
    part = f"accept: {engine}, {PROCESSES[engine]} process(es), 16 connections"
    yield Figure(part, "the disk's own fsync, median of 200", fsync_ms(place), "ms")
    targets = HANDLERS | ({AT_WORK: WORKING} if engine == "sqlite" else {})
    found = in_turns(engine, place, targets, seconds)
    for name, each in found.items():
        yield Figure(part, name, each.per_second, "/s", note=_latency(each))
    bare, checked, sqlmodel, laurel = list(found.values())[:4]
    if not laurel.per_second or not checked.per_second:
        raise RuntimeError(f"nothing was accepted: {laurel.statuses}, {checked.statuses}")
    share = laurel.per_second / checked.per_second
    yield at_least(part, "of HMAC and JSON", share, OF_HMAC_AND_JSON[engine], "×")
    yield Figure(part, "of the bare handler", laurel.per_second / bare.per_second, "×")
    times = laurel.per_second / max(sqlmodel.per_second, 1)
    yield at_least(part, "of the SQLModel handler", times, TIMES_SQLMODEL, "×")
    yield below(
        part, "p99 of Laurel's endpoint", laurel.p99, P99_MS, "ms", f"HMAC and JSON {checked.p99:.0f}"
    )


def in_turns(
    engine: str, place: Path, targets: Mapping[str, str], seconds: float, kind: str = "granian"
) -> dict[str, Load]:
    """Loads each application for a while, again and again; of each the round in the middle.

    Other load on the machine comes and goes: in turns it meets all alike.
    """
    rounds: dict[str, list[Load]] = {name: [] for name in targets}
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(served(engine, place, target, workers=PROCESSES[engine], kind=kind))[0]
            for name, target in targets.items()
        }
        for turn in range(ROUNDS):
            for name, port in ports.items():
                load(Ask(port, WARM_SECONDS, first_order=900_000 + turn * 10_000))
                rounds[name].append(load(Ask(port, seconds / ROUNDS, first_order=turn * 1_000 + 1)))
    return {
        name: sorted(several, key=lambda each: each.per_second)[ROUNDS // 2]
        for name, several in rounds.items()
    }


def _latency(load: Load) -> str:
    others = {status: n for status, n in load.statuses.items() if status != "200"}
    return f"p50 {load.p50:.0f}, p99 {load.p99:.0f} ms" + (f", not 200: {others}" if others else "")
