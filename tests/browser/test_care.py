"""The pages by which a merchant keeps Laurel right: activity, settings, problems, early access."""

import pytest

from tests.browser.conftest import SCREENSHOTS, Admin
from tests.web.test_activity import published
from tests.web.test_pages import live_store
from tests.web.test_problems import everything_wrong

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_version_is_gone_back_to_from_the_activity(admin: Admin) -> None:
    published(admin.line, admin.store)
    app = admin.open("/app/activity")
    admin.good("activity")
    app.get_by_role("link", name="Versions of the program").click()
    app.get_by_role("heading", name="Versions of the program").wait_for()
    admin.good("activity-versions")
    app.get_by_role("link", name="Version 1", exact=True).click()
    app.get_by_role("heading", name="Version 1", level=1).wait_for()
    admin.good("activity-version")
    app.get_by_role("button", name="Go back to it").click()
    app.get_by_text("Gold, Begins at: $6,000.00 → $5,000.00").wait_for()
    admin.good("activity-go-back")
    app.get_by_role("button", name="Go back now").click()

    admin.page.get_by_text("The rules of version 1 apply again").wait_for()
    app.get_by_text("Your draft has").or_(app.get_by_text("It applied from")).first.wait_for()
    assert admin.wrong == []


def test_problems_are_told_and_a_message_is_read_again(admin: Admin) -> None:
    everything_wrong(admin.line, admin.store)
    app = admin.open("/app/problems")
    admin.good("problems")
    app.get_by_role("button", name="Replay orders/updated").click()

    admin.page.get_by_text("The delivery is read again").wait_for()
    assert admin.wrong == []


def test_settings_from_a_hook_to_forgetting_somebody(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    app = admin.open("/app/settings")
    admin.good("settings")
    app.get_by_role("button", name="Take everything out").click()
    app.get_by_text("Tags and metafields of 1 customer").wait_for()
    admin.good("settings-clean-up")
    app.get_by_role("button", name="Not now").last.click()
    app.get_by_role("link", name="Other systems").click()
    app.get_by_label("Address").fill("https://desk.example/laurel")
    app.get_by_role("button", name="Add", exact=True).click()
    app.get_by_text("Keep this secret now").wait_for()
    admin.good("settings-systems")

    admin.open("/app/settings/privacy")
    app.get_by_label("E-mail or customer number").fill("ada@example.com")
    app.get_by_role("button", name="Find").click()
    app.get_by_label("Type Ada Lovelace to confirm").fill("Ada")
    app.get_by_role("button", name="Forget for good").click()
    app.get_by_text("Type it as it stands above").wait_for()
    admin.wrong = [each for each in admin.wrong if "422" not in each]
    admin.good("settings-privacy")
    assert admin.wrong == []


def test_a_permission_is_asked_for_by_shopify_itself(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    with admin.line.context.db.write() as session:
        admin.store.shop(session).scopes = "read_customers,write_customers,read_all_orders"
    app = admin.open("/app/settings/access")
    admin.good("settings-access")
    app.get_by_role("button", name="Allow: Store credit").click()
    allow = admin.page.get_by_role("button", name="Allow", exact=True)
    app.get_by_text("is read from Shopify").or_(allow).first.wait_for()
    if allow.count():
        allow.click()

    app.get_by_text("is read from Shopify within seconds").wait_for()
    assert admin.wrong == []


def test_a_drop_is_planned_and_looked_at(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    coat = admin.store.post("/products", title="Coat of the year", price="100.00")["id"]
    app = admin.open("/app/drops")
    admin.good("drops-empty")
    app.get_by_role("link", name="Plan a drop").click()
    app.get_by_role("heading", name="Plan a drop", level=1).wait_for()
    app.get_by_label("Name").fill("Winter coat")
    app.get_by_label("Products").fill(str(coat))
    app.get_by_label("Day").fill("2027-03-14")
    app.get_by_label("Time").fill("02:30")
    admin.page.get_by_role("button", name="Save", exact=True).click()
    app.get_by_text("The clocks of your store never show 02:30").first.wait_for()
    admin.wrong = [each for each in admin.wrong if "422" not in each]
    admin.good("drops-wrong")
    app.get_by_label("Time").fill("03:30")
    app.get_by_label("Day").focus()
    app.get_by_text("Everybody", exact=True).wait_for()
    admin.good("drops-form")
    admin.page.get_by_role("button", name="Save", exact=True).click()
    app.get_by_role("heading", name="Plan “Winter coat”?").wait_for()
    admin.good("drops-asked")
    app.get_by_role("button", name="Not yet").click()
    assert admin.page.get_by_role("button", name="Save", exact=True).is_visible()
    admin.page.get_by_role("button", name="Save", exact=True).click()
    app.get_by_role("button", name="Plan it").click()
    app.get_by_role("heading", name="Who may buy when").wait_for()
    app.get_by_role("heading", name="Winter coat", level=1).wait_for()
    assert not admin.page.get_by_role("button", name="Save", exact=True).is_visible()
    admin.open("/app/drops?month=2027-03")
    admin.good("drops")
    app.get_by_role("link", name="Winter coat").first.click()
    app.get_by_role("link", name="Coat of the year").wait_for()
    admin.good("drops-one")

    assert admin.wrong == []


def test_an_address_that_is_not_there_leads_home(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    app = admin.open("/app/nowhere")
    admin.wrong = [each for each in admin.wrong if "404" not in each]
    admin.good("error-404")
    app.get_by_role("link", name="Go to Home").click()
    app.get_by_role("heading", name="Home", level=1).wait_for()
    assert [each for each in admin.wrong if "404" not in each] == []


def test_whoever_comes_from_elsewhere_is_led_into_the_admin(admin: Admin) -> None:
    admin.page.goto(
        f"{admin.line.app_url}/auth/token?shop={admin.store.domain}&shopify-reload=/app/members&no-redirect=1"
    )
    admin.page.get_by_role("link", name="Open Laurel in the admin of ada-shop.myshopify.com").wait_for()
    admin.page.screenshot(path=SCREENSHOTS / "error-token-1280.png")
    assert admin.wrong == []
