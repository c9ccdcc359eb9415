"""Everything there is to see in the admin, as a merchant sees it: in each language, at each width, without a
shift under the reader's eyes."""

from collections.abc import Callable, Iterable
from typing import Any
from zlib import crc32

import pytest

from app.web.language import LANGUAGES
from bench.browser import PAGES
from bench.load import SHOP
from bench.pages import MANY, fill
from tests.browser.conftest import ALL_WIDTHS, WIDTHS, Admin, window
from tests.browser.sights import STAGES, Sight
from tests.conftest import ROOT
from tests.stage import Line

LOCALES = [name.replace("_", "-") for name in LANGUAGES]
MOST_SHIFTED = 0.05
"""CLS; Built for Shopify asks for 0.1."""
PART = 3
"""One of so many sights is looked at in a short run."""
TURN = crc32(b"".join(path.read_bytes() for path in sorted((ROOT / "templates").rglob("*.html"))))
"""Which, in which language and how wide is another for every state of the templates."""

stages = pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@stages
@on_sqlite
def test_a_part_of_what_there_is_to_see_is_good(admin: Admin, stage: Callable[[Admin], list[Sight]]) -> None:
    """Each in one language at one width, by rotation; all in all languages and widths in `make soak`."""
    for sight in stage(admin):
        turn = crc32(sight.name.encode(), TURN)
        if turn % PART == 0:
            width = [*WIDTHS][turn // PART % len(WIDTHS)]
            look(admin, stage.__name__, sight, LOCALES[turn // 7 % len(LOCALES)], [width])


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("locale", LOCALES)
@stages
@on_sqlite
def test_all_there_is_to_see_is_good_in_all_languages_at_all_widths(
    admin: Admin, stage: Callable[[Admin], list[Sight]], locale: str
) -> None:
    for sight in stage(admin):
        look(admin, stage.__name__, sight, locale, ALL_WIDTHS)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_pages_of_a_large_store_are_good(chromium: Any, line: Line) -> None:
    """With 100,000 customers and a million ledger entries, where numbers are long."""
    store = line.store(SHOP)
    store.post("/install")
    fill(line.context.db.url.render_as_string(hide_password=False), MANY)
    with window(chromium, line, store) as admin:
        for path in PAGES:
            look(admin, "large", Sight(path), "en", ALL_WIDTHS)


def look(admin: Admin, stage: str, sight: Sight, locale: str, widths: Iterable[int]) -> None:
    admin.speak("zh-CN" if locale == "zh" else locale)
    admin.open(sight.path)
    assert admin.frame.evaluate("document.documentElement.lang") == locale
    admin.page.wait_for_load_state("networkidle")
    assert admin.shifted() < MOST_SHIFTED, sight
    if sight.dialog:
        admin.frame.locator(f"[commandfor='{sight.dialog}'][command='--show']").first.click()
    admin.wrong = [each for each in admin.wrong if not (sight.missing and "404" in each)]
    admin.good(f"every-{stage}-{sight.name}-{locale}", widths)
