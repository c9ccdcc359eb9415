"""Money that waits for the merchant, in the pretend admin: who, how much, why, and its buttons."""

import pytest

from app.models.grant import NEEDS_REVIEW, TO_APPROVE
from tests.browser.conftest import Admin
from tests.web.test_money_page import promised_to
from tests.web.test_pages import live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_merchant_approves_what_waits_and_says_what_became_of_the_rest(admin: Admin) -> None:
    ada = live_store(admin.line, admin.store)
    promised_to(admin.line, admin.store, ada, TO_APPROVE)
    promised_to(
        admin.line,
        admin.store,
        ada,
        NEEDS_REVIEW,
        benefit="surprise",
        problem="Two credits of 50.00 USD came since it was sent; either may be this one.",
        watermark='{"doubtful": ["gid://shopify/StoreCreditAccountCreditTransaction/77"]}',
    )
    app = admin.open()
    app.get_by_role("heading", name="Money that waits for you").wait_for()
    admin.good("home-money")

    app.get_by_role("button", name="Approve: Ada Lovelace").focus()
    admin.page.keyboard.press("Enter")
    app.get_by_role("heading", name="Send $50.00 to Ada Lovelace?").wait_for()
    admin.good("home-money-asked")
    app.get_by_role("button", name="Not now").last.click()
    app.get_by_role("button", name="Approve: Ada Lovelace").click()
    app.get_by_role("button", name="Send $50.00", exact=True).click()
    admin.page.get_by_text("Approved").wait_for()
    app.get_by_role("button", name="Paid by 77: Ada Lovelace").click()
    app.get_by_role("button", name="Note it as paid").click()

    admin.page.get_by_text("Noted as paid").wait_for()
    app.get_by_role("heading", name="Money that waits for you").wait_for(state="detached")
    assert admin.wrong == []
