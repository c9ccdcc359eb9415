"""Taking in the order export of a shop: time and the most memory held."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.databases import database
from bench.figures import Figure, below
from bench.load import SHOP
from bench.processes import LAUREL, ROOT
from bench.stage import add_shop, environment

FILE = ROOT.parent / "shared/data/retail_orders_export.csv.gz"
SECONDS, MIB = 15, 300
PART = "import: an order export of a retail shop into SQLite"


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    if quick or not FILE.exists():
        why = "--quick" if quick else f"no {FILE.name} in shared/data beside the checkout"
        yield Figure(PART, "left out", 0, "", note=why)
        return
    with database("sqlite", place) as url:
        add_shop(url, currency="GBP")
        started = time.monotonic()
        with (place / "import.log").open("wb") as out:
            process = subprocess.Popen(
                [*LAUREL, "import-orders", str(FILE), "--shop", SHOP],
                cwd=ROOT,
                env={**os.environ, **environment(url)},
                stdout=out,
                stderr=out,
            )
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        if status:
            raise RuntimeError((place / "import.log").read_text()[-2000:])
        yield below(PART, "time", seconds, SECONDS, "s", f"{used.ru_utime + used.ru_stime:.1f} s of CPU")
        yield below(PART, "peak memory", used.ru_maxrss / 1024, MIB, "MiB")
