"""A program replayed over the order export of a shop, daily: time and the most memory held."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, below
from bench.imports import FILE
from bench.processes import LAUREL, ROOT

SECONDS, MIB = 10, 400
PART = "simulate: three tiers over two years of a retail shop, from its order export"


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    if quick or not FILE.exists():
        why = "--quick" if quick else f"no {FILE.name} in shared/data beside the checkout"
        yield Figure(PART, "left out", 0, "", note=why)
        return
    started = time.monotonic()
    with (place / "simulate.log").open("wb") as out:
        process = subprocess.Popen(
            [*LAUREL, "simulate", "--orders", str(FILE)], cwd=ROOT, stdout=out, stderr=out
        )
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    if status:
        raise RuntimeError((place / "simulate.log").read_text()[-2000:])
    yield below(PART, "time", seconds, SECONDS, "s", f"{used.ru_utime + used.ru_stime:.1f} s of CPU")
    yield below(PART, "peak memory", used.ru_maxrss / 1024, MIB, "MiB")
