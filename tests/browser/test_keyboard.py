"""With keys alone, from a slider to a published program; and pages that are as they were on coming back."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Admin
from tests.browser.test_tiers import some_hundreds
from tests.web.test_pages import live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOST_STOPS = 120
STOP = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  if (at.localName === "iframe") return "frame";
  const host = at.getRootNode().host;
  const name = at.ariaLabel || at.labels?.[0]?.textContent || at.textContent.trim() || host?.textContent
    || "";
  const seen = (style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || /rgb.*\\d+px/.test(style.boxShadow);
  const around = [at, at.closest(".frame")].filter(Boolean).map((each) => getComputedStyle(each));
  return { name: name.trim().replace(/\\s+/g, " "), element: at.localName, seen: around.some(seen) };
}"""


def focused(admin: Admin) -> dict[str, Any] | None:
    stop = admin.page.evaluate(STOP)
    return admin.frame.evaluate(STOP) if stop == "frame" else stop


def reach(admin: Admin, name: str, key: str = "Tab") -> None:
    """Goes from stop to stop to what is called so; wherever one stands is seen."""
    passed = []
    for _ in range(MOST_STOPS):
        admin.page.keyboard.press(key)
        stop = focused(admin)
        if stop is None:
            continue
        assert stop["seen"], f"nothing shows that the focus is on {stop}"
        if stop["name"] == name:
            return
        passed.append(stop["name"])
    pytest.fail(f"no key leads to {name}, only to {passed}")


def press(admin: Admin, name: str) -> None:
    reach(admin, name)
    admin.page.keyboard.press("Enter")


def test_a_program_is_changed_compared_and_published_with_keys_alone(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    some_hundreds(admin.line, admin.store, 80)
    app = admin.open("/app/tiers")

    reach(admin, "Gold begins at")
    for _ in range(3):
        admin.page.keyboard.press("ArrowRight")
    press(admin, "Save")
    admin.page.get_by_text("Draft saved").wait_for()
    press(admin, "Compare and publish")
    app.get_by_role("heading", name="What your draft would change").wait_for()
    press(admin, "Publish")
    app.get_by_role("button", name="Publish now").wait_for()
    admin.page.keyboard.press("Escape")
    app.get_by_role("button", name="Publish now").wait_for(state="hidden")
    assert focused(admin) == {"name": "Publish", "element": "button", "seen": True}
    admin.page.keyboard.press("Enter")
    press(admin, "Publish now")

    admin.page.get_by_text("Your program is live").wait_for()
    app.get_by_role("button", name="Go back to version 1").wait_for()
    assert admin.wrong == []


def test_a_list_is_as_it_was_after_loading_it_again_and_coming_back(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    some_hundreds(admin.line, admin.store, 150)
    app = admin.open("/app/members")
    app.get_by_label("Sort by").select_option("Lowest spend first")
    app.get_by_label("Tier", exact=True).select_option("No tier")
    app.get_by_text(re.compile(r"\d+ customers found")).wait_for()
    app.get_by_role("button", name="Next").or_(app.get_by_role("link", name="Next")).click()
    second = app.get_by_text(re.compile(r"51–\d+ of"))
    second.wait_for()
    names = app.locator("#list s-table-row s-link").all_inner_texts()

    admin.page.reload()
    second.wait_for()
    assert (
        app.get_by_label("Sort by").evaluate("field => field.selectedOptions[0].text") == "Lowest spend first"
    )
    assert app.locator("#list s-table-row s-link").all_inner_texts() == names

    app.get_by_role("link", name=names[0], exact=True).click()
    app.get_by_role("heading", name=names[0], level=1).wait_for()
    admin.page.wait_for_load_state("networkidle")
    admin.page.go_back()
    second.wait_for()
    assert app.locator("#list s-table-row s-link").all_inner_texts() == names
    assert admin.wrong == []
