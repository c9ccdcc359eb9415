"""A merchant's browser: the real pages in the pretend admin, in Chromium.

Nothing may go to another host, no script may fail, and what is looked at is kept in var/screenshots.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zlib import crc32

import pytest

from jobs.worker import Worker
from tests.conftest import ROOT
from tests.stage import Line, Store
from tools.chromium import CHROMIUM

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SCREENSHOTS = ROOT / "var/screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {1280: 900, 390: 844}
ALL_WIDTHS = {1280: 900, 768: 1024, 390: 844, 360: 740}
HERE = ("127.0.0.1", "localhost")
SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 50);
})"""
FROM_THE_TOP = """() => new Promise((done) => {
  scrollTo(0, 0);
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
LOOKS = [(Path(__file__).parent / name).read_text() for name in ("look.js", "cut.js")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.fspath).is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


def without(what: str) -> NoReturn:
    """CI looks at everything; elsewhere a test is skipped and says why."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI runs the browser tests, and {what}")
    pytest.skip(what)


def seen(frame: Any) -> list[str]:
    """What a person would see at once, and axe does not."""
    return [each for look in LOOKS for each in frame.evaluate(look)]


def heard(frame: Any) -> list[str]:
    """What axe finds wrong for those who do not see or point."""
    if not AXE.exists():
        without("axe-core is not in node_modules: npm install --no-save axe-core")
    frame.add_script_tag(path=AXE)
    found = frame.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(told => told.violations)", RULES
    )
    return [f"{each['id']}: {each['help']} {each['nodes'][0]['target']}" for each in found]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        without("Chromium is not installed")
    with sync_api.sync_playwright() as playwright:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Admin:
    """The pretend admin of one store in one browser window."""

    page: Any
    line: Line
    store: Store
    thorough: bool = False
    wrong: list[str] = field(default_factory=list)
    """What must not happen: script errors, warnings, failed requests, other hosts."""

    def watch(self) -> None:
        self.page.on(
            "console", lambda said: said.type in ("error", "warning") and self.wrong.append(said.text)
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda asked: self._foreign(asked.url))

    def _foreign(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname not in HERE:
            self.wrong.append(f"asked {url}")

    def install(self) -> None:
        self.page.goto(f"{self.line.sandbox.url}/{self.store.domain}/admin")
        self.page.get_by_role("button", name="Install app").click()

    def speak(self, locale: str) -> None:
        """From now on the admin, and the app in it, are read in this language."""
        self.store.post("/language", locale=locale)

    def open(self, path: str = "/app") -> Any:
        """Opens a page of the app; returns its frame once the heading stands."""
        self.page.goto(f"{self.line.sandbox.url}/{self.store.domain}/admin/apps/laurel{path}")
        self.app.get_by_role("heading", level=1).wait_for()
        return self.app

    @property
    def app(self) -> Any:
        return self.page.frame_locator("#app")

    @property
    def frame(self) -> Any:
        return next(each for each in self.page.frames if each.url.startswith(self.line.app_url))

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": ALL_WIDTHS[width]})

    def good(self, name: str, widths: Iterable[int] = WIDTHS) -> None:
        """Looks at the page as it is at every width: nothing beside, below or over what it should not be.

        What a screen reader meets hardly changes with the width: a short run asks axe at one, by rotation.
        """
        widths = list(widths)
        read_at = widths if self.thorough else [widths[crc32(name.encode()) % len(widths)]]
        for width in widths:
            self.resize(width)
            self.page.wait_for_timeout(200)
            self._keep(f"{name}-{width}")
            assert seen(self.frame) == [], f"{name} at {width} px"
            assert width not in read_at or heard(self.frame) == [], f"{name} at {width} px"
        self.resize(1280)
        assert self.wrong == []

    def shifted(self) -> float:
        """How far the page has moved under its reader's eyes so far (CLS)."""
        return float(self.frame.evaluate(SHIFTED))

    def _keep(self, name: str) -> None:
        """The whole page: the window is made as high as what stands in the frame."""
        size = self.page.viewport_size
        height = self.frame.evaluate("document.documentElement.scrollHeight") + 140
        self.page.set_viewport_size({"width": size["width"], "height": min(height, 6000)})
        self.frame.evaluate(FROM_THE_TOP)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        self.page.set_viewport_size(size)


@contextmanager
def window(chromium: Any, line: Line, store: Store, thorough: bool = False) -> Iterator[Admin]:
    context = chromium.new_context(viewport={"width": 1280, "height": WIDTHS[1280]})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(40_000)
    merchant = Admin(page, line, store, thorough)
    merchant.watch()
    yield merchant
    context.close()


@pytest.fixture
def admin(chromium: Any, line: Line, request: pytest.FixtureRequest) -> Iterator[Admin]:
    """Ada's merchant, with a worker that runs beside the app as in production."""
    store = line.store("ada-shop.myshopify.com", name="Ada's Atelier")
    worker = Worker(line.context, delivery_threads=2)
    worker.start()
    with window(chromium, line, store, request.config.getoption("--both-engines")) as merchant:
        yield merchant
    worker.stop()
