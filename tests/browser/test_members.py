"""Members in the browser: chosen, set by hand, looked at one by one, and the calendar of who falls."""

import re
from datetime import timedelta

import pytest

from app.rules.periods import local_day
from tests.browser.conftest import Admin
from tests.browser.test_merchant import spend_some

ZONE = "America/New_York"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_members_are_set_by_hand_and_a_member_is_asked_about(admin: Admin) -> None:
    spend_some(admin.store)
    admin.store.install()
    admin.store.go_live()
    app = admin.open("/app/members")
    app.get_by_role("link", name="Ada Lovelace").wait_for()
    app.get_by_role("checkbox", name="Choose Ben Novak").check()
    app.get_by_role("checkbox", name="Choose Nora0 Berg").check()
    admin.good("members-chosen")
    app.get_by_role("button", name="Set a tier by hand").click()
    app.get_by_role("heading", name="Set the tier of 2 customers by hand").wait_for()
    admin.good("members-by-hand")
    app.get_by_role("button", name="Set for 2 customers").click()
    app.get_by_text("Say why").wait_for()
    app.get_by_label("Reason").fill("Friends of the house")
    app.get_by_label("Tier", exact=True).last.select_option("Gold")
    app.get_by_role("button", name="Set for 2 customers").click()
    admin.page.get_by_text("Set for 2 customers").wait_for()

    with admin.page.expect_download() as file:
        app.get_by_role("button", name="Export").click()
    assert file.value.suggested_filename.startswith("members-")
    admin.wrong.clear()  # The browser's own word about the 422.

    admin.open("/app/members?q=ben")
    app.get_by_role("link", name="Ben Novak").click()
    app.get_by_role("heading", name=re.compile("Gold since")).wait_for()
    app.get_by_label(re.compile("An order of")).fill("9000")
    app.get_by_role("button", name="What would change?").click()
    app.get_by_text("Platinum at once.").wait_for()
    app.get_by_label("At the end of").fill(str(local_day(admin.line.context.clock(), ZONE)))
    app.get_by_role("button", name="Why was it so?").click()
    app.locator("#as-of .answer").wait_for()
    admin.good("member-asked")
    app.get_by_role("button", name="Give a surprise").click()
    app.get_by_label(re.compile("Amount in")).fill("25")
    app.get_by_label("Reason").fill("Thank you")
    app.get_by_role("button", name="Look at it first").click()
    app.get_by_role("button", name="Give $25.00").wait_for()
    app.get_by_role("button", name="Give $25.00").click()
    admin.page.get_by_text("Given: it is on its way").wait_for()


def test_the_calendar_leads_to_who_falls(admin: Admin) -> None:
    spend_some(admin.store)
    admin.store.install()
    admin.store.go_live()
    admin.line.clock(advance_seconds=timedelta(days=365).total_seconds())
    admin.line.run_jobs()
    app = admin.open("/app/demotions")
    app.get_by_text(re.compile("falls? in the next 26 weeks")).wait_for()
    admin.good("demotions")
    app.get_by_role("link", name=re.compile("1 member, Gold")).first.click()
    app.get_by_role("link", name="Ada Lovelace").wait_for()
    admin.good("demotions-of-a-week")
