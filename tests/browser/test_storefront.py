"""The storefront in Chromium: for each kind of visitor, with and without scripts; and its blocks on Home."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from app.drops import Wish, add
from app.rules.wall_time import wall
from tests.browser.conftest import SCREENSHOTS, WIDTHS, Admin, heard
from tests.web.test_pages import live_store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOVED = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) sum += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300); })"""


def good(admin: Admin, name: str) -> None:
    """A page of the storefront at both widths: nothing moved, nothing sticks out, axe finds nothing."""
    for width, height in WIDTHS.items():
        admin.page.set_viewport_size({"width": width, "height": height})
        assert admin.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        admin.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        assert heard(admin.page) == []
    assert admin.wrong == []


@pytest.fixture
def without_scripts(admin: Admin) -> Iterator[Any]:
    context = admin.page.context.browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_visitors_see_what_is_theirs(admin: Admin, without_scripts: Any) -> None:
    """S1 to S3: no layout shift, and all but the visitor's own clock without any script."""
    ada = live_store(admin.line, admin.store, "6000.00")
    coat = int(admin.store.post("/products", title="Coat", price="100.00")["id"])
    with admin.line.context.db.write() as session:
        shop, now = admin.store.shop(session), admin.line.context.clock()
        at = wall(now, shop.zone).replace(microsecond=0, second=0)
        public_on = at.replace(year=at.year + 1)
        add(session, shop, Wish("Coat of the year", public_on, (coat,)), "operator", now)
    admin.line.settle()
    root = f"{admin.line.sandbox.url}/{admin.store.domain}/as"
    page = admin.page

    page.goto(f"{root}/{ada.platform_id}/en")
    page.get_by_text("You are a Gold member").wait_for()
    page.get_by_text("in ", exact=False).get_by_text("days").first.wait_for()
    assert page.evaluate(MOVED) == 0
    good(admin, "storefront-member")
    page.get_by_role("link", name="See everything about your status").click()
    page.get_by_role("heading", name="Your VIP status").wait_for()
    good(admin, "storefront-page")

    page.goto(f"{root}/guest/ja")
    page.get_by_role("link", name="ログインしてVIPステータスを見る").wait_for()
    good(admin, "storefront-guest-ja")

    without_scripts.goto(f"{root}/{ada.platform_id}/en")
    assert without_scripts.get_by_text("You are a Gold member").is_visible()
    assert without_scripts.get_by_text("(Time of the store)").first.is_visible()


def test_a_tab_that_lies_open_follows_the_clock_and_the_orders(admin: Admin) -> None:
    """Gold may buy a day before the others; Eve, without a tier, buys in another tab."""
    ada = live_store(admin.line, admin.store, "6000.00")
    eve = admin.store.customer("eve@example.com", first_name="Eve")
    admin.store.order(eve, "1200.00")
    admin.line.settle()
    now = admin.line.context.clock()
    with admin.line.context.db.write() as session:
        shop = admin.store.shop(session)
        public_on = wall(now + timedelta(hours=51), shop.zone).replace(microsecond=0)
        coat = int(admin.store.post("/products", title="Coat", price="100.00")["id"])
        add(session, shop, Wish("Coat of the year", public_on, (coat,)), "operator", now)
    admin.line.settle()
    root, page = f"{admin.line.sandbox.url}/{admin.store.domain}/as", admin.page
    page.clock.install(time=now)

    page.goto(f"{root}/{ada.platform_id}/en")
    state = page.locator(".vip-drop [data-vip-state]")
    page.get_by_text("Opens for you on").wait_for()
    page.get_by_text("in 3 hours", exact=True).wait_for()
    page.clock.fast_forward("03:01:00")
    assert state.inner_text() == "Open for you now"
    page.clock.fast_forward("48:00:00")
    assert state.inner_text() == "Open to everybody now"

    page.goto(f"{root}/{eve}/ja")
    page.locator('[data-vip-words="progress"]').wait_for()
    bar = page.get_by_role("progressbar")
    assert bar.get_attribute("value") == "1200.0"
    good(admin, "storefront-on-the-way-ja")
    asked: list[str] = []
    page.on("request", lambda request: "/apps/vip/status" in request.url and asked.append(request.url))
    admin.store.order(eve, "300.00")
    admin.line.settle()
    for minutes, value in (("04:00", "1200.0"), ("01:01", "1500.00")):
        page.clock.fast_forward(minutes)
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.wait_for_function("value => document.querySelector('progress').value == value", arg=value)
    assert len(asked) == 1
    assert "500" in page.locator('[data-vip-words="progress"]').inner_text()
    assert "1,500" in page.locator('[data-vip-words="so_far"]').inner_text()
    assert admin.wrong == []


def test_home_knows_which_blocks_are_on(admin: Admin) -> None:
    live_store(admin.line, admin.store)
    admin.page.goto(f"{admin.line.sandbox.url}/{admin.store.domain}/admin/themes/current/editor")
    admin.page.get_by_label("VIP badge").select_option("active")
    admin.page.get_by_label("VIP benefits").select_option("unavailable")

    app = admin.open()

    app.get_by_text("Not possible in this theme").wait_for()
    assert app.locator("#blocks s-badge", has_text="On").count() == 1
    assert "(done)" in app.locator(".steps li", has_text="Your theme shows the tiers").inner_text()
    admin.good("home-blocks")

    admin.page.goto(f"{admin.line.sandbox.url}/{admin.store.domain}/admin/themes/current/editor")
    admin.page.get_by_label("VIP status").select_option("active")
    app = admin.open("/app/settings")
    app.locator("#blocks li", has_text="Status and progress").get_by_text("On", exact=True).wait_for()
    admin.good("settings-blocks")
