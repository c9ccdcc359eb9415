"""granian against gunicorn with threads, by accepts of the real endpoint."""

from collections.abc import Iterator
from pathlib import Path

from bench.accept import PROCESSES, in_turns
from bench.databases import ENGINES, postgres_answers
from bench.figures import Figure
from bench.stage import REAL


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    for engine in ENGINES:
        if engine == "postgres" and not postgres_answers():
            continue
        for kind in ("granian", "gunicorn"):
            found = in_turns(engine, place, {kind: REAL}, 1.5 if quick else 6.0, kind)[kind]
            name = f"{kind}, {engine}, {PROCESSES[engine]} process(es)"
            note = f"p50 {found.p50:.0f}, p99 {found.p99:.0f} ms"
            yield Figure("servers: Laurel's endpoint on", name, found.per_second, "/s", note=note)
