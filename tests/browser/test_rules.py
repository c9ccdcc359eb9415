"""Rules in the pretend admin: each change says how many customers would move, before it is saved (A5)."""

import pytest

from tests.browser.conftest import Admin
from tests.web.test_pages import live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_merchant_sees_whom_a_rule_moves_before_saving_it(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    app = admin.open("/app/rules")
    impact = app.locator("#impact")
    impact.get_by_text("No customer would move").wait_for()
    admin.good("rules")

    app.get_by_label("Tiers change", exact=True).select_option(label="Once a month")
    app.get_by_role("spinbutton", name="Day of the month").wait_for()
    app.get_by_role("spinbutton", name="Grace").fill("9")
    impact.get_by_text("nobody can be judged yet").wait_for()
    admin.page.get_by_role("button", name="Save").click()
    app.locator('s-number-field[error="From 0 to 6."]').wait_for()
    admin.wrong.clear()  # the browser notes the answer 422, which was meant
    app.get_by_role("spinbutton", name="Grace").fill("0")
    app.get_by_label("Smallest order that counts").fill("6000")
    impact.get_by_text("1 customer would move").wait_for()
    admin.good("rules-changed")
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Draft saved").wait_for()

    app.get_by_label("Tiers change", exact=True).select_option(label="Once a week")
    admin.page.get_by_role("button", name="Discard").click()
    admin.page.get_by_role("button", name="Discard changes").click()
    app.get_by_role("spinbutton", name="Day of the month").wait_for()
    assert admin.wrong == []
