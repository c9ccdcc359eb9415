"""From installation to a live program, counted in interactions (issue 5, first-time path: at most twelve)."""

import time
from collections.abc import Callable

import pytest

from tests.browser.conftest import Admin
from tests.browser.test_merchant import spend_some

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


MOST_ACTS = 12
COUNTED = """() => ["pointerdown", "keydown"].forEach((type) =>
  addEventListener(type, (event) => event.isTrusted && window.acted(type), true))"""


def test_a_program_of_ones_own_is_live_and_in_the_theme_after_a_few_acts(
    admin: Admin, record_property: Callable[[str, object], None]
) -> None:
    """Every press of a button or a key is counted, wherever it happens; `--junitxml` keeps the times."""
    acts: list[str] = []
    admin.page.context.expose_binding("acted", lambda _source, act: acts.append(act))
    admin.page.context.add_init_script(f"({COUNTED})()")
    began = time.monotonic()

    def done(step: str) -> None:
        record_property(step, f"{time.monotonic() - began:.1f} s and {len(acts)} acts after the beginning")

    spend_some(admin.store)
    admin.install()
    app = admin.app
    app.get_by_role("heading", name="A program for your customers").wait_for()
    assert admin.store.state["segments"] == {}
    done("a suggestion is seen")

    app.get_by_role("button", name="Use this program").click()
    app.get_by_role("heading", name="Who lands where").wait_for()
    done("a program is chosen")
    admin.good("home-chosen")

    app.get_by_role("link", name="Open the theme editor").click()
    admin.page.get_by_role("combobox", name="VIP badge").press("ArrowDown")
    admin.page.get_by_role("link", name="Laurel", exact=True).click()
    app.locator("#blocks s-badge", has_text="On").first.wait_for()
    done("the theme shows it")

    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_role("button", name="Go live now").click()
    admin.page.get_by_text("Your program is live").wait_for()
    done("the program is live")
    assert 6 <= len(acts) <= MOST_ACTS

    app.get_by_role("button", name="Put the guide away").click()
    admin.page.get_by_text("The setup guide is put away").wait_for()
    assert app.get_by_role("heading", name="Setting up").count() == 0
    assert admin.wrong == []


def test_a_suggestion_is_adjusted_before_it_becomes_the_draft(admin: Admin) -> None:
    spend_some(admin.store)
    admin.install()
    admin.app.get_by_role("button", name="Adjust it first").or_(
        admin.app.get_by_role("link", name="Adjust it first")
    ).click()

    admin.app.get_by_role("heading", name="Tiers", level=1).wait_for()
    assert admin.app.locator("[data-entry='0']").evaluate("field => field.value") == "6000.00"
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Draft saved").wait_for()
    admin.good("tiers-adjusted")
