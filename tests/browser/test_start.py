"""From installation to a live program, counted in interactions (issue 5, first-time path: at most twelve)."""

import pytest

from tests.browser.conftest import Admin
from tests.browser.test_merchant import spend_some

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_program_of_ones_own_is_live_after_four_clicks(admin: Admin) -> None:
    spend_some(admin.store)
    admin.install()  # the first
    app = admin.app
    app.get_by_role("heading", name="A program for your customers").wait_for()
    assert admin.store.state["segments"] == {}

    app.get_by_role("button", name="Use this program").click()
    app.get_by_role("heading", name="Who lands where").wait_for()
    admin.good("home-chosen")
    app.get_by_role("button", name="Go live", exact=True).click()
    app.get_by_role("button", name="Go live now").click()

    admin.page.get_by_text("Your program is live").wait_for()
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
