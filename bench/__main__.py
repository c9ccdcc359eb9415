"""`python -m bench [part …] [--quick] [--json]`: every figure side by side with what it is measured against.

Other load on the machine moves all figures: compare those of one run.
"""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    accept,
    backfill,
    browser,
    function,
    imports,
    pages,
    points,
    retier,
    review,
    servers,
    simulate,
    steady,
)
from bench.databases import folder
from bench.figures import Figure, as_json, as_table

PARTS: dict[str, Callable[[Path, bool], Iterator[Figure]]] = {
    "accept": accept.measure,
    "servers": servers.measure,
    "steady": steady.measure,
    "backfill": backfill.measure,
    "import": imports.measure,
    "simulate": simulate.measure,
    "points": points.measure,
    "retier": retier.measure,
    "review": review.measure,
    "function": function.measure,
    "pages": pages.measure,
    "browser": browser.measure,
    "browser-postgres": browser.measure_on_postgres,
}
QUICK = ("accept", "points", "function")
"""What a run of half a minute has room for."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all if none is named"
    )
    parser.add_argument("--quick", action="store_true", help="short, to see that it works")
    parser.add_argument("--json", action="store_true", help="print data instead of a table")
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all that was started is ended
    figures: list[Figure] = []
    with folder() as place:
        for part in asked.parts or (QUICK if asked.quick else PARTS):
            print(f"measuring {part} …", file=sys.stderr, flush=True)
            found = list(PARTS[part](place, asked.quick))
            figures += found
            if not asked.json:
                print(as_table(found), flush=True)
    if asked.json:
        print(as_json(figures))
    return 1 if any(each.holds is False for each in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
