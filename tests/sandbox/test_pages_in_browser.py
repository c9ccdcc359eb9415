"""The sandbox's pages in a real browser: stand-ins, pretend admin, checkout, hub."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from sandbox.server import Server
from tests.sandbox.sandbox_shop import Shop
from tests.sandbox.tiny_app import TinyApp
from tools.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which any script error fails the test."""
    errors: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.set_default_timeout(8000)
    yield opened
    opened.context.close()
    assert errors == []


@pytest.fixture
def tiny(sandbox: Server) -> Iterator[TinyApp]:
    app = TinyApp(sandbox.url)
    before = sandbox.world.app.app_url
    requests.post(f"{sandbox.url}/control/app", json={"app_url": app.url}, timeout=10)
    yield app
    requests.post(f"{sandbox.url}/control/app", json={"app_url": before}, timeout=10)
    app.stop()


def opened_app(page: Page, shop: Shop, path: str = "") -> FrameLocator:
    page.goto(f"{shop.url}/{shop.domain}/admin/apps/laurel{path}")
    frame = page.frame_locator("#app")
    frame.get_by_role("heading", level=1).wait_for()
    return frame


def gallery(page: Page, sandbox: Server) -> Page:
    page.goto(f"{sandbox.url}/cdn/gallery")
    return page


def sent_by(page: Page) -> dict[str, Any]:
    pairs = page.evaluate("[...new FormData(document.getElementById('form'))]")
    return dict(pairs)


def test_fields_go_with_a_native_form(page: Page, sandbox: Server) -> None:
    gallery(page, sandbox)
    page.get_by_label("Name", exact=True).fill("Platinum")
    page.get_by_label("Period").select_option("calendar")
    page.get_by_role("switch", name="Program is live").check()
    page.get_by_role("radio", name="Monthly").check()

    sent = sent_by(page)

    assert (sent["name"], sent["period"], sent["live"], sent["review"]) == (
        "Platinum",
        "calendar",
        "on",
        "monthly",
    )
    assert "off" not in sent


def test_reset_gives_fields_back_what_they_came_with(page: Page, sandbox: Server) -> None:
    gallery(page, sandbox)
    before = sent_by(page)
    page.get_by_label("Name", exact=True).fill("Platinum")
    page.get_by_role("checkbox", name="E-mail").check()
    page.get_by_role("button", name="Reset").click()

    expect(page.get_by_label("Name", exact=True)).to_have_value("Gold")
    assert sent_by(page) == before


