"""Economics in the pretend admin: sliders by keyboard, assumptions by the save bar."""

import pytest

from tests.browser.conftest import Admin
from tests.browser.history import year_of_orders

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_merchant_turns_a_slider_and_saves_what_is_assumed(admin: Admin) -> None:
    year_of_orders(admin)
    app = admin.open("/app/economics")
    app.get_by_text("Costs and break-even of Silver").click()

    slider = app.get_by_role("slider", name="Discount")
    was = slider.get_attribute("aria-valuetext")
    slider.focus()
    for _ in range(5):
        admin.page.keyboard.press("ArrowLeft")
    app.get_by_text("By these figures the net would change by").wait_for()
    assert slider.get_attribute("aria-valuetext") != was
    assert app.locator("#turn-discount-now").text_content() == slider.get_attribute("aria-valuetext")
    admin.good("economics")

    app.get_by_role("combobox", name="Tier").select_option("Silver")
    app.get_by_role("slider", name="Discount").and_(app.locator("[value='10']")).wait_for()
    app.get_by_role("slider", name="Support a year").focus()
    admin.page.keyboard.press("ArrowRight")
    app.get_by_role("slider", name="Rise of a member's spend").focus()
    admin.page.keyboard.press("ArrowLeft")
    app.get_by_role("button", name="Put these into what is assumed").click()
    assert app.get_by_label("Silver: support a year").input_value() == "26.00"

    app.get_by_label("Margin").fill("140")
    admin.page.get_by_role("button", name="Save").click()
    app.locator("[error]").first.wait_for()
    app.get_by_label("Margin").fill("55")
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Assumptions saved").wait_for()
    assert app.get_by_label("Margin").input_value() == "55"
    assert app.get_by_label("Rise of a member's spend").last.input_value() == "24"
    assert app.get_by_label("Silver: support a year").input_value() == "26.00"
