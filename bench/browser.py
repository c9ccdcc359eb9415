"""The main pages of a large store as a browser sees them: when they stand, whether they move, how fast they
answer to a key or a click. In the pretend admin, in Chromium; on SQLite, or on Postgres with the part
`browser-postgres`; the first look, which fills caches, is not counted.

Goals are those of requirements.md; what the figures mean: https://web.dev/articles/vitals
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from bench.databases import database, postgres_answers
from bench.figures import Figure, below
from bench.load import SECRET, SHOP
from bench.pages import FEW, MANY, fill
from bench.processes import Group, free_port, wait_until_up
from bench.stage import REAL, ZONE, environment
from sandbox.installation import install
from sandbox.server import start
from tools.chromium import CHROMIUM

MOST_LCP_MS, MOST_CLS, MOST_INP_MS = 1_000, 0.05, 100
PAINTED_MS = 300
"""Time for what was asked of the page to be painted and told."""
WATCH = """() => {
  window.seen = { lcp: 0, cls: 0, inp: 0, acts: 0 };
  const acted = () => { window.seen.acts += 1; };
  ["pointerdown", "keydown"].forEach((type) => addEventListener(type, acted, true));
  const watch = (type, note, more) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { window.seen.lcp = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.cls += entry.value; });
  watch("event", (entry) => {
    if (entry.interactionId) window.seen.inp = Math.max(window.seen.inp, entry.duration);
  }, { durationThreshold: 16 });
}"""


def _keys(frame: Any) -> None:
    """A click on nothing, and from one thing to the next, as everybody who uses no mouse."""
    frame.get_by_role("heading", level=1).click()
    for _ in range(4):
        frame.page.keyboard.press("Tab")


def _slide(frame: Any) -> None:
    frame.get_by_role("slider").first.focus()
    for _ in range(8):
        frame.page.keyboard.press("ArrowRight")


def _search(frame: Any) -> None:
    frame.locator("[name=q]").first.click()
    frame.page.keyboard.type("customer 77", delay=30)


NOTHING = "/app/nowhere"
"""The page that says there is nothing: what any page takes here."""
PAGES: dict[str, Callable[[Any], None]] = {
    "/app": _keys,
    "/app/tiers": _slide,
    "/app/members": _search,
    "/app/members/1711": _keys,
    "/app/benefits": _keys,
    "/app/rules": _keys,
    "/app/drops": _keys,
    "/app/demotions": _keys,
    "/app/simulations": _keys,
    "/app/economics": _slide,
    "/app/activity": _keys,
    "/app/settings": _keys,
    "/app/problems": _keys,
}


def measure(place: Path, quick: bool) -> Iterator[Figure]:
    yield from _measured("sqlite", place, quick)


def measure_on_postgres(place: Path, quick: bool) -> Iterator[Figure]:
    if postgres_answers():
        yield from _measured("postgres", place, quick)
    else:
        print("browser-postgres: no PostgreSQL answers at 127.0.0.1:5432", file=sys.stderr)


def _measured(engine: str, place: Path, quick: bool) -> Iterator[Figure]:
    if find_spec("playwright") is None or CHROMIUM is None:
        print("browser: Chromium or playwright is not installed", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    customers, times = (FEW, 2) if quick else (MANY, 5)
    part = (
        f"browser: {customers:,} customers on {engine}, median of {times} looks, slowest key or click of all"
    )
    with _admin(engine, place, customers) as admin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        bare = _looks(browser, admin + NOTHING, _keys, times)
        yield Figure(
            part, "a page that says there is nothing: LCP", median(each["lcp"] for each in bare), "ms"
        )
        for path, act in PAGES.items():
            yield from _figures(part, path, _looks(browser, admin + path, act, times))
        browser.close()


def _figures(part: str, path: str, looks: list[dict[str, float]]) -> Iterator[Figure]:
    lcps = [each["lcp"] for each in looks]
    yield below(part, f"{path}: LCP", median(lcps), MOST_LCP_MS, "ms", f"fastest {min(lcps):.0f} ms")
    yield below(part, f"{path}: CLS", max(each["cls"] for each in looks), MOST_CLS, "")
    yield below(part, f"{path}: INP", max(each["inp"] for each in looks), MOST_INP_MS, "ms")


def _looks(browser: Any, address: str, act: Callable[[Any], None], times: int) -> list[dict[str, float]]:
    return [_look(browser, address, act) for _ in range(times + 1)][1:]


def _look(browser: Any, address: str, act: Callable[[Any], None]) -> dict[str, float]:
    """One visit in a window of its own; what the page inside the admin's frame went through."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        # Whoever asks a page something while it loads has it laid out by halves: that is told as a shift.
        page.goto(address, wait_until="networkidle")
        page.frame_locator("#app").get_by_role("heading", level=1).wait_for()
        frame = next(each for each in page.frames if each.parent_frame is not None)
        frame.evaluate(WATCH)
        page.wait_for_timeout(PAINTED_MS)
        act(frame)
        page.wait_for_timeout(PAINTED_MS)
        seen: dict[str, float] = frame.evaluate("window.seen")
        assert seen["lcp"] and seen["acts"], (address, seen)
        return seen
    finally:
        context.close()


@contextmanager
def _admin(engine: str, place: Path, customers: int) -> Iterator[str]:
    """Where the app's pages stand in the admin of a store that the app and the sandbox both know."""
    port = free_port()
    sandbox = start(client_id="sandbox-client", client_secret=SECRET, app_url=f"http://localhost:{port}")
    install(sandbox.world, sandbox.world.open_store(SHOP, currency="USD", timezone=ZONE))
    try:
        with database(engine, place) as url:
            fill(url, customers)
            command = [sys.executable, "-m", "bench.host", "granian", REAL, str(port), "1"]
            group = Group(command, environment(url, port, sandbox.url), place / "browser.log")
            try:
                wait_until_up(port, group)
                yield f"{sandbox.url}/{SHOP}/admin/apps/laurel"
            finally:
                group.stop()
    finally:
        sandbox.stop()
