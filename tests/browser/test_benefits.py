"""Benefits in the pretend admin: edited beside what the shopper reads, saved into the draft (A4)."""

import pytest

from tests.browser.conftest import Admin
from tests.web.test_benefits_page import form_of_rank, put
from tests.web.test_pages import fetched, live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_merchant_changes_what_a_tier_brings_and_sees_what_the_shopper_reads(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    admin.line.control("POST", f"/{admin.store.domain}/collections", {"title": "Summer", "id": 77})
    app = admin.open("/app/benefits")
    admin.good("benefits")

    app.get_by_role("link", name="Edit the benefits of Gold").click()
    app.get_by_role("heading", level=1, name="Benefits of Gold").wait_for()
    app.locator("summary", has_text="Percentage off").click()
    preview = app.locator("#preview")
    app.get_by_role("spinbutton", name="Discount").first.fill("18")
    preview.get_by_text("18% off every order").wait_for()
    preview.get_by_text("6 of 25").wait_for()
    app.get_by_role("button", name="Choose collections").first.click()
    admin.page.get_by_label("Summer").check()
    admin.page.get_by_role("button", name="Select").click()
    preview.get_by_text("Only in selected collections").wait_for()
    app.get_by_label("Whose status").select_option(label="Ada Lovelace")
    preview.get_by_text("more to reach Platinum").wait_for()

    app.get_by_label("Kind of benefit").select_option(label="Longer returns")
    app.get_by_role("button", name="Add").click()
    preview.get_by_text("One benefit is left out").wait_for()
    admin.good("benefits-tier")
    admin.page.get_by_role("button", name="Save").click()
    app.get_by_text("Please fill this in.").wait_for()
    admin.wrong.clear()  # the browser notes the answer 422, which was meant
    was = app.locator("#edit input[name=version]").input_value()
    app.get_by_role("spinbutton", name="Days to return").fill("60")
    preview.get_by_text("Returns within 60 days").wait_for()
    admin.page.get_by_role("button", name="Save").click()
    admin.page.get_by_text("Draft saved").wait_for()

    app.locator(f"#edit input[name=version]:not([value='{was}'])").wait_for(state="attached")
    assert not admin.page.get_by_role("button", name="Save").is_visible()
    assert admin.wrong == []

    others = put(form_of_rank(admin.line, admin.store, 2), **{"tiers[1].benefits[0].percent:int": "17"})
    fetched(admin.line, admin.store, "POST", "/app/benefits/2", data=others)
    app.locator("summary", has_text="Longer returns").click()
    app.get_by_role("spinbutton", name="Days to return").fill("90")
    admin.page.get_by_role("button", name="Save").click()
    app.get_by_text("Somebody has changed the draft").wait_for()
    app.get_by_role("spinbutton", name="Days to return").fill("91")
    preview.get_by_text("Returns within 91 days").wait_for()
    assert app.get_by_text(
        "Somebody has changed the draft"
    ).is_visible()  # what follows the form clears nothing
    assert admin.page.get_by_role("button", name="Save").is_visible()