def test_a_row_that_comes_later_gets_its_labels(page: Page, sandbox: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    gallery(page, sandbox)
    page.get_by_role("button", name="Add a row").click()

    row = page.get_by_role("row", name="Cleo Ruiz")

    expect(row.locator("s-table-cell").nth(3).locator(".label")).to_have_text("Spent")
    expect(row.locator("s-table-cell").nth(3).locator(".label")).to_be_visible()


@pytest.mark.parametrize("width", [360, 390, 768, 1280])
def test_no_page_scrolls_sideways(page: Page, ada: Shop, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/cdn/gallery", f"/{ada.domain}/checkout", f"/{ada.domain}/admin/customers"):
        page.goto(f"{ada.url}{path}")
        page.get_by_role("heading", level=1).first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_the_app_is_installed_and_framed_by_one_click(page: Page, ada: Shop, tiny: TinyApp) -> None:
    ada.control("POST", "/uninstall")
    page.goto(f"{ada.url}/{ada.domain}/admin")
    page.get_by_role("button", name="Install app").click()

    expect(page.frame_locator("#app").get_by_role("heading", name="Home")).to_be_visible()
    expect(page.locator("#app-pages a")).to_have_text(["Members", "Settings"])
    assert tiny.seen == [("/app", "query")]


def test_a_plain_link_keeps_the_session(page: Page, ada: Shop, tiny: TinyApp) -> None:
    opened_app(page, ada).get_by_role("link", name="plain link").click()

    expect(page.frame_locator("#app").get_by_text("gold")).to_be_visible()
    expect(page).to_have_url(f"{ada.url}/{ada.domain}/admin/apps/laurel/app/members?tier=gold")
    assert tiny.seen[-1] == ("/app/members", "query")


def test_a_sub_page_marks_its_parent_in_the_navigation(page: Page, ada: Shop, tiny: TinyApp) -> None:
    opened_app(page, ada, "/app/members/5")

    expect(page.locator("#side [aria-current]")).to_have_text("Members")


def test_a_page_asked_for_without_a_token_is_loaded_again_with_one(
    page: Page, ada: Shop, tiny: TinyApp
) -> None:
    frame = opened_app(page, ada)
    page.frames[1].evaluate("location.href = '/app/members'")

    expect(frame.get_by_text("Page of members")).to_be_visible()
    assert tiny.seen[-2:] == [("/app/members", "nothing"), ("/app/members", "query")]


def test_a_fetch_carries_a_token_and_is_tried_again_once(page: Page, ada: Shop, tiny: TinyApp) -> None:
    frame = opened_app(page, ada)
    tiny.refusals = 1
    frame.get_by_role("button", name="Fetch").click()

    page.wait_for_function("document.title.startsWith('asked by XMLHttpRequest')")
    assert tiny.seen[-2:] == [("/app/whoami", "header"), ("/app/whoami", "header")]


def test_the_save_bar_comes_with_a_change_and_saves_it(page: Page, ada: Shop, tiny: TinyApp) -> None:
    frame = opened_app(page, ada, "/app/settings")
    expect(page.locator("#save-bar")).to_be_hidden()
    frame.get_by_label("Name").fill("Platinum")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved Platinum")).to_be_visible()
    expect(page.locator("#save-bar")).to_be_hidden()


def test_discard_asks_first_and_gives_the_old_value_back(page: Page, ada: Shop, tiny: TinyApp) -> None:
    frame = opened_app(page, ada, "/app/settings")
    frame.get_by_label("Name").fill("Platinum")
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Discard changes").click()

    expect(frame.get_by_label("Name")).to_have_value("Gold")
    expect(page.locator("#save-bar")).to_be_hidden()


def test_unsaved_changes_are_not_left_without_a_question(page: Page, ada: Shop, tiny: TinyApp) -> None:
    frame = opened_app(page, ada, "/app/settings")
    frame.get_by_label("Name").fill("Platinum")
    page.locator("#app-pages").get_by_role("link", name="Members").click()
    page.get_by_role("button", name="Stay").click()

    expect(frame.get_by_label("Name")).to_have_value("Platinum")
    expect(page.locator("#save-bar")).to_be_visible()


def test_a_link_to_the_admin_leaves_the_frame(page: Page, ada: Shop, tiny: TinyApp) -> None:
    opened_app(page, ada).get_by_role("link", name="Customers").click()

    expect(page).to_have_url(f"{ada.url}/{ada.domain}/admin/customers")


def test_a_message_from_elsewhere_is_not_heard(page: Page, ada: Shop, tiny: TinyApp) -> None:
    opened_app(page, ada)
    page.evaluate(
        "window.postMessage({sandbox: 'app', type: 'toast', id: 'x', message: 'Forged', duration: 9000}, '*')"
    )
    page.frame_locator("#app").get_by_role("button", name="Toast").click()

    expect(page.get_by_text("Well done")).to_be_visible()
    expect(page.get_by_text("Forged")).to_have_count(0)


def test_an_order_is_placed_at_the_checkout(page: Page, ada: Shop) -> None:
    ada.control("POST", "/customers", {"email": "ada@example.com", "first_name": "Ada"})
    ada.control("POST", "/products", {"title": "Linen shirt", "price": "60.00"})
    page.goto(f"{ada.url}/{ada.domain}/checkout")
    page.get_by_label("Log in as").fill("ada")
    page.get_by_role("button", name="Ada").click()
    page.get_by_label("Quantity of Linen shirt").fill("2")
    expect(page.locator("#total")).to_contain_text("$130.00")
    page.get_by_role("button", name="Place order").click()

    expect(page.get_by_text("Thank you")).to_be_visible()
    (order,) = ada.control("GET", "/state")["orders"].values()
    assert (order["total_price"], order["customer"]["email"]) == ("130.00", "ada@example.com")


def test_the_hub_looks_again_without_taking_what_is_being_typed(page: Page, ada: Shop) -> None:
    ada.control("POST", "/customers", {"email": "ada@example.com", "first_name": "Ada"})
    page.goto(f"{ada.url}/#{ada.domain}")
    page.locator("button.person", has_text="Ada").click()
    amount = page.get_by_label("Amount in USD")
    amount.fill("75.00")
    ada.control("POST", "/customers", {"email": "ben@example.com", "first_name": "Ben"})

    expect(page.locator("button.person", has_text="Ben")).to_be_visible()
    expect(amount).to_be_focused()
    expect(amount).to_have_value("75.00")


def test_an_order_placed_on_the_hub_is_the_customers(page: Page, ada: Shop) -> None:
    ada.control("POST", "/customers", {"email": "ada@example.com", "first_name": "Ada"})
    page.goto(f"{ada.url}/#{ada.domain}")
    page.locator("button.person", has_text="Ada").click()
    page.get_by_label("Amount in USD").fill("75.00")
    page.get_by_role("button", name="Place order").click()

    expect(page.locator("#person-last")).to_contain_text("$75.00")
    (order,) = ada.control("GET", "/state")["orders"].values()
    assert order["customer"]["email"] == "ada@example.com"
