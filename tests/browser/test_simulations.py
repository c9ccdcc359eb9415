"""Simulations in the pretend admin: two programs side by side, by mouse and keyboard."""

import pytest

from tests.browser.conftest import Admin
from tests.browser.history import year_of_orders

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_merchant_sets_two_programs_side_by_side(admin: Admin) -> None:
    year_of_orders(admin)
    app = admin.open("/app/simulations")
    admin.good("simulations-empty")

    app.get_by_role("button", name="Simulate").click()
    app.get_by_role("heading", name="What it would have come to").wait_for()
    app.get_by_text("as a table").first.click()
    admin.good("simulation")

    app.get_by_role("button", name="Save as draft: Suggestion from your own customers").click()
    app.get_by_role("button", name="Save as draft", exact=True).last.click()
    admin.page.get_by_text("Saved as your draft").wait_for()
    app = admin.open("/app/simulations")
    app.get_by_role("link", name="beside").wait_for()
    admin.good("simulations")
