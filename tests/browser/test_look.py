"""What looks at every page sees faults that are planted, also inside a shadow root."""

from typing import Any

import pytest

from tests.browser.conftest import seen

MAIN = "<s-button variant='primary'>Compare and publish</s-button>"
CARD = "<s-section style='display: block; width: 300px'>{inside}</s-section>"
SHADOW = (
    "<s-text-field label='Name'><template shadowrootmode='open'><style>:host {{ display: block }}</style>"
    "{inside}</template></s-text-field>"
)
LONG = "A sentence that is much longer than its place"
FAULTS = {
    "is cut off": f"<p style='width: 80px; overflow: hidden; white-space: nowrap'>{LONG}</p>",
    's-text-field "Name" is cut off': SHADOW.format(
        inside=f"<div style='height: 18px; width: 80px; overflow: clip'>{LONG}</div>"
    ),
    "are wider than their place": f"<div style='width: 80px; white-space: nowrap'>{LONG}</div>",
    "does not fit into": f"<select style='width: 90px'><option>No<option>{LONG}</select>",
    "does not fit into s-text-field": SHADOW.format(
        inside=f"<input style='width: 90px' placeholder='{LONG}'>"
    ),
    '"11,136.00" is broken': "<div style='width: 40px; overflow-wrap: anywhere'>$11,136.00</div>",
    "stands beyond": "<svg width='320' height='20'></svg>",
    "wider than its window": "<div style='width: 5000px; height: 1px'></div>",
}
FINE = (
    f"<p>{LONG}</p><div style='overflow-x: auto'><svg width='500' height='20'></svg></div>"
    f"<span style='position: absolute; width: 1px; height: 1px; overflow: hidden'>{LONG}</span>"
    f"<select><option>{LONG}</select>" + SHADOW.format(inside=f"<p>{LONG}</p>")
)


@pytest.fixture
def look(chromium: Any) -> Any:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    yield lambda inside, main=MAIN: _found(page, main + CARD.format(inside=inside))
    page.close()


def _found(page: Any, inside: str) -> list[str]:
    page.goto("about:blank")
    page.evaluate("html => document.body.setHTMLUnsafe(html)", inside)
    return seen(page)


def test_what_is_planted_is_found_and_what_is_fine_is_not(look: Any) -> None:
    assert look(FINE) == []
    for words, fault in FAULTS.items():
        assert any(words in each for each in look(fault)), (words, look(fault))


def test_a_page_has_one_primary_action(look: Any) -> None:
    """ux 7; Save of the save bar is one, and what is still under way may have none."""
    assert look("", main="") == ["0 primary buttons"]
    assert look(MAIN) == ["2 primary buttons"]
    assert look("<s-modal>" + MAIN + "</s-modal>") == []
    assert look("<form data-save-bar></form>", main="") == look("<s-progress></s-progress>", main="") == []
