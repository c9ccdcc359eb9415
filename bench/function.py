"""The Function of the checkout: how long a run takes from a fresh instance on, and what it spends."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.figures import Figure, below
from sandbox.function import functions_of_the_app
from sandbox.function_limits import MODULE_BYTES, run_limits
from sandbox.function_runtime import run_module

PART = "function: early access judged at the checkout"
TIERS = 8
SLOTS = [f"2026-12-{day:02}T09:00:00" for day in range(1, 16)]


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    del place
    module = functions_of_the_app()["vip-gate"].module
    yield below(PART, "module", len(module) / 1000, MODULE_BYTES / 1000, "kB")
    for lines, runs in ((3, 200 if quick else 3_000), (200, 20 if quick else 300)):
        text = json.dumps(_question(lines), separators=(",", ":")).encode()
        seconds, instructions = _run(text, lines, runs)
        named = f"{lines} gated lines, {len(text) / 1000:,.0f} kB"
        yield Figure(PART, named, 1000 * seconds / runs, "ms", note=f"{runs / seconds:,.0f} runs a second")
        most = run_limits(lines).instructions / 1e6
        yield below(PART, f"{named}: instructions", instructions / 1e6, most, "million")


def _run(text: bytes, lines: int, runs: int) -> tuple[float, int]:
    """The first run, which compiles the module, is not counted."""
    function = functions_of_the_app()["vip-gate"]
    _, instructions = run_module(function.module, function.export, text, run_limits(lines))
    started = time.perf_counter()
    for _ in range(runs):
        run_module(function.module, function.export, text, run_limits(lines))
    return time.perf_counter() - started, instructions


def _question(lines: int) -> dict[str, Any]:
    """A member of the last tier, to whom all is open, so that every gate is read to its end."""
    tags = [f"VIP-Tier {number}" for number in range(TIERS)]
    gate = {"public": "2026-12-15T09:00:00", "tiers": dict.fromkeys(tags, "2026-12-01T09:00:00")}
    customer = {"hasTags": [{"tag": tag, "hasTag": True} for tag in tags], "tier": {"value": tags[-1]}}
    product = [{"title": f"Winter coat number {n}", "gate": {"jsonValue": gate}} for n in range(lines)]
    return {
        "cart": {
            "buyerIdentity": {"isAuthenticated": True, "customer": customer},
            "lines": [{"merchandise": {"product": each}} for each in product],
        },
        "shop": {"localTime": {"date": "2026-12-01", **{f"t{n}": n == 1 for n in range(1, 16)}}},
        "validation": {"config": {"jsonValue": {"slots": SLOTS, "tiers": {tag: tag for tag in tags}}}},
    }
